//! The whole timed-work table on one page: job, how often, what for.

use crate::agency;
use crate::app::App;
use crate::audits;
use crate::base::act::Act;
use crate::base::clock::Instant;
use crate::base::zone::shifted;
use crate::boards::packets::operations as packets;
use crate::checklists;
use crate::figures;
use crate::findings;
use crate::findings::reminders::Looked;
use crate::manuals;
use crate::people;
use crate::planning;
use crate::planning::assign::moving;
use crate::planning::model::DAYS_AHEAD;
use crate::planning::replanning::operations as replanning;
use crate::platform::db::Conn;
use crate::platform::error::{AppResult, cause_chain};
use crate::platform::mail::post::Post;
use crate::platform::{history, jobs};
use chrono::NaiveDate;
use futures_util::future::BoxFuture;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// One timed job.
pub struct Job {
    /// Its name in the `jobs` table and for `plumbline jobs run`.
    pub name: &'static str,
    /// Minutes from one run to the next.
    pub every_minutes: i64,
    /// What it is for, for the administrator.
    pub purpose: &'static str,
    run: fn(App) -> BoxFuture<'static, AppResult<()>>,
}

/// Every job.
pub const JOBS: &[Job] = &[
    // Plans first: what is due today has to be there before anybody is reminded of it.
    Job {
        name: "plan",
        every_minutes: 60,
        purpose: "makes the audits of the coming two weeks, follows changes of plans and working calendars, and gives audits of people who left to others",
        run: |app| Box::pin(plan(app)),
    },
    // Before the reminders, so that they reach whoever has the audit now.
    Job {
        name: people::absences::operations::JOB,
        every_minutes: 60,
        purpose: "gives audits of people who are away to those who stand in, and back",
        run: |app| Box::pin(stand_in(app)),
    },
    Job {
        name: "remind",
        every_minutes: 1,
        purpose: "reminds of due audits, actions and findings, ends missed audits and tells the next layer up",
        run: |app| Box::pin(remind(app)),
    },
    Job {
        name: "chase",
        every_minutes: 15,
        purpose: "tells what waits: findings that nobody owns, plans to be decided on, and what is to be verified",
        run: |app| Box::pin(chase(app)),
    },
    // After plans: who gets links is told of an audit as soon as it is open.
    Job {
        name: "links",
        every_minutes: 1,
        purpose: "sends people without an account a one-time link when an audit of theirs opens",
        run: |app| Box::pin(send_links(app)),
    },
    // Every hour, so that an edition is in force soon after midnight, wherever that is.
    Job {
        name: "editions",
        every_minutes: 60,
        purpose: "brings editions of the manuals into force on their first day",
        run: |app| Box::pin(begin_editions(app)),
    },
    // After the editions: a draft may cite a clause of an edition whose first day this is.
    Job {
        name: "checklists",
        every_minutes: 60,
        purpose: "publishes drafts on their day, and tells who keeps a checklist that its clauses changed",
        run: |app| Box::pin(tend_checklists(app)),
    },
    // Every hour: from the day on that a packet is to be made, until its meeting.
    Job {
        name: packets::JOB,
        every_minutes: 60,
        purpose: "makes the packets of meetings ahead and mails them to the board",
        run: |app| Box::pin(make_packets(app)),
    },
    // After the reminders: those of this hour are told in the mail of the day that goes now.
    Job {
        name: "digest",
        every_minutes: 1,
        purpose: "writes the one mail a day of those who wish it",
        run: |app| Box::pin(digest(app)),
    },
    // Mail after all that composes some, so that what is composed now also leaves now.
    Job {
        name: "mail",
        every_minutes: 1,
        purpose: "hands mails of the outbox to the mail server",
        run: |app| Box::pin(async move { app.deliver_mail().await.map(drop) }),
    },
    // Once a day: what signing in leaves behind is of no use for long.
    Job {
        name: "forget",
        every_minutes: 24 * 60,
        purpose: "forgets old sessions, used links and counts of failed sign-ins",
        run: |app| Box::pin(forget_old(app)),
    },
    // Every few minutes, so that little is left to add when somebody looks, and the new day is summed soon after midnight.
    Job {
        name: "figures",
        every_minutes: 5,
        purpose: "sums what was counted, so that long periods are quick to read",
        run: |app| Box::pin(sum_figures(app)),
    },
    // Once a day is enough: a seal proves that history before it was not changed since.
    Job {
        name: "seal",
        every_minutes: 24 * 60,
        purpose: "seals the day's history into one chain",
        run: |app| Box::pin(seal(app)),
    },
];

type Look = fn(&mut Conn, &Act, &Post) -> AppResult<Looked>;
type PutOff = fn(&mut Conn, &Act) -> AppResult<()>;

/// What there is to remind of. Audits first: a missed one is told before findings that wait for weeks.
const REMINDERS: [(Look, PutOff); 3] = [
    (audits::reminders::remind_one, audits::reminders::put_off),
    (findings::reminders::remind_one, findings::reminders::put_off),
    (audits::outlook::send_next, audits::outlook::put_off),
];

/// Lets clocks go on whose pause is over, then looks at everything that is due. A row that fails is put off for an hour
/// and told at the end.
async fn remind(app: App) -> AppResult<()> {
    let mut failed = go_on(&app).await.err();
    for (look, put_off) in REMINDERS {
        if let Err(error) = look_at_all(&app, look, put_off).await {
            failed = Some(error);
        }
    }
    failed.map_or(Ok(()), Err)
}

/// Rows that are looked at in one transaction, so that a morning with thousands of them does not wait for the disk as often.
const AT_ONCE: usize = 16;

/// Looks until nothing is due; what failed last. After a failure each row has a transaction of its own, so that the one
/// that fails undoes no other.
async fn look_at_all(app: &App, look: Look, put_off: PutOff) -> AppResult<()> {
    let (mut failed, mut at_once) = (None, AT_ONCE);
    loop {
        let (act, post) = (app.act(None), app.post.clone());
        let some = move |conn: &mut Conn| {
            let act = act.clone();
            for _ in 0..at_once {
                if look(conn, &act, &post)? == Looked::Nothing {
                    return Ok(Looked::Nothing);
                }
            }
            Ok(Looked::One(0))
        };
        match app.db.write(some).await {
            Ok(Looked::Nothing) => return failed.map_or(Ok(()), Err),
            Ok(Looked::One(_)) => {}
            Err(_) if at_once > 1 => at_once = 1,
            Err(error) => {
                failed = Some(error);
                let act = app.act(None);
                app.db.write(move |conn| put_off(conn, &act.clone())).await?;
            }
        }
    }
}

/// Notes which pauses of findings are over, each in a transaction of its own; what failed last is told at the end.
async fn go_on(app: &App) -> AppResult<()> {
    let now = app.clock.now();
    let over = app
        .db
        .read(move |conn| Ok(findings::pauses::queries::over(conn, now)?))
        .await?;
    let mut failed = None;
    for id in over {
        let (act, post) = (app.act(None), app.post.clone());
        let gone_on = app
            .db
            .write(move |conn| findings::pauses::go_on(conn, &act.clone(), &post, id))
            .await;
        failed = gone_on.err().or(failed);
    }
    failed.map_or(Ok(()), Err)
}

/// Tells what waits, each finding in a transaction of its own; what failed last is told at the end.
async fn chase(app: App) -> AppResult<()> {
    let now = app.clock.now();
    let waiting = app
        .db
        .read(move |conn| Ok(findings::queries::waiting(conn, now)?))
        .await?;
    let mut failed = None;
    for id in waiting {
        let (act, post) = (app.act(None), app.post.clone());
        let told = app
            .db
            .write(move |conn| findings::chasing::chase(conn, &act.clone(), &post, id))
            .await;
        failed = told.err().or(failed);
    }
    failed.map_or(Ok(()), Err)
}

/// Writes the mails of the day that are due.
async fn digest(app: App) -> AppResult<()> {
    let look: Look = |conn, act, post| {
        let sent = people::digest::send_next(conn, act, post)?;
        Ok(if sent { Looked::One(1) } else { Looked::Nothing })
    };
    look_at_all(&app, look, people::digest::put_off).await
}

/// Sends the links that are due; one that fails leaves the others as they are and is told at the end.
async fn send_links(app: App) -> AppResult<()> {
    let now = app.clock.now();
    let waiting = app
        .db
        .read(move |conn| Ok(audits::by_link::queries::waiting(conn, now)?))
        .await?;
    let mut failed = None;
    for audit in waiting {
        let (act, post, token) = (app.act(None), app.post.clone(), people::sign_in::new_token()?);
        let sent = app
            .db
            .write(move |conn| audits::by_link::operations::offer(conn, &act.clone(), &post, audit, &token))
            .await;
        failed = sent.err().or(failed);
    }
    failed.map_or(Ok(()), Err)
}

/// Follows the changes of working calendars, then looks after every plan; one that fails leaves the others as they are
/// and is told at the end.
async fn plan(app: App) -> AppResult<()> {
    let mut failed = follow_calendars(&app).await.err();
    let mut seen = None;
    loop {
        let tended = until_still(&app, move |conn, act, post| {
            planning::operations::tend_next(conn, act, post, DAYS_AHEAD, seen)
        })
        .await;
        match tended {
            Ok(Some((id, _))) => seen = Some(id),
            Ok(None) => return failed.map_or(Ok(()), Err),
            Err(error) => {
                failed = Some(error);
                match app.db.read(move |conn| planning::operations::after(conn, seen)).await? {
                    Some(id) => seen = Some(id),
                    None => return failed.map_or(Ok(()), Err),
                }
            }
        }
    }
}

/// Does a piece of planning in a transaction of its own, see [`planning::pages::until_still`].
async fn until_still<T: Send + 'static>(
    app: &App,
    work: impl Fn(&mut Conn, &Act, &Post) -> AppResult<T> + Clone + Send + 'static,
) -> AppResult<T> {
    planning::pages::until_still(&app.db, &app.post, || app.act(None), work).await
}

/// Lets the plans concerned follow each change of a working calendar, and then the due dates of findings and actions, each
/// in its own transaction. A change that one of them could not follow waits for the next run; the changes after it do not.
async fn follow_calendars(app: &App) -> AppResult<()> {
    let (mut seen, mut failed) = (None, None);
    loop {
        let next = app.db.read(move |conn| replanning::next_change(conn, seen)).await?;
        let Some((change, plans)) = next else {
            return failed.map_or(Ok(()), Err);
        };
        seen = Some((change.at, change.id));
        let mut all = true;
        for plan in plans {
            let change = change.clone();
            let followed = until_still(app, move |conn, act, post| {
                replanning::follow(conn, act, post, &change, plan, DAYS_AHEAD)
            });
            if let Err(error) = followed.await {
                (all, failed) = (false, Some(error));
            }
        }
        let (moved, now) = (change.clone(), app.clock.now());
        let concerned = app
            .db
            .read(move |conn| findings::dates::concerned(conn, &moved, now))
            .await?;
        for dated in concerned {
            let (change, act) = (change.clone(), app.act(None));
            let followed = app
                .db
                .write(move |conn| findings::dates::follow(conn, &act.clone(), &change, dated));
            if let Err(error) = followed.await {
                (all, failed) = (false, Some(error));
            }
        }
        if all {
            let (act, post) = (app.act(None), app.post.clone());
            app.db
                .write(move |conn| replanning::finish(conn, &act.clone(), &post, &change))
                .await?;
        }
    }
}

/// Looks at every plan that absences concern; one that fails leaves the others as they are and is told at the end.
async fn stand_in(app: App) -> AppResult<()> {
    let (mut seen, mut failed) = (None, None);
    loop {
        let (act, post) = (app.act(None), app.post.clone());
        let tended = app
            .db
            .write(move |conn| moving::stand_in_next(conn, &act.clone(), &post, seen))
            .await;
        let next = match tended {
            Ok(next) => next,
            Err(error) => {
                failed = Some(error);
                let act = app.act(None);
                app.db
                    .read(move |conn| moving::next_concerned(conn, &act, seen))
                    .await?
            }
        };
        match next {
            Some(id) => seen = Some(id),
            None => return failed.map_or(Ok(()), Err),
        }
    }
}

/// The date in the agency's zone; none before there is an agency.
fn today(conn: &mut Conn, now: Instant) -> AppResult<Option<NaiveDate>> {
    let Some(agency) = agency::queries::root(conn)? else {
        return Ok(None);
    };
    let zone = agency::queries::calendar(conn, agency.id)?.zone;
    Ok(Some(zone.local(now).date))
}

async fn tend_checklists(app: App) -> AppResult<()> {
    loop {
        let (act, post) = (app.act(None), app.post.clone());
        let done = app.db.write(move |conn| {
            let Some(today) = today(conn, act.now)? else {
                return Ok(false);
            };
            checklists::operations::publish_next_due(conn, &act.clone(), &post, today)
        });
        if !done.await? {
            break;
        }
    }
    let (act, post) = (app.act(None), app.post.clone());
    app.db
        .write(move |conn| checklists::reviews::tell(conn, &act.clone(), &post).map(drop))
        .await
}

/// Makes the packets that are due, each in a transaction of its own; what failed last is told at the end.
async fn make_packets(app: App) -> AppResult<()> {
    let now = app.clock.now();
    let due = app.db.read(move |conn| packets::due(conn, now)).await?;
    let mut failed = None;
    for meeting in due {
        let (act, post, secret) = (app.act(None), app.post.clone(), people::sign_in::new_token()?);
        let made = app
            .db
            .write(move |conn| packets::make_due(conn, &act.clone(), &post, &meeting, &secret))
            .await;
        failed = made.err().or(failed);
    }
    failed.map_or(Ok(()), Err)
}

async fn forget_old(app: App) -> AppResult<()> {
    let now = app.clock.now();
    app.db
        .write(move |conn| people::sign_in::forget_old(conn, now))
        .await
        .map(drop)
}

async fn begin_editions(app: App) -> AppResult<()> {
    let act = app.act(None);
    app.db
        .write(move |conn| {
            let Some(today) = today(conn, act.now)? else {
                return Ok(0);
            };
            manuals::operations::begin_all(conn, &act.clone(), today)
        })
        .await
        .map(drop)
}

async fn sum_figures(app: App) -> AppResult<()> {
    let now = app.clock.now();
    let sum_up = move |conn: &mut Conn| match today(conn, now)? {
        Some(today) => figures::sums::sum_up(conn, shifted(today, 1)),
        None => Ok(false),
    };
    while app.db.write(sum_up).await? {}
    Ok(())
}

async fn seal(app: App) -> AppResult<()> {
    let act = app.act(None);
    app.db
        .write(move |conn| history::seal(conn, &act.clone()))
        .await
        .map(drop)
}

/// Runs every job that is due (or this one, due or not); names those that ran and how they went.
///
/// # Errors
/// Only when the jobs' own table cannot be written; a job that fails is told in the result.
pub async fn run_due(app: &App, only: Option<&str>) -> AppResult<Vec<(&'static str, Option<String>)>> {
    let mut ran = Vec::new();
    for job in JOBS.iter().filter(|job| only.is_none_or(|name| name == job.name)) {
        let now = app.clock.now();
        let next = next_run(now, job.every_minutes);
        let (name, forced) = (job.name, only.is_some());
        if !app.db.write(move |conn| jobs::claim(conn, name, now, next)).await? && !forced {
            continue;
        }
        let error = (job.run)(app.clone()).await.err().map(|error| {
            let cause = cause_chain(&error);
            tracing::error!(job = name, cause, "a timed job failed");
            cause
        });
        let (done, told) = (app.clock.now(), error.clone());
        app.db
            .write(move |conn| jobs::finish(conn, name, done, told.clone()))
            .await?;
        ran.push((name, error));
    }
    Ok(ran)
}

fn next_run(now: Instant, every_minutes: i64) -> Instant {
    now.plus_minutes(every_minutes)
}

/// The timed work of a running server.
pub struct Running {
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Running {
    /// Lets the round in progress end and starts no other.
    pub async fn stop(self) {
        let _ = self.stop.send(true);
        let _ = self.task.await;
    }
}

/// How often the server looks whether a job is due.
const ROUND: Duration = Duration::from_secs(5);

/// Starts looking for due jobs, for as long as the server runs.
pub fn start(app: App) -> Running {
    let (stop, mut stopped) = watch::channel(false);
    let task = tokio::spawn(async move {
        loop {
            if let Err(error) = run_due(&app, None).await {
                tracing::error!(cause = cause_chain(&error), "cannot look for timed jobs");
            }
            tokio::select! {
                () = tokio::time::sleep(ROUND) => {}
                _ = stopped.changed() => return,
            }
        }
    });
    Running { stop, task }
}
