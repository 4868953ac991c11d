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
fn the_assignee_is_reminded_and_the_next_layer_told_when_late_and_when_missed() {
    let town = Town::new();
    let id = town.schedule(9, Some(town.maria));
    let audit = queries::find(&mut town.conn(), id).unwrap();
    town.app.clock.set(audit.opens_at.plus_seconds(-1));
    assert!(look(&town).is_empty());
    let mut composed = Vec::new();
    for (moment, said) in [
        (audit.opens_at, 1),
        (audit.due_at.plus_minutes(-120), 1),
        (audit.due_at, 2),
        (audit.closes_at.plus_seconds(1), 1),
    ] {
        town.app.clock.set(moment);
        let mails = look(&town);
        assert_eq!(mails.len(), composed.len() + said, "{mails:?}");
        assert_eq!(look(&town).len(), mails.len(), "once");
        let mut new = mails[composed.len()..].to_vec();
        new.sort();
        composed.extend(new);
    }
    let to: Vec<&str> = composed.iter().map(|(to, ..)| to.split('"').nth(1).unwrap()).collect();
    assert_eq!(
        to,
        [
            "Maria Okafor",
            "Maria Okafor",
            "Luis Herrera",
            "Maria Okafor",
            "Luis Herrera"
        ]
    );
    let id = id.to_string();
    let key = regex::Regex::new("[0-9a-f]{32}").unwrap();
    let names = ["audit_opens", "audit_soon", "audit_late", "audit_due", "audit_missed"];
    for (name, (_, subject, text, html)) in names.into_iter().zip(&composed) {
        assert!(
            !subject.contains('[') && !text.contains('[') && !html.contains('['),
            "{text}"
        );
        let plain = |text: &str| key.replace_all(&text.replace(&id, "ID"), "KEY").into_owned();
        insta::assert_snapshot!(name, format!("{subject}\n\n{}", plain(text)));
        insta::assert_snapshot!(format!("{name}_html"), plain(html));
    }
}
