//! The pages about absences: the own ones, those of the people one leads, and one absence.

use super::model::*;
use super::operations;
use super::queries;
use crate::base::ids::*;
use crate::base::links;
use crate::base::said::Said;
use crate::base::text::fold;
use crate::page;
use crate::people;
use crate::people::model::{Assignment, Person};
use crate::people::nav::Here;
use crate::people::viewer::{Anyone, Right, Superior, Viewer};
use crate::platform::db::Conn;
use crate::platform::error::{AppError, AppResult};
use crate::platform::exports::{self, Ending};
use crate::platform::i18n::When;
use crate::platform::web::flash::{Flash, see_other};
use crate::platform::web::form::{Fields, Form, Problem, Problems, Typed};
use crate::platform::web::parts::Choice;
use actix_web::{HttpResponse, web};
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};

/// Days for which an absence that is over stays on the page.
const SHOWN_AFTER: i64 = 30;

/// Routes: everybody enters the own absences; whoever leads enters those of the people led, administrators everybody's.
pub fn routes(config: &mut web::ServiceConfig) {
    config.service(
        web::scope("/account/absences")
            .route("", web::get().to(mine))
            .route("", web::post().to(create_mine)),
    );
    config.service(
        web::scope("/absences")
            .route("", web::get().to(index))
            .route("", web::post().to(create))
            .route("/export.{ending}", web::get().to(export))
            .route("/{id}", web::get().to(show))
            .route("/{id}", web::post().to(update))
            .route("/{id}/cancellation", web::post().to(create_cancellation))
            .route("/{id}/restoration", web::post().to(create_restoration)),
    );
}

/// An absence in a list.
#[derive(Debug, Serialize)]
pub struct Row {
    href: String,
    who: String,
    from: When,
    until: When,
    stand_in: Option<String>,
    note: String,
    standing: &'static str,
    mark: String,
}

page! {
    /// The own absences.
    pub struct MinePage in "people/absences.html" {
        pub title: String,
        pub lead: String,
        pub problems: Vec<Problem>,
        pub errors: BTreeMap<String, String>,
        pub form: Typed,
        pub rows: Vec<Row>,
        pub stand_ins: Vec<Choice>,
        pub longest_note: usize,
    }
}

page! {
    /// Who is away of the people one leads.
    pub struct IndexPage in "people/away.html" {
        pub title: String,
        pub lead: String,
        pub problems: Vec<Problem>,
        pub errors: BTreeMap<String, String>,
        pub form: Typed,
        pub words: String,
        pub filtered: bool,
        pub query: String,
        pub rows: Vec<Row>,
        pub people: Vec<Choice>,
        pub stand_ins: Vec<Choice>,
        pub longest_note: usize,
    }
}

page! {
    /// One absence.
    pub struct ShowPage in "people/absence.html" {
        pub title: String,
        pub lead: String,
        pub problems: Vec<Problem>,
        pub errors: BTreeMap<String, String>,
        pub form: Typed,
        pub href: String,
        pub back: &'static str,
        pub standing: &'static str,
        pub mark: String,
        pub stand_ins: Vec<Choice>,
        pub longest_note: usize,
    }
}

/// People to choose from, each with the days they are away, if they are or will be soon.
///
/// # Errors
/// Only when the database fails.
pub fn choices<R: Right>(viewer: &Viewer<R>, people: &[Person], away: &[Absence]) -> Vec<Choice> {
    let text = |person: &Person| {
        let mark = away.iter().find(|absence| absence.person_id == person.id);
        match mark {
            None => person.name.clone(),
            Some(absence) => viewer.say(
                &Said::new("absence-choice")
                    .with("name", person.name.as_str())
                    .with("mark", mark_of(viewer, absence)),
            ),
        }
    };
    people
        .iter()
        .map(|person| Choice::new(person.id, text(person)))
        .collect()
}

/// "away until Friday, June 12", "away from Monday, June 15".
pub fn mark_of<R: Right>(viewer: &Viewer<R>, absence: &Absence) -> String {
    let today = viewer.zone.local(viewer.now).date;
    let day = |date| viewer.day(&viewer.zone, date).full;
    let said = match absence.standing(today) {
        Standing::Now => Said::new("absence-mark-now").with("until", day(absence.until_date)),
        Standing::Coming => Said::new("absence-mark-coming")
            .with("from", day(absence.from_date))
            .with("until", day(absence.until_date)),
        Standing::Over => Said::new("absence-mark-over"),
        Standing::Cancelled => Said::new("absence-mark-cancelled"),
    };
    viewer.say(&said)
}

fn today<R: Right>(viewer: &Viewer<R>) -> NaiveDate {
    viewer.zone.local(viewer.now).date
}

/// Who can stand in, with the next absence of each.
fn stand_ins(conn: &mut Conn, but: Option<PersonId>, today: NaiveDate) -> AppResult<(Vec<Person>, Vec<Absence>)> {
    let mut everybody = queries::everybody(conn)?;
    everybody.retain(|person| Some(person.id) != but);
    let ids: Vec<PersonId> = everybody.iter().map(|person| person.id).collect();
    let away = queries::of_people(conn, &ids, today)?;
    Ok((everybody, away))
}

fn row<R: Right>(viewer: &Viewer<R>, absence: &Absence, names: &HashMap<PersonId, String>) -> Row {
    let day = |date| viewer.day(&viewer.zone, date);
    let name = |id: PersonId| names.get(&id).cloned().unwrap_or_default();
    Row {
        href: links::absence(absence.id),
        who: name(absence.person_id),
        from: day(absence.from_date),
        until: day(absence.until_date),
        stand_in: absence.stand_in_id.map(name),
        note: absence.note.clone(),
        standing: absence.standing(today(viewer)).as_str(),
        mark: mark_of(viewer, absence),
    }
}

fn names(conn: &mut Conn, rows: &[Absence]) -> AppResult<HashMap<PersonId, String>> {
    let mut ids: Vec<PersonId> = rows.iter().map(|row| row.person_id).collect();
    ids.extend(rows.iter().filter_map(|row| row.stand_in_id));
    ids.sort_unstable();
    ids.dedup();
    let people = people::queries::find_all(conn, &ids)?;
    Ok(people.into_iter().map(|person| (person.id, person.name)).collect())
}

/// A form that nothing was typed in yet.
fn blank(today: NaiveDate) -> Typed {
    ["person", "stand_in", "note"]
        .into_iter()
        .fold(Typed::default(), |typed, name| typed.with(name, ""))
        .with("from", today)
        .with("until", "")
        .with("revision", "")
}

/// What was typed, every field there.
fn typed(form: &Fields, today: NaiveDate) -> Typed {
    let names = ["person", "stand_in", "note", "from", "until", "revision"];
    names
        .into_iter()
        .fold(blank(today), |typed, name| typed.with(name, form.get(name)))
}

fn read(form: &Fields, problems: &mut Problems) -> Option<Wanted> {
    let from: Option<NaiveDate> = form.read("from", problems, "absence-date");
    let until: Option<NaiveDate> = form.read("until", problems, "absence-date");
    for (name, missing) in [
        ("from", form.given("from").is_none()),
        ("until", form.given("until").is_none()),
    ] {
        problems.check(name, !missing, "absence-date");
    }
    let stand_in = form.read("stand_in", problems, "error-choice");
    Some(Wanted {
        from: from?,
        until: until?,
        stand_in,
        note: form.get("note").to_owned(),
    })
    .filter(|_| problems.is_empty())
}

async fn mine(viewer: Viewer<Anyone>) -> AppResult<HttpResponse> {
    let form = blank(today(&viewer));
    mine_page(&viewer, form, &Problems::new()).await
}

async fn mine_page(viewer: &Viewer, form: Typed, problems: &Problems) -> AppResult<HttpResponse> {
    let (me, today) = (viewer.person.id, today(viewer));
    let since = today - chrono::Duration::days(SHOWN_AFTER);
    let (rows, names, (people, away)) = viewer
        .app
        .db
        .read(move |conn| {
            let rows = queries::of_person(conn, me, since)?;
            let names = names(conn, &rows)?;
            Ok((rows, names, stand_ins(conn, Some(me), today)?))
        })
        .await?;
    let now = rows.iter().find(|absence| absence.covers(today));
    let next = rows.iter().find(|absence| absence.standing(today) == Standing::Coming);
    let day = |date| viewer.day(&viewer.zone, date).full;
    let lead = match (now, next) {
        (Some(now), _) => Said::new("absence-lead-now").with("until", day(now.until_date)),
        (None, Some(next)) => Said::new("absence-lead-next").with("from", day(next.from_date)),
        (None, None) => Said::new("absence-lead-none"),
    };
    let page = MinePage {
        title: viewer.t("absence-mine-title"),
        lead: viewer.say(&lead),
        errors: problems.by_field(viewer.i18n(), viewer.lang()),
        problems: viewer.told(problems),
        form,
        rows: rows.iter().map(|absence| row(viewer, absence, &names)).collect(),
        stand_ins: choices(viewer, &people, &away),
        longest_note: LONGEST_NOTE,
    };
    if problems.is_empty() {
        viewer.show(Here::Nowhere, &page)
    } else {
        viewer.again(Here::Nowhere, &page)
    }
}

async fn create_mine(viewer: Viewer<Anyone>, form: Form) -> AppResult<HttpResponse> {
    let mut problems = Problems::new();
    if let Some(wanted) = read(&form, &mut problems) {
        let (act, post, me) = (viewer.act(), viewer.app.post.clone(), viewer.person.id);
        let entered = viewer
            .app
            .db
            .write(move |conn| operations::enter(conn, &act.clone(), &post, me, &wanted))
            .await;
        match entered {
            Ok(_) => return Ok(see_other(links::MY_ABSENCES, Flash::done("absence-entered"))),
            Err(AppError::Refused(said)) => problems.add(CannotBeAway::field(&said), said),
            Err(error) => return Err(error),
        }
    }
    mine_page(&viewer, typed(&form, today(&viewer)), &problems).await
}

async fn index(viewer: Viewer<Superior>) -> AppResult<HttpResponse> {
    let form = blank(today(&viewer));
    index_page(&viewer, form, &Problems::new()).await
}

/// The absences that are shown of these people, by the words of their names.
fn away_of(conn: &mut Conn, led: &[Person], words: &str, today: NaiveDate) -> AppResult<Vec<Absence>> {
    let asked: Vec<PersonId> = led
        .iter()
        .filter(|person| fold(&person.name).contains(words))
        .map(|person| person.id)
        .collect();
    Ok(queries::of_people(conn, &asked, today)?)
}

/// Who is away, as a file.
async fn export(viewer: Viewer<Superior>, ending: web::Path<Ending>) -> AppResult<HttpResponse> {
    let words = fold(Fields::parse_query(viewer.req.query_string()).get("q"));
    let (held, today) = (viewer.assignments.clone(), today(&viewer));
    let (rows, names) = viewer
        .app
        .db
        .read(move |conn| {
            let led = queries::led_by(conn, &held)?;
            let rows = exports::all(away_of(conn, &led, &words, today)?)?;
            let names = names(conn, &rows)?;
            Ok((rows, names))
        })
        .await?;
    let head = ["who", "from", "until", "stand-in", "note", "state"];
    let head = head.map(|name| viewer.t(&format!("absences-file-{name}")));
    let name = |id: &PersonId| names.get(id).cloned();
    let cells = |absence: &Absence| {
        vec![
            name(&absence.person_id).into(),
            absence.from_date.into(),
            absence.until_date.into(),
            absence.stand_in_id.as_ref().and_then(name).into(),
            absence.note.clone().into(),
            mark_of(&viewer, absence).into(),
        ]
    };
    let rows = rows.iter().map(cells).collect();
    exports::download(*ending, "absences", head.into(), rows).await
}

async fn index_page(viewer: &Viewer<Superior>, form: Typed, problems: &Problems) -> AppResult<HttpResponse> {
    let query = Fields::parse_query(viewer.req.query_string());
    let (words, today) = (fold(query.get("q")), today(viewer));
    let (held, w) = (viewer.assignments.clone(), words.clone());
    let (rows, names, led, led_away, (people, away)) = viewer
        .app
        .db
        .read(move |conn| {
            let led = queries::led_by(conn, &held)?;
            let rows = away_of(conn, &led, &w, today)?;
            let names = names(conn, &rows)?;
            let ids: Vec<PersonId> = led.iter().map(|person| person.id).collect();
            let led_away = queries::of_people(conn, &ids, today)?;
            Ok((rows, names, led, led_away, stand_ins(conn, None, today)?))
        })
        .await?;
    let now = led_away.iter().filter(|absence| absence.covers(today)).count();
    let page = IndexPage {
        title: viewer.t("absence-index-title"),
        lead: viewer.say(
            &Said::new("absence-index-lead")
                .with("count", now)
                .with("coming", led_away.len() - now),
        ),
        errors: problems.by_field(viewer.i18n(), viewer.lang()),
        problems: viewer.told(problems),
        form,
        words: query.get("q").to_owned(),
        filtered: !words.is_empty(),
        query: links::query(&[("q", query.get("q").to_owned())]),
        rows: rows.iter().map(|absence| row(viewer, absence, &names)).collect(),
        people: choices(viewer, &led, &led_away),
        stand_ins: choices(viewer, &people, &away),
        longest_note: LONGEST_NOTE,
    };
    if problems.is_empty() {
        viewer.show(Here::Absences, &page)
    } else {
        viewer.again(Here::Absences, &page)
    }
}

async fn create(viewer: Viewer<Superior>, form: Form) -> AppResult<HttpResponse> {
    let mut problems = Problems::new();
    let person: Option<PersonId> = form.read("person", &mut problems, "error-choice");
    problems.check(
        "person",
        person.is_some() || form.given("person").is_some(),
        "absence-person-missing",
    );
    let wanted = read(&form, &mut problems);
    if let (Some(wanted), Some(person)) = (wanted, person) {
        let (act, post, held) = (viewer.act(), viewer.app.post.clone(), viewer.assignments.clone());
        let entered = viewer
            .app
            .db
            .write(move |conn| {
                may_keep(conn, &held, person)?;
                operations::enter(conn, &act.clone(), &post, person, &wanted)
            })
            .await;
        match entered {
            Ok(_) => return Ok(see_other(links::ABSENCES, Flash::done("absence-entered"))),
            Err(AppError::Refused(said)) => problems.add(CannotBeAway::field(&said), said),
            Err(error) => return Err(error),
        }
    }
    index_page(&viewer, typed(&form, today(&viewer)), &problems).await
}

/// Whoever is not led does not exist here.
fn may_keep(conn: &mut Conn, held: &[Assignment], person: PersonId) -> AppResult<()> {
    let led = queries::led_by(conn, held)?;
    if led.iter().any(|other| other.id == person) {
        Ok(())
    } else {
        Err(AppError::NotFound)
    }
}

/// The absence, if it is the viewer's own or that of somebody led.
fn find(conn: &mut Conn, me: PersonId, held: &[Assignment], id: AbsenceId) -> AppResult<Absence> {
    let absence = queries::find(conn, id)?;
    if absence.person_id != me {
        may_keep(conn, held, absence.person_id)?;
    }
    Ok(absence)
}

async fn show(viewer: Viewer<Anyone>, id: web::Path<AbsenceId>) -> AppResult<HttpResponse> {
    show_page(&viewer, *id, None, &Problems::new()).await
}

async fn show_page(
    viewer: &Viewer,
    id: AbsenceId,
    form: Option<&Fields>,
    problems: &Problems,
) -> AppResult<HttpResponse> {
    let (me, held, today) = (viewer.person.id, viewer.assignments.clone(), today(viewer));
    let (absence, person, (people, away)) = viewer
        .app
        .db
        .read(move |conn| {
            let absence = find(conn, me, &held, id)?;
            let person = people::queries::find(conn, absence.person_id)?;
            Ok((
                absence.clone(),
                person,
                stand_ins(conn, Some(absence.person_id), today)?,
            ))
        })
        .await?;
    let stored = blank(today)
        .with("from", absence.from_date)
        .with("until", absence.until_date)
        .with(
            "stand_in",
            absence.stand_in_id.map(|id| id.to_string()).unwrap_or_default(),
        )
        .with("note", &absence.note)
        .with("revision", absence.revision);
    let own = absence.person_id == me;
    let page = ShowPage {
        title: if own {
            viewer.t("absence-own-title")
        } else {
            viewer.say(&Said::new("absence-title").with("name", person.name.as_str()))
        },
        lead: viewer.say(
            &Said::new("absence-lead")
                .with("from", viewer.day(&viewer.zone, absence.from_date).full)
                .with("until", viewer.day(&viewer.zone, absence.until_date).full),
        ),
        errors: problems.by_field(viewer.i18n(), viewer.lang()),
        problems: viewer.told(problems),
        form: form.map_or(stored, |form| typed(form, today)),
        href: links::absence(id),
        back: if own { links::MY_ABSENCES } else { links::ABSENCES },
        standing: absence.standing(today).as_str(),
        mark: mark_of(viewer, &absence),
        stand_ins: choices(viewer, &people, &away),
        longest_note: LONGEST_NOTE,
    };
    if problems.is_empty() {
        viewer.show(Here::Nowhere, &page)
    } else {
        viewer.again(Here::Nowhere, &page)
    }
}

async fn update(viewer: Viewer<Anyone>, id: web::Path<AbsenceId>, form: Form) -> AppResult<HttpResponse> {
    let (id, mut problems) = (*id, Problems::new());
    if let Some(wanted) = read(&form, &mut problems) {
        let revision = form.parse("revision").unwrap_or(0);
        let step = move |conn: &mut Conn, act: &_, post: &_| operations::change(conn, act, post, id, revision, &wanted);
        match taken(&viewer, id, step).await {
            Ok(own) => return Ok(see_other(home(own), Flash::done("absence-saved"))),
            Err(AppError::Refused(said)) => problems.add(CannotBeAway::field(&said), said),
            Err(error) => return Err(error),
        }
    }
    show_page(&viewer, id, Some(&form), &problems).await
}

async fn create_cancellation(viewer: Viewer<Anyone>, id: web::Path<AbsenceId>, _: Form) -> AppResult<HttpResponse> {
    let id = *id;
    let done = taken(&viewer, id, move |conn, act, post| {
        operations::cancel(conn, act, post, id)
    })
    .await;
    switched(id, done, "absence-cancelled")
}

async fn create_restoration(viewer: Viewer<Anyone>, id: web::Path<AbsenceId>, _: Form) -> AppResult<HttpResponse> {
    let id = *id;
    let done = taken(&viewer, id, move |conn, act, post| {
        operations::restore(conn, act, post, id)
    })
    .await;
    switched(id, done, "absence-restored")
}

/// Takes a step of an absence the viewer may keep; says whether it is the own one.
async fn taken(
    viewer: &Viewer,
    id: AbsenceId,
    step: impl Fn(&mut Conn, &crate::base::act::Act, &crate::platform::mail::post::Post) -> AppResult<()> + Send + 'static,
) -> AppResult<bool> {
    let (act, post) = (viewer.act(), viewer.app.post.clone());
    let (me, held) = (viewer.person.id, viewer.assignments.clone());
    viewer
        .app
        .db
        .write(move |conn| {
            let absence = find(conn, me, &held, id)?;
            step(conn, &act.clone(), &post)?;
            Ok(absence.person_id == me)
        })
        .await
}

fn home(own: bool) -> &'static str {
    if own { links::MY_ABSENCES } else { links::ABSENCES }
}

/// Back to the absence, where the step can be undone; the button of a page that was out of date does no harm.
fn switched(id: AbsenceId, done: AppResult<bool>, said: &str) -> AppResult<HttpResponse> {
    let flash = match done {
        Ok(_) => Flash::done(said),
        Err(AppError::Refused(said)) => Flash::note(said),
        Err(error) => return Err(error),
    };
    Ok(see_other(&links::absence(id), flash))
}
