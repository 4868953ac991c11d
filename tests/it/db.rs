//! What the database promises to the rooms: writes that fail, panic or race leave everything else as it should be.

use crate::town::{Cast, Place, Question, Town};
use diesel::connection::SimpleConnection;
use diesel::dsl::sum;
use diesel::prelude::*;
use futures_util::future::join_all;
use plumbline::base::act::Act;
use plumbline::base::zone::Zone;
use plumbline::figures::{self, model, operations, sums};
use plumbline::platform::db::{Conn, Db, counters};
use plumbline::platform::error::{AppError, AppResult};
use plumbline::platform::{history, installation, jobs, mail};
use plumbline::schema;

on_both![
    a_write_that_fails_is_undone_alone,
    a_write_that_panics_is_undone_alone,
    an_answer_comes_after_the_write_is_on_disk,
    a_read_sees_one_moment,
    what_is_counted_while_the_sums_are_moved_on_is_counted_once,
    numbers_have_no_gaps_whoever_gives_up,
    two_servers_run_a_job_once,
    two_servers_take_a_mail_once,
    a_message_is_composed_once_whoever_composes,
    a_history_that_was_tampered_with_does_not_verify,
];

/// The town's database with many connections, as a busy server has.
fn busy(town: &Town) -> Db {
    Db::open_migrated(town.app.db.url(), 16, 64).unwrap()
}

/// How many facts of the installation begin with this.
fn facts(town: &Town, beginning: &'static str) -> i64 {
    town.read(move |conn| {
        let beginning = format!("{beginning}%");
        Ok(schema::installation::table
            .filter(schema::installation::key.like(beginning))
            .count()
            .get_result(conn)?)
    })
}

async fn a_read_sees_one_moment(town: &Town) {
    let db = busy(town);
    let count = |conn: &mut Conn| -> AppResult<i64> {
        Ok(schema::installation::table
            .filter(schema::installation::key.like("moment-%"))
            .count()
            .get_result(conn)?)
    };
    let (began, begun) = tokio::sync::oneshot::channel();
    let (wrote, written) = std::sync::mpsc::channel();
    let reading = db.read(move |conn| {
        let first = count(conn)?;
        began.send(()).unwrap();
        written.recv().unwrap();
        Ok((first, count(conn)?))
    });
    let writing = async {
        begun.await.unwrap();
        db.write(|conn| Ok(installation::set(conn, "moment-1", "done")?))
            .await
            .unwrap();
        wrote.send(()).unwrap();
    };
    let (seen, ()) = futures_util::join!(reading, writing);
    assert_eq!(seen.unwrap(), (0, 0), "what is written meanwhile is seen by the next");
    assert_eq!(facts(town, "moment-"), 1);
    db.close();
}

async fn a_write_that_fails_is_undone_alone(town: &Town) {
    let db = busy(town);
    let results = join_all((0..300).map(|n| {
        db.write(move |conn| {
            installation::set(conn, &format!("write-{n}"), "done")?;
            if n % 10 == 3 { Err(AppError::Stale) } else { Ok(n) }
        })
    }))
    .await;
    assert_eq!(
        results
            .iter()
            .filter(|result| matches!(result, Err(AppError::Stale)))
            .count(),
        30
    );
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 270);
    assert_eq!(facts(town, "write-"), 270);
    db.close();
}

async fn a_write_that_panics_is_undone_alone(town: &Town) {
    let db = busy(town);
    let results = join_all((0..40).map(|n| {
        db.write(move |conn| {
            installation::set(conn, &format!("panic-{n}"), "done")?;
            // Also inside a transaction of its own, which the panic leaves open.
            conn.write_tx::<_, AppError>(|conn| {
                installation::set(conn, &format!("panic-{n}"), "again")?;
                assert!(n % 10 != 3, "this panic is part of the test");
                Ok(())
            })
        })
    }))
    .await;
    let broken = results
        .iter()
        .filter(|result| matches!(result, Err(AppError::Broken(_))))
        .count();
    assert_eq!((broken, facts(town, "panic-")), (4, 36));
    // The database goes on as if nothing had been.
    db.write(|conn| Ok(installation::set(conn, "panic-after", "done")?))
        .await
        .unwrap();
    assert_eq!(facts(town, "panic-"), 37);
    db.close();
}

async fn an_answer_comes_after_the_write_is_on_disk(town: &Town) {
    let db = busy(town);
    for n in 0..20 {
        db.write(move |conn| Ok(installation::set(conn, &format!("disk-{n}"), "done")?))
            .await
            .unwrap();
        // Another connection, which sees only what is committed.
        let mut other = Conn::open(town.app.db.url()).unwrap();
        let seen = installation::get(&mut other, &format!("disk-{n}")).unwrap();
        assert_eq!(seen.as_deref(), Some("done"));
    }
    db.close();
}

async fn what_is_counted_while_the_sums_are_moved_on_is_counted_once(town: &Town) {
    let db = busy(town);
    let process = town.read(|conn| Ok(schema::processes::table.select(schema::processes::id).first(conn)?));
    let day = Zone::utc().local(town.app.clock.now()).date;
    let place = model::Place {
        unit: town.unit(Place::Licensing),
        process,
        layer: 1,
        day,
    };
    let over = model::Over::new(&[town.unit(Place::MillValley)], day, day);
    // what pages tell, and what the roll-ups hold at the same moment
    let told = || {
        let over = over.clone();
        db.read(move |conn| {
            let of_day = schema::figure_audits::table.filter(schema::figure_audits::day.eq(day));
            let kept: Option<i64> = of_day.select(sum(schema::figure_audits::missed)).first(conn)?;
            Ok((figures::queries::done(conn, &over)?.missed, kept.unwrap_or(0)))
        })
    };
    let (before, _) = told().await.unwrap();
    for taken in [false, true] {
        let count = move |conn: &mut Conn| {
            let missed = model::AuditResult::Missed;
            if taken {
                operations::uncount_audit(conn, &place, missed)
            } else {
                operations::count_audit(conn, &place, missed)
            }
        };
        let counting = join_all((0..120).map(|_| db.write(count)));
        let summing = async {
            for _ in 0..30 {
                let more = db.write(move |conn| sums::sum_up(conn, day.succ_opt().unwrap()));
                more.await.unwrap();
            }
        };
        let reading = async {
            for _ in 0..30 {
                let (told, kept) = told().await.unwrap();
                assert_eq!(told, kept);
            }
        };
        let (counted, (), ()) = futures_util::join!(counting, summing, reading);
        assert!(counted.iter().all(Result::is_ok));
        let missed = if taken { 0 } else { 120 };
        let (told, kept) = told().await.unwrap();
        assert_eq!((told, kept), (before + missed, before + missed));
    }
    db.close();
}

async fn numbers_have_no_gaps_whoever_gives_up(town: &Town) {
    let db = busy(town);
    let results = join_all((0..16 * 8).map(|n| {
        db.write(move |conn| {
            let number = counters::take(conn, "TRIAL", 2026, 1)?;
            if n % 7 == 0 { Err(AppError::Stale) } else { Ok(number) }
        })
    }))
    .await;
    let mut numbers: Vec<i32> = results.into_iter().flatten().collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=i32::try_from(numbers.len()).unwrap()).collect::<Vec<_>>());
    db.close();
}

async fn two_servers_run_a_job_once(town: &Town) {
    let (one, other) = (busy(town), busy(town));
    for round in 0..10 {
        let now = town.app.clock.now().plus_minutes(round * 10);
        let next = now.plus_minutes(10);
        let claims = (0..16).map(|n| {
            let server = if n % 2 == 0 { &one } else { &other };
            server.write(move |conn| jobs::claim(conn, "trial", now, next))
        });
        let ours = join_all(claims)
            .await
            .into_iter()
            .filter(|claim| matches!(claim, Ok(true)))
            .count();
        assert_eq!(ours, 1, "round {round}");
    }
    one.close();
    other.close();
}

fn compose(conn: &mut Conn, act: &Act, key: &str) -> AppResult<bool> {
    let letter = mail::Letter {
        key: key.into(),
        to: mail::Recipient {
            person: None,
            name: "Maria Okafor".into(),
            email: Cast::Supervisor.email(),
            language: "en".into(),
            instead_of: None,
        },
        subject: "A trial".into(),
        text: "Text".into(),
        html: "<p>Text</p>".into(),
        not_before: act.now,
        unsubscribe: None,
        invite: None,
    };
    mail::enqueue(conn, act, "plumbline.test", letter)
}

async fn two_servers_take_a_mail_once(town: &Town) {
    let act = town.act(None);
    town.write(move |conn| compose(conn, &act.clone(), "trial"));
    let (one, other) = (busy(town), busy(town));
    let now = town.app.clock.now();
    let claims = (0..16).map(|n| {
        let server = if n % 2 == 0 { &one } else { &other };
        server.write(move |conn| mail::claim_due(conn, now, 3, |_| 1))
    });
    let taken = join_all(claims)
        .await
        .into_iter()
        .filter(|claim| matches!(claim, Ok(Some(mails)) if mails.len() == 1))
        .count();
    assert_eq!(taken, 1);
    // Whoever took it died: it is due again a minute later, with the Message-ID it had.
    town.app.clock.set(now.plus_minutes(1));
    town.run_jobs().await;
    assert_eq!(town.new_mails().len(), 1);
    one.close();
    other.close();
}

async fn a_message_is_composed_once_whoever_composes(town: &Town) {
    let (one, other) = (busy(town), busy(town));
    let composed = (0..16).map(|n| {
        let server = if n % 2 == 0 { &one } else { &other };
        let act = town.act(None);
        server.write(move |conn| compose(conn, &act.clone(), "the same key"))
    });
    let new = join_all(composed)
        .await
        .into_iter()
        .filter(|new| matches!(new, Ok(true)))
        .count();
    assert_eq!(new, 1);
    town.run_jobs().await;
    assert_eq!(town.new_mails().len(), 1);
    one.close();
    other.close();
}

/// Ends a transaction without a trace of it.
enum Undone {
    Found(Vec<String>),
    Failed(diesel::result::Error),
}

impl From<diesel::result::Error> for Undone {
    fn from(error: diesel::result::Error) -> Self {
        Self::Failed(error)
    }
}

/// What the verification says after somebody with the database's password did this.
fn faults_after(town: &Town, tampering: &str) -> Vec<String> {
    let mut conn = Conn::open(town.app.db.url()).unwrap();
    let undone = conn.write_tx::<(), _>(|conn| {
        conn.batch_execute(tampering)?;
        Err(Undone::Found(history::verify(conn)?.faults))
    });
    match undone {
        Err(Undone::Found(faults)) => faults,
        Err(Undone::Failed(error)) => panic!("{tampering}: {error}"),
        Ok(()) => unreachable!("it is always undone"),
    }
}

async fn a_history_that_was_tampered_with_does_not_verify(town: &Town) {
    let finding = town.finding(Place::OakStreet, Question::Acknowledged, "Two people stood unseen.");
    let act = town.act(Some(Cast::Supervisor));
    town.write(move |conn| plumbline::findings::operations::contain(conn, &act.clone(), finding, "Both were greeted."));
    let act = town.act(None);
    let sealed = town.write(move |conn| history::seal(conn, &act.clone()));
    assert!(sealed > 0);
    assert_eq!(
        faults_after(town, "UPDATE units SET position = position"),
        Vec::<String>::new()
    );
    for tampering in [
        "UPDATE history SET event = 'finding-closed' WHERE event = 'finding-raised'",
        "UPDATE history SET facts = '{}' WHERE event = 'finding-contained'",
        "UPDATE history SET who = NULL WHERE event = 'finding-contained'",
        "UPDATE history SET seq = seq + 1 WHERE event = 'finding-contained'",
        "UPDATE history_texts SET body = 'Nothing was seen.'",
        "DELETE FROM history_texts; DELETE FROM history WHERE event = 'finding-raised'",
        // The last entry of a chain: its chain looks whole, but the seal misses it.
        "DELETE FROM history_texts; DELETE FROM history WHERE event = 'finding-contained'",
        "UPDATE history_seals SET entries = entries - 1",
    ] {
        assert!(!faults_after(town, tampering).is_empty(), "nobody noticed: {tampering}");
    }
}
