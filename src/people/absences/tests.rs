//! Who acts on which day, and which absences are refused.

use super::model::*;
use crate::base::clock::Instant;
use crate::base::ids::{AbsenceId, PersonId};
use chrono::NaiveDate;
use uuid::Uuid;

fn day(text: &str) -> NaiveDate {
    format!("2026-06-{text}").parse().unwrap()
}
fn who(n: u128) -> PersonId {
    PersonId(Uuid::from_u128(n))
}
fn away(person: u128, from: &str, until: &str, stand_in: Option<u128>) -> Absence {
    let now = Instant::new("2026-06-01T12:00:00Z".parse().unwrap());
    Absence {
        id: AbsenceId(Uuid::from_u128(person * 100)),
        person_id: who(person),
        from_date: day(from),
        until_date: day(until),
        stand_in_id: stand_in.map(who),
        note: String::new(),
        created_at: now,
        cancelled_at: None,
        revision: 1,
    }
}

#[test]
fn both_ends_are_part_of_it_and_a_cancelled_one_is_none() {
    let mut one = away(1, "10", "12", Some(2));
    assert!(!one.covers(day("09")) && one.covers(day("10")) && one.covers(day("12")) && !one.covers(day("13")));
    assert!(one.overlaps(day("12"), day("20")) && !one.overlaps(day("13"), day("20")));
    let standings = ["09", "11", "13"].map(|on| one.standing(day(on)));
    assert_eq!(standings, [Standing::Coming, Standing::Now, Standing::Over]);
    one.cancelled_at = Some(one.created_at);
    assert!(!one.covers(day("11")) && !one.overlaps(day("11"), day("11")));
    assert_eq!(one.standing(day("11")), Standing::Cancelled);
}

#[test]
fn a_stand_in_who_is_away_too_has_one_and_a_circle_or_a_long_chain_ends_with_nobody() {
    let acting = |rows: &[Absence]| Absences::of(rows.to_vec()).acting(who(1), day("11"));
    assert_eq!(acting(&[]), Acting::Here);
    assert_eq!(acting(&[away(1, "10", "12", None)]), Acting::Nobody);
    let first = away(1, "10", "12", Some(2));
    assert_eq!(acting(std::slice::from_ref(&first)), Acting::StandIn(who(2)));
    let second = away(2, "11", "11", Some(3));
    assert_eq!(acting(&[first.clone(), second.clone()]), Acting::StandIn(who(3)));
    let third = |stand_in| away(3, "11", "30", stand_in);
    assert_eq!(
        acting(&[first.clone(), second.clone(), third(Some(1))]),
        Acting::Nobody,
        "a circle"
    );
    let far = [first, second, third(Some(4)), away(4, "01", "30", Some(5))];
    assert_eq!(acting(&far), Acting::Nobody, "too far");
    assert_eq!(acting(&far[..3]), Acting::StandIn(who(4)));
}

#[test]
fn work_is_taken_when_it_opens_meanwhile_or_when_nobody_comes_back_before_it_is_due() {
    let absences = Absences::of([away(1, "10", "12", Some(2))]);
    let takes =
        |opens: &str, due: &str, today: &str| absences.taking(who(1), (day(opens), day(due)), day(today)).is_some();
    assert!(takes("12", "20", "01"), "opens meanwhile, whenever that is looked at");
    assert!(!takes("09", "11", "09"), "there is time before the absence");
    assert!(takes("09", "11", "10"), "gone, and not back before it is due");
    assert!(takes("09", "11", "13"), "and so it stays");
    assert!(!takes("09", "13", "10"), "there is time afterwards");
    assert!(!takes("13", "13", "10"));
}

#[test]
fn what_does_not_fit_is_refused_in_words() {
    let today = day("09");
    let here = Around {
        active: true,
        stand_in_active: true,
        ..Around::default()
    };
    let wanted = |from: &str, until: &str, stand_in: Option<u128>| Wanted {
        from: day(from),
        until: day(until),
        stand_in: stand_in.map(who),
        note: String::new(),
    };
    let check = |wanted: Wanted, around: &Around| wanted.check(who(1), around, today);
    assert_eq!(check(wanted("08", "09", Some(2)), &here), Ok(()), "ill since yesterday");
    assert_eq!(check(wanted("12", "11", None), &here), Err(CannotBeAway::Backwards));
    assert_eq!(check(wanted("07", "08", None), &here), Err(CannotBeAway::Past));
    let mut long = wanted("10", "11", None);
    long.until = "2027-07-01".parse().unwrap();
    assert_eq!(check(long, &here), Err(CannotBeAway::TooLong));
    let note = "x".repeat(LONGEST_NOTE + 1);
    assert_eq!(
        check(
            Wanted {
                note,
                ..wanted("10", "11", None)
            },
            &here
        ),
        Err(CannotBeAway::NoteTooLong)
    );
    assert_eq!(check(wanted("10", "11", Some(1)), &here), Err(CannotBeAway::Themselves));
    let mut around = here.clone();
    around.others = vec![away(1, "11", "15", None)];
    assert_eq!(check(wanted("10", "11", None), &around), Err(CannotBeAway::Overlaps));
    around.others[0].cancelled_at = Some(around.others[0].created_at);
    assert_eq!(check(wanted("10", "11", None), &around), Ok(()));
    around.of_stand_in = vec![away(2, "01", "10", None)];
    assert_eq!(
        check(wanted("10", "11", Some(2)), &around),
        Err(CannotBeAway::StandInAway)
    );
    around.stand_in_active = false;
    assert_eq!(
        check(wanted("10", "11", Some(2)), &around),
        Err(CannotBeAway::StandInLeft)
    );
    around.active = false;
    assert_eq!(check(wanted("10", "11", None), &around), Err(CannotBeAway::Left));
    let said = CannotBeAway::StandInAway.said();
    assert_eq!(CannotBeAway::field(&said), "stand_in");
}
