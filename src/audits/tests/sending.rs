//! Submit once, all or nothing; missed only after the end.

use super::*;
use crate::audits::arrival::Arriving;
use crate::findings;
use crate::platform::files;
use crate::platform::files::photo::Sent as SentPhoto;

fn figures(town: &Town) -> (i64, i64) {
    let conn = &mut town.conn();
    let answers: Option<i64> = figure_answers::table
        .select(diesel::dsl::sum(
            figure_answers::conforms
                + figure_answers::nonconforming
                + figure_answers::corrected
                + figure_answers::not_applicable,
        ))
        .first(conn)
        .unwrap();
    let audits: Option<i64> = figure_audits::table
        .select(diesel::dsl::sum(figure_audits::submitted))
        .first(conn)
        .unwrap();
    (answers.unwrap_or(0), audits.unwrap_or(0))
}

#[test]
fn a_submission_counts_once_whatever_arrives_twice() {
    let town = Town::new();
    let id = town.started();
    let first = town.sent(1, &town.answers());
    assert_eq!(town.submit(town.maria, id, first.clone()).unwrap(), Received::New);
    assert_eq!(town.submit(town.maria, id, first).unwrap(), Received::Again);
    let mut other = town.answers();
    other[0].1.outcome = Some(Outcome::NotApplicable);
    assert_eq!(
        town.submit(town.maria, id, town.sent(1, &other)).unwrap(),
        Received::Other
    );
    assert_eq!(
        refusal(town.submit(town.maria, id, town.sent(2, &town.answers()))),
        "audit-no-submitted"
    );

    let conn = &mut town.conn();
    let audit = queries::find(conn, id).unwrap();
    assert_eq!(
        (
            audit.conforms,
            audit.nonconforming,
            audit.corrected,
            audit.not_applicable
        ),
        (1, 1, 1, 1)
    );
    assert_eq!(
        (audit.submitted_by, audit.is_on_time(audit.submitted_at.unwrap())),
        (Some(town.maria), true)
    );
    assert_eq!(figures(&town), (4, 1));
    let found = findings::queries::of_origin(conn, Origin::Audit(id)).unwrap();
    let brief: Vec<(&str, &str, &str)> = found
        .iter()
        .map(|f| (f.number.as_str(), f.state.as_str(), f.seen.as_str()))
        .collect();
    assert_eq!(
        brief,
        [
            (
                "NC-2026-00001",
                "contained",
                "22.5 minutes. Two of four windows were open."
            ),
            ("NC-2026-00002", "verified", "Form A of 2024."),
        ]
    );
}

#[test]
fn the_hash_of_a_submission_is_of_what_it_says_and_not_of_how_it_is_written() {
    let town = Town::new();
    let mut turned = town.answers();
    turned.reverse();
    assert_eq!(town.sent(1, &turned).body_hash, town.sent(1, &town.answers()).body_hash);
    turned[0].1.seen.push('.');
    assert_ne!(town.sent(1, &turned).body_hash, town.sent(1, &town.answers()).body_hash);
}

#[test]
fn what_is_not_complete_is_refused_and_nothing_is_written() {
    let town = Town::new();
    let id = town.started();
    let mut answers = town.answers();
    answers[1].1.seen.clear();
    answers[2].1.outcome = Some(Outcome::Nonconforming);
    answers[2].1.seen = "No slip.".into();
    assert_eq!(
        refusal(town.submit(town.maria, id, town.sent(1, &answers))),
        "audit-no-incomplete"
    );
    let conn = &mut town.conn();
    assert_eq!(queries::find(conn, id).unwrap().state, AuditState::InProgress);
    assert!(queries::answers(conn, id).unwrap().is_empty());
    assert_eq!(queries::submission_of(conn, id).unwrap(), None);
    assert_eq!(figures(&town), (0, 0));
    let missing = operations::missing(conn, &town.act(town.maria), id, &answers).unwrap();
    assert_eq!(
        missing,
        [
            (2, town.question(1), Missing::Seen),
            (3, town.question(2), Missing::Photo)
        ]
    );
    let stranger = [(QuestionId(uuid::Uuid::from_u128(5)), Given::default())];
    assert_eq!(
        refusal(town.submit(town.maria, id, town.sent(1, &stranger))),
        "audit-no-unknown-question"
    );
}

#[test]
fn answers_saved_before_complete_a_submission_without_them() {
    let town = Town::new();
    let id = town.started();
    let (saved, sent) = (town.answers()[..3].to_vec(), town.answers()[3..].to_vec());
    town.write(town.maria, move |conn, act| save(conn, act, id, &saved))
        .unwrap();
    assert_eq!(town.submit(town.maria, id, town.sent(1, &sent)).unwrap(), Received::New);
    assert_eq!(figures(&town), (4, 1));
}

#[test]
fn an_audit_is_missed_only_after_its_end_and_stays_so() {
    let town = Town::new();
    let id = town.started();
    let miss = || {
        town.write(town.maria, move |conn, act| {
            let audit = queries::find(conn, id)?;
            operations::miss(conn, act, &audit)
        })
        .unwrap()
    };
    let closes = queries::find(&mut town.conn(), id).unwrap().closes_at;
    town.app.clock.set(closes);
    assert!(!miss(), "its end is still the auditor's");
    town.app.clock.set(closes.plus_seconds(1));
    assert_eq!(
        refusal(town.submit(town.maria, id, town.sent(1, &town.answers()))),
        "audit-no-over",
        "over by the clock before anybody has written so"
    );
    assert!(miss());
    assert!(!miss());
    assert_eq!(
        refusal(town.submit(town.maria, id, town.sent(1, &town.answers()))),
        "audit-no-over"
    );
    assert_eq!(figures(&town), (0, 0));
}

/// Maria sends a photo of a question.
async fn add_photo(
    town: &Town,
    id: AuditId,
    n: usize,
    bytes: &'static [u8],
    arriving: Arriving,
) -> AppResult<AttachmentId> {
    let sent = SentPhoto {
        name: "a.png".into(),
        bytes: bytes.into(),
        taken_at: None,
        zone: Zone::utc(),
        now: town.app.clock.now(),
    };
    let files = &town.app.files;
    let ready = files.look_at(sent).await.unwrap();
    let stored = files.store(&town.act(town.maria), ready).await.unwrap();
    let question = town.question(n);
    town.write(town.maria, move |conn, act| {
        operations::add_photo(conn, act, id, question, &stored, arriving)
    })
}

#[actix_web::test]
async fn a_photo_sent_again_is_kept_once_and_never_where_people_would_be_on_it() {
    let town = Town::new();
    let id = town.started();
    let add = async |n, bytes| add_photo(&town, id, n, bytes, Arriving::default()).await;
    let first = add(2, PNG).await.unwrap();
    assert_eq!(add(2, PNG).await.unwrap(), first);
    assert_ne!(add(2, OTHER_PNG).await.unwrap(), first);
    assert_ne!(add(3, PNG).await.unwrap(), first, "another question's photo");
    assert_eq!(refusal(add(0, PNG).await), "audit-no-photo-here");
    town.write(town.maria, move |conn, act| {
        operations::remove_photo(conn, act, id, first, Arriving::default())
    })
    .unwrap();
    let gone = town.write(town.maria, move |conn, act| {
        operations::remove_photo(conn, act, id, first, Arriving::default())
    });
    assert!(matches!(gone, Err(AppError::NotFound)));
}

#[actix_web::test]
async fn a_photo_that_arrives_after_it_was_taken_back_is_not_kept_and_one_taken_again_is() {
    let town = Town::new();
    let id = town.started();
    let began = town.app.clock.now();
    let sent = move |seconds: i64| Arriving {
        sent_at: Some(began.plus_seconds(seconds)),
        ..Arriving::default()
    };
    let first = add_photo(&town, id, 2, PNG, sent(1)).await.unwrap();
    town.write(town.maria, move |conn, act| {
        operations::remove_photo(conn, act, id, first, sent(3))
    })
    .unwrap();
    // the same upload once more, which the network had kept
    assert_eq!(
        refusal(add_photo(&town, id, 2, PNG, sent(2)).await),
        "audit-photo-taken-back"
    );
    add_photo(&town, id, 3, PNG, sent(2)).await.unwrap(); // of another question
    add_photo(&town, id, 2, OTHER_PNG, sent(2)).await.unwrap();
    add_photo(&town, id, 2, PNG, sent(4)).await.unwrap();
    let photos = files::list(&mut town.conn(), operations::PHOTO_OF, id).unwrap();
    assert_eq!(photos.len(), 3);
}
