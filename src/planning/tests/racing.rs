//! Two servers that plan the same plan at the same moment give what one of them gives.

use super::*;
use crate::audits::model::{Audit, AuditState};
use crate::planning::making::{make_ahead, remake};
use crate::planning::replanning::model::{Counts, Why};
use crate::planning::replanning::{operations as replanning, queries as replans};
use crate::platform::db::Db;
use crate::platform::error::AppResult;
use std::sync::Barrier;
use std::thread;

/// What an audit is known by, its window, what became of it and who has it.
type Row = (
    UnitId,
    NaiveDate,
    NaiveDate,
    Instant,
    Instant,
    Instant,
    AuditState,
    Option<PersonId>,
);

impl Town {
    /// Does this on two servers at once; the first is number 0.
    fn at_once(&self, work: impl Fn(usize, &mut Conn, &Act, &Post) -> AppResult<()> + Send + Sync + 'static) {
        let (url, now) = (testing::url_of(&self._folder), self.act.now);
        let (work, start) = (Arc::new(work), Arc::new(Barrier::new(2)));
        let servers = [0, 1].map(|n| {
            let (work, start, post) = (work.clone(), start.clone(), self.post.clone());
            let db = Db::open_migrated(&url, 1, 64).unwrap();
            thread::spawn(move || {
                start.wait();
                let act = Act::new(None, now, uuid::Uuid::new_v4().as_u64_pair().0);
                // the second waits for the first: neither has to try again
                db.write_now(move |conn| work(n, conn, &act.clone(), &post)).unwrap();
                db.close();
            })
        });
        for server in servers {
            server.join().unwrap();
        }
    }

    fn rows(&mut self, plan: PlanId) -> Vec<Row> {
        let all: Vec<Audit> = audits::table
            .filter(audits::plan_id.eq(plan))
            .select(Audit::as_select())
            .load(&mut self.conn)
            .unwrap();
        let row = |audit: Audit| {
            (
                audit.unit_id,
                audit.planned(),
                audit.local_date,
                audit.opens_at,
                audit.due_at,
                audit.closes_at,
                audit.state,
                audit.assignee_id,
            )
        };
        let mut rows: Vec<Row> = all.into_iter().map(row).collect();
        rows.sort_unstable_by_key(|row| (row.0, row.1));
        rows
    }

    /// Each day of the rule once at each unit, as the plan that one server works on has them; another run finds nothing
    /// to do.
    fn same(&mut self, raced: PlanId, calm: PlanId, after: &str) {
        let (rows, expected) = (self.rows(raced), self.rows(calm));
        assert!(!rows.is_empty());
        let twice = rows.windows(2).any(|two| (two[0].0, two[0].1) == (two[1].0, two[1].1));
        assert!(!twice, "an audit was made twice {after}: {rows:?}");
        assert_eq!(rows, expected, "{after}");
        let told = |town: &mut Self, plan| {
            let effects = replans::effects(&mut town.conn, plan, 100).unwrap().into_iter();
            let counted = effects.map(|(one, _)| (one.at, one.why, one.made, one.moved, one.excused, one.taken));
            counted.collect::<Vec<_>>()
        };
        assert_eq!(told(self, raced), told(self, calm), "and is told once, {after}");
        let again = remake(&mut self.conn, &self.act, &self.post, raced, DAYS_AHEAD, Why::Changed).unwrap();
        assert_eq!(again, Counts::default(), "{after}");
        assert_eq!(self.rows(raced), expected, "{after}");
    }
}

#[test]
fn two_servers_that_plan_at_once_give_what_one_gives() {
    let mut town = Town::new();
    for name in ["Ana", "Ben", "Cleo"] {
        town.person(name, Role::Supervisor, town.top);
    }
    let mut wanted = town.wanted("FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR");
    wanted.units.push(town.east);
    wanted.timing.holiday_policy = HolidayPolicy::Next;
    let (raced, calm) = (town.plan(&wanted), town.plan(&wanted));

    town.at_once(move |_, conn, act, post| make_ahead(conn, act, post, raced, day("2026-06-15")).map(drop));
    operations::make_ahead(&mut town.conn, &town.act, &town.post, calm, day("2026-06-15")).unwrap();
    town.same(raced, calm, "after making ahead");

    // edits, each followed by both servers
    let rules = [
        "FREQ=WEEKLY;BYDAY=TU,TH",
        "FREQ=DAILY",
        "FREQ=DAILY;INTERVAL=3",
        "FREQ=WEEKLY;BYDAY=MO,FR",
    ];
    for (n, rule) in (2..).zip(rules) {
        town.later(&format!("2026-06-0{n}T14:30:00Z"));
        wanted.timing.recurrence = Recurrence::parse(rule).unwrap();
        wanted.timing.opens_minute += 5;
        for plan in [raced, calm] {
            let revision = queries::find(&mut town.conn, plan).unwrap().revision;
            operations::update(&mut town.conn, &town.act, plan, revision, &wanted).unwrap();
        }
        town.at_once(move |_, conn, act, post| remake(conn, act, post, raced, DAYS_AHEAD, Why::Changed).map(drop));
        remake(&mut town.conn, &town.act, &town.post, calm, DAYS_AHEAD, Why::Changed).unwrap();
        town.same(raced, calm, rule);
    }

    // one server looks after the plan while the other saves an edit of it
    town.later("2026-06-06T14:30:00Z");
    wanted.timing.recurrence = Recurrence::parse("FREQ=DAILY").unwrap();
    wanted.units.pop();
    let (edit, revision) = (wanted.clone(), queries::find(&mut town.conn, raced).unwrap().revision);
    town.at_once(move |n, conn, act, post| {
        if n == 0 {
            operations::update(conn, act, raced, revision, &edit)?;
            remake(conn, act, post, raced, DAYS_AHEAD, Why::Changed).map(drop)
        } else {
            operations::tend(conn, act, post, raced, DAYS_AHEAD).map(drop)
        }
    });
    operations::update(&mut town.conn, &town.act, calm, revision, &wanted).unwrap();
    remake(&mut town.conn, &town.act, &town.post, calm, DAYS_AHEAD, Why::Changed).unwrap();
    let (rows, expected) = (town.rows(raced), town.rows(calm));
    let keys = |rows: Vec<Row>| {
        rows.into_iter()
            .map(|row| (row.0, row.1, row.3, row.4))
            .collect::<Vec<_>>()
    };
    assert_eq!(keys(rows), keys(expected));
}

#[test]
fn two_servers_that_follow_a_calendar_at_once_do_it_once() {
    let mut town = Town::new();
    town.person("Ana", Role::Supervisor, town.top);
    let mut wanted = town.wanted("FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR");
    wanted.timing.holiday_policy = HolidayPolicy::Next;
    let (raced, calm) = (town.plan(&wanted), town.plan(&wanted));
    for plan in [raced, calm] {
        operations::tend(&mut town.conn, &town.act, &town.post, plan, DAYS_AHEAD).unwrap();
    }
    let changes: [(&str, bool); 3] = [("2026-06-10", false), ("2026-06-01", true), ("2026-06-12", true)];
    for (date, closure) in changes {
        town.later(&town.act.now.plus_minutes(60).to_string());
        agency::operations::add_holiday(&mut town.conn, &town.act, town.top, day(date), "Some day", closure).unwrap();
        let (change, plans) = replanning::next_change(&mut town.conn, None).unwrap().unwrap();
        assert_eq!(plans.len(), 2);
        let (followed, both) = (change.clone(), [raced, calm]);
        town.at_once(move |n, conn, act, post| {
            replanning::follow(conn, act, post, &followed, raced, DAYS_AHEAD)?;
            if n == 0 {
                replanning::follow(conn, act, post, &followed, both[1], DAYS_AHEAD)?;
            }
            Ok(())
        });
        town.at_once(move |_, conn, act, post| replanning::finish(conn, act, post, &change));
        town.same(raced, calm, date);
    }
    assert!(town.rows(raced).iter().any(|row| row.6 == AuditState::Excused));
    assert_eq!(crate::figures::operations::recount(&mut town.conn).unwrap(), []);
    // one mail a change to whoever has audits that were changed
    let mails = town
        .mails()
        .into_iter()
        .filter(|mail| mail.1.contains("changed"))
        .count();
    assert_eq!(mails, 3);
}
