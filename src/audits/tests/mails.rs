//! What the mails of the room say, and to whom.

use super::*;
use crate::audits::reminders;
use crate::findings::reminders::Looked;

/// Looks until nothing is due; gives what was composed: to, subject, text, html.
fn look(town: &Town) -> Vec<(String, String, String, String)> {
    for _ in 0..10 {
        let (act, post) = (town.app.act(None), town.app.post.clone());
        let looked = town
            .app
            .db
            .write_now(move |conn| reminders::remind_one(conn, &act.clone(), &post))
            .unwrap();
        if looked == Looked::Nothing {
            break;
        }
    }
    outbox::table
        .order((outbox::created_at, outbox::id))
        .select((outbox::recipient, outbox::subject, outbox::body_text, outbox::body_html))
        .load(&mut town.conn())
        .unwrap()
}

#[test]
fn the_assignee_is_reminded_when_due_and_the_next_layer_told_when_missed() {
    let town = Town::new();
    let id = town.schedule(9, Some(town.maria));
    let audit = queries::find(&mut town.conn(), id).unwrap();
    assert!(look(&town).is_empty());
    town.app.clock.set(audit.due_at.plus_seconds(1));
    assert_eq!(look(&town).len(), 1);
    assert_eq!(look(&town).len(), 1, "once");
    town.app.clock.set(audit.closes_at.plus_seconds(1));
    let mails = look(&town);
    assert_eq!(mails.len(), 2);
    assert_eq!(look(&town).len(), 2, "once");
    assert!(
        mails[0].0.contains("maria@") && mails[1].0.contains("luis@"),
        "{mails:?}"
    );
    let id = id.to_string();
    for (name, (_, subject, text, html)) in ["audit_due", "audit_missed"].into_iter().zip(&mails) {
        assert!(
            !subject.contains('[') && !text.contains('[') && !html.contains('['),
            "{text}"
        );
        let text = text.replace(&id, "ID");
        insta::assert_snapshot!(name, format!("{subject}\n\n{text}"));
        insta::assert_snapshot!(format!("{name}_html"), html.replace(&id, "ID"));
    }
}
