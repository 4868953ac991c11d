//! The trace: from the mission down to the questions and back up, as a tree, as a table and as a file, and where the
//! chain has gaps.

pub mod model;
pub mod queries;

use super::{TRACE_GAP, TRACE_TABLE};
use crate::base::ids::GoalId;
use crate::base::links;
use crate::base::said::Said;
use crate::base::text::fold;
use crate::mission;
use crate::page;
use crate::people::nav::Here;
use crate::people::viewer::{Anyone, Auditor, Right, Viewer};
use crate::platform::error::{AppError, AppResult};
use crate::platform::exports::{self, Cell, Ending};
use crate::platform::web::form::Fields;
use crate::platform::web::pager::{Links, PAGE};
use crate::platform::web::parts::{Choice, Pill};
use actix_web::{HttpResponse, web};
use model::*;
use serde::Serialize;
use std::collections::BTreeSet;

/// A place of the chain as it is shown: its words, its page, and the chain from here alone.
#[derive(Debug, Clone, Serialize)]
pub struct Place {
    text: String,
    href: Option<String>,
    only: String,
    gap: Option<String>,
}

/// A service with what is promised of it and what is done for it.
#[derive(Debug, Serialize)]
pub struct ServiceShown {
    place: Place,
    promises: Vec<Place>,
    processes: Vec<Place>,
}

/// An objective with the services that work towards it.
#[derive(Debug, Serialize)]
pub struct ObjectiveShown {
    code: String,
    title: String,
    services: Vec<ServiceShown>,
}

/// A question with its clause.
#[derive(Debug, Serialize)]
pub struct QuestionShown {
    place: Place,
    clause: Option<Place>,
}

/// A process with its checklist and the questions that belong here.
#[derive(Debug, Serialize)]
pub struct ProcessShown {
    place: Place,
    checklist: Option<Place>,
    questions: Vec<QuestionShown>,
}

/// A goal with both sides of its chain; the last one, without a place, holds what is tied to no goal.
#[derive(Debug, Serialize)]
pub struct GoalShown {
    code: String,
    title: String,
    department: Option<String>,
    place: Option<Place>,
    towards: Option<String>,
    counts: String,
    gaps: usize,
    objectives: Vec<ObjectiveShown>,
    services: Vec<ServiceShown>,
    processes: Vec<ProcessShown>,
    open: bool,
}

/// A kind of gap with how many there are.
#[derive(Debug, Serialize)]
pub struct GapShown {
    href: String,
    title: String,
    advice: String,
    count: usize,
}

page! {
    /// The chain as a tree.
    pub struct TracePage in "boards/trace.html" {
        pub title: String,
        pub lead: String,
        pub tabs: Vec<Pill>,
        pub only: Option<String>,
        pub clear: &'static str,
        pub statement: Option<String>,
        pub goals: Vec<GoalShown>,
        pub gaps: Vec<GapShown>,
        pub gaps_say: Option<String>,
        pub open: bool,
    }
}

/// The chain and the place it is seen from.
struct Seen {
    whole: Chain,
    part: Option<Chain>,
    from: Option<Node>,
    statement: Option<String>,
}

impl Seen {
    fn shown(&self) -> &Chain {
        self.part.as_ref().unwrap_or(&self.whole)
    }
}

/// Reads the chain; from a place that is not there nothing is found.
async fn seen(viewer: &Viewer, query: &Fields) -> AppResult<Seen> {
    let from: Option<Node> = match query.given("from") {
        Some(text) => Some(text.parse().map_err(|()| AppError::NotFound)?),
        None => None,
    };
    let today = viewer.zone.local(viewer.now).date;
    let (whole, statement) = viewer
        .app
        .db
        .read(move |conn| Ok((queries::chain(conn, today)?, mission::queries::statement(conn)?)))
        .await?;
    let part = match from {
        Some(from) => Some(whole.only(from).ok_or(AppError::NotFound)?),
        None => None,
    };
    Ok(Seen {
        whole,
        part,
        from,
        statement: statement.map(|statement| statement.statement.get(viewer.lang()).to_owned()),
    })
}

/// Makes places of the chain into what is shown.
struct Words<'a> {
    viewer: &'a Viewer,
    chain: &'a Chain,
    lang: &'a str,
    audits: bool,
    gaps: BTreeSet<Node>,
}

impl<'a> Words<'a> {
    fn new(viewer: &'a Viewer, seen: &'a Seen) -> Self {
        Self {
            viewer,
            chain: seen.shown(),
            lang: viewer.lang(),
            audits: viewer.holds(Auditor::ROLES),
            gaps: seen.whole.gaps(),
        }
    }

    fn place(&self, node: Node, text: &str, href: Option<String>) -> Place {
        let mark = |node: Node| match node {
            Node::Goal(_) => "goal",
            Node::Service(_) => "service",
            Node::Promise(_) => "promise",
            Node::Process(_) => "process",
            Node::Question(_) => "question",
            Node::Clause(_) => "clause",
        };
        Place {
            text: text.to_owned(),
            href,
            only: links::with(links::TRACE, &[("from", node.to_string())]),
            gap: self
                .gaps
                .contains(&node)
                .then(|| self.viewer.t(&format!("trace-mark-{}", mark(node)))),
        }
    }

    fn goal(&self, goal: &Goal) -> Place {
        let text = format!("{} {}", goal.code, goal.title.get(self.lang));
        self.place(Node::Goal(goal.id), &text, Some(links::goal(goal.id)))
    }

    fn service(&self, service: &Service) -> Place {
        let href = links::service(service.id);
        self.place(Node::Service(service.id), service.name.get(self.lang), Some(href))
    }

    fn promise(&self, promise: &Promise) -> Place {
        let href = links::service(promise.service);
        self.place(Node::Promise(promise.id), promise.wording.get(self.lang), Some(href))
    }

    fn process(&self, process: &Process) -> Place {
        let href = links::process(process.id);
        self.place(Node::Process(process.id), process.name.get(self.lang), Some(href))
    }

    fn checklist(&self, process: &Process) -> Option<Place> {
        let template = process.template.as_ref()?;
        let href = self.audits.then(|| links::template(template.id));
        Some(Place {
            gap: None,
            ..self.place(Node::Process(process.id), template.title.get(self.lang), href)
        })
    }

    fn question(&self, question: &Question) -> Place {
        let process = self
            .chain
            .processes
            .iter()
            .find(|process| process.id == question.process);
        let template = process.and_then(|process| process.template.as_ref());
        let href = template
            .filter(|_| self.audits)
            .map(|template| format!("{}#q-{}", links::template(template.id), question.code));
        self.place(Node::Question(question.id), question.text.get(self.lang), href)
    }

    fn clause(&self, question: &Question) -> Option<Place> {
        let clause = question.clause?;
        let href = Some(links::clause(clause));
        Some(self.place(Node::Clause(clause), &question.clause_label, href))
    }

    fn service_shown(&self, service: &Service) -> ServiceShown {
        let promises = self
            .chain
            .promises
            .iter()
            .filter(|promise| promise.service == service.id);
        let processes = self.chain.processes.iter();
        let processes = processes.filter(|process| process.services.contains(&service.id));
        ServiceShown {
            place: self.service(service),
            promises: promises.map(|promise| self.promise(promise)).collect(),
            processes: processes.map(|process| self.process(process)).collect(),
        }
    }

    /// The processes that ask questions for this goal, with those questions; without a goal also those that ask nothing.
    fn processes_of(&self, goal: Option<GoalId>) -> Vec<ProcessShown> {
        let mut shown = Vec::new();
        for process in &self.chain.processes {
            let own = |question: &&Question| question.process == process.id;
            let here = self.chain.questions.iter().filter(own);
            let here: Vec<&Question> = here.filter(|question| self.goal_here(question) == goal).collect();
            let asks_nothing = !self.chain.questions.iter().any(|question| own(&question));
            if here.is_empty() && !(goal.is_none() && asks_nothing) {
                continue;
            }
            shown.push(ProcessShown {
                place: self.process(process),
                checklist: self.checklist(process),
                questions: here
                    .into_iter()
                    .map(|question| QuestionShown {
                        place: self.question(question),
                        clause: self.clause(question),
                    })
                    .collect(),
            });
        }
        shown
    }

    /// The goal of a question, if that is shown.
    fn goal_here(&self, question: &Question) -> Option<GoalId> {
        let goals = self.chain.goals.iter();
        question.goal.filter(|own| goals.clone().any(|goal| goal.id == *own))
    }

    fn goal_shown(&self, goal: &Goal, open: bool) -> GoalShown {
        let objectives: Vec<&Objective> = self.chain.objectives.iter().filter(|own| own.goal == goal.id).collect();
        let towards = |service: &&Service, objective: &Objective| service.objectives.contains(&objective.id);
        // a service that works towards several objectives is opened out below the first
        let mut opened = BTreeSet::new();
        let mut service_shown = |service: &Service| match opened.insert(service.id) {
            true => self.service_shown(service),
            false => ServiceShown {
                place: self.service(service),
                promises: Vec::new(),
                processes: Vec::new(),
            },
        };
        let objectives: Vec<ObjectiveShown> = objectives
            .into_iter()
            .map(|objective| ObjectiveShown {
                code: objective.code.clone(),
                title: objective.title.get(self.lang).to_owned(),
                services: self
                    .chain
                    .services
                    .iter()
                    .filter(|service| towards(service, objective))
                    .map(&mut service_shown)
                    .collect(),
            })
            .collect();
        let above = self.chain.goals.iter().find(|above| Some(above.id) == goal.towards);
        self.counted(GoalShown {
            code: goal.code.clone(),
            title: goal.title.get(self.lang).to_owned(),
            department: goal.department.clone(),
            place: Some(self.goal(goal)),
            towards: above.map(|above| format!("{} {}", above.code, above.title.get(self.lang))),
            counts: String::new(),
            gaps: 0,
            objectives,
            services: Vec::new(),
            processes: self.processes_of(Some(goal.id)),
            open,
        })
    }

    /// What is tied to no goal that is shown; `None` when everything is.
    fn loose(&self, open: bool) -> Option<GoalShown> {
        let is_tied = |service: &&Service| {
            let mut objectives = self.chain.objectives.iter();
            objectives.any(|objective| service.objectives.contains(&objective.id))
        };
        let services = self.chain.services.iter().filter(|service| !is_tied(service));
        let services: Vec<ServiceShown> = services.map(|service| self.service_shown(service)).collect();
        let processes = self.processes_of(None);
        (!services.is_empty() || !processes.is_empty()).then(|| {
            self.counted(GoalShown {
                code: String::new(),
                title: self.viewer.t("trace-loose"),
                department: None,
                place: None,
                towards: None,
                counts: String::new(),
                gaps: 0,
                objectives: Vec::new(),
                services,
                processes,
                open,
            })
        })
    }

    /// With its counts: what hangs on it, and how many of these places have a gap, each place once.
    fn counted(&self, goal: GoalShown) -> GoalShown {
        let services = || {
            let tied = goal.objectives.iter().flat_map(|objective| &objective.services);
            tied.chain(&goal.services)
        };
        let mut places: Vec<&Place> = goal.place.iter().collect();
        for service in services() {
            places.push(&service.place);
            places.extend(service.promises.iter().chain(&service.processes));
        }
        for process in &goal.processes {
            places.push(&process.place);
            places.extend(process.questions.iter().map(|question| &question.place));
        }
        let gaps: BTreeSet<&str> = places
            .iter()
            .filter(|place| place.gap.is_some())
            .map(|place| place.only.as_str())
            .collect();
        let tied: BTreeSet<&str> = services().map(|service| service.place.only.as_str()).collect();
        let questions: usize = goal.processes.iter().map(|process| process.questions.len()).sum();
        // a goal of a department is carried by what hangs on the goal above it
        let said = match &goal.towards {
            Some(above) if tied.is_empty() && questions == 0 => Said::new("trace-towards").with("goal", above.as_str()),
            _ => Said::new("trace-counts")
                .with("services", tied.len())
                .with("questions", questions),
        };
        let (gaps, counts) = (gaps.len(), self.viewer.say(&said));
        GoalShown { gaps, counts, ..goal }
    }
}

/// The most questions that are opened out at once; more would be a page without an end on a phone.
const OPENED: usize = 40;

/// Shows the tree: everything, or what hangs on one place.
pub async fn show(viewer: Viewer<Anyone>) -> AppResult<HttpResponse> {
    let query = Fields::parse_query(viewer.req.query_string());
    let seen = seen(&viewer, &query).await?;
    let words = Words::new(&viewer, &seen);
    let open = seen.from.is_some();
    let chain = seen.shown();
    let mut goals: Vec<GoalShown> = chain.goals.iter().map(|goal| words.goal_shown(goal, open)).collect();
    goals.extend(words.loose(open));
    let gaps = match seen.from {
        None => gaps_shown(&viewer, &seen.whole),
        Some(_) => Vec::new(),
    };
    let whole = Gap::ALL.len() - gaps.len();
    let page = TracePage {
        title: viewer.t("trace-title"),
        lead: lead(&viewer, &seen),
        tabs: tabs(&viewer, &seen, links::TRACE),
        only: seen.from.map(|from| only_said(&viewer, &words, from)),
        clear: links::TRACE,
        statement: seen.statement.clone(),
        gaps_say: seen.from.is_none().then(|| {
            viewer.say(
                &Said::new("trace-gaps-whole")
                    .with("count", whole)
                    .with("gaps", gaps.len()),
            )
        }),
        gaps,
        goals,
        open: open && chain.questions.len() <= OPENED,
    };
    viewer.show(Here::Trace, &page)
}

/// "5 goals, 3 have a gap."
fn lead(viewer: &Viewer, seen: &Seen) -> String {
    if let Some(part) = &seen.part {
        let said = Said::new("trace-lead-part")
            .with("goals", part.goals.len())
            .with("promises", part.promises.len())
            .with("questions", part.questions.len());
        return viewer.say(&said);
    }
    let chain = &seen.whole;
    let said = Said::new("trace-lead")
        .with("goals", chain.goals.len())
        .with("gaps", chain.goals_with_gaps());
    viewer.say(&said)
}

fn tabs(viewer: &Viewer, seen: &Seen, here: &str) -> Vec<Pill> {
    let from = seen.from.map(|from| from.to_string()).unwrap_or_default();
    let tab = |path: &str, key: &str, count: usize| Pill {
        href: links::with(path, &[("from", from.clone())]),
        text: viewer.t(key),
        count: i64::try_from(count).unwrap_or(i64::MAX),
        here: path == here,
        late: false,
    };
    let chain = seen.shown();
    vec![
        tab(links::TRACE, "trace-tab-tree", chain.goals.len()),
        tab(TRACE_TABLE, "trace-tab-table", chain.questions.len()),
    ]
}

/// "Only what hangs on the question …".
fn only_said(viewer: &Viewer, words: &Words<'_>, from: Node) -> String {
    let chain = words.chain;
    let (kind, text) = match from {
        Node::Goal(id) => {
            let found = chain.goals.iter().find(|goal| goal.id == id);
            ("goal", found.map(|goal| words.goal(goal).text))
        }
        Node::Service(id) => {
            let found = chain.services.iter().find(|service| service.id == id);
            ("service", found.map(|service| words.service(service).text))
        }
        Node::Promise(id) => {
            let found = chain.promises.iter().find(|promise| promise.id == id);
            ("promise", found.map(|promise| words.promise(promise).text))
        }
        Node::Process(id) => {
            let found = chain.processes.iter().find(|process| process.id == id);
            ("process", found.map(|process| words.process(process).text))
        }
        Node::Question(id) => {
            let found = chain.questions.iter().find(|question| question.id == id);
            ("question", found.map(|question| words.question(question).text))
        }
        Node::Clause(id) => {
            let found = chain.clauses.iter().find(|clause| clause.id == id);
            ("clause", found.map(clause_text))
        }
    };
    let said = Said::new(&format!("trace-only-{kind}")).with("text", text.unwrap_or_default());
    viewer.say(&said)
}

/// "CS 3.2 Greeting".
fn clause_text(clause: &Clause) -> String {
    format!("{} {} {}", clause.manual, clause.number, clause.title)
}

fn gap_href(gap: Gap) -> String {
    TRACE_GAP.replace("{gap}", gap.as_str())
}

/// The kinds of gap there are.
fn gaps_shown(viewer: &Viewer, chain: &Chain) -> Vec<GapShown> {
    let one = |gap: &Gap| GapShown {
        href: gap_href(*gap),
        title: viewer.t(&format!("trace-gap-{gap}")),
        advice: viewer.t(&format!("trace-advice-{gap}")),
        count: chain.missing(*gap).len(),
    };
    Gap::ALL.iter().map(one).filter(|gap| gap.count > 0).collect()
}

/// A row of a list of gaps.
#[derive(Debug, Serialize)]
pub struct MissingRow {
    place: Place,
    beside: String,
}

page! {
    /// Where the chain has one kind of gap.
    pub struct GapPage in "boards/gap.html" {
        pub title: String,
        pub lead: String,
        pub href: String,
        pub words: String,
        pub rows: Vec<MissingRow>,
        pub links: Links,
    }
}

/// Lists the gaps of one kind.
pub async fn show_gap(viewer: Viewer<Anyone>, path: web::Path<String>) -> AppResult<HttpResponse> {
    let gap: Gap = path.parse().map_err(|_| AppError::NotFound)?;
    let query = Fields::parse_query(viewer.req.query_string());
    let seen = seen(&viewer, &Fields::default()).await?;
    let words = Words::new(&viewer, &seen);
    let missing = seen.whole.missing(gap);
    let count = missing.len();
    let wanted = fold(query.get("q"));
    let mut rows: Vec<(Node, MissingRow)> = missing
        .into_iter()
        .filter_map(|node| Some((node, missing_row(&words, node)?)))
        .collect();
    rows.retain(|(_, row)| fold(&format!("{} {}", row.place.text, row.beside)).contains(&wanted));
    let href = gap_href(gap);
    let (rows, links) = paged(rows, &query, &href, &["q"], |(node, _)| node.to_string());
    let page = GapPage {
        title: viewer.t(&format!("trace-gap-{gap}")),
        lead: viewer.say(
            &Said::new("trace-gap-lead")
                .with("count", count)
                .with("advice", viewer.t(&format!("trace-advice-{gap}"))),
        ),
        href,
        words: query.get("q").to_owned(),
        rows: rows.into_iter().map(|(_, row)| row).collect(),
        links,
    };
    viewer.show(Here::Trace, &page)
}

fn missing_row(words: &Words<'_>, node: Node) -> Option<MissingRow> {
    let chain = words.chain;
    let (place, beside) = match node {
        Node::Goal(id) => {
            let goal = chain.goals.iter().find(|goal| goal.id == id)?;
            (words.goal(goal), goal.department.clone().unwrap_or_default())
        }
        Node::Service(id) => {
            let service = chain.services.iter().find(|service| service.id == id)?;
            (words.service(service), service.unit.clone())
        }
        Node::Promise(id) => {
            let promise = chain.promises.iter().find(|promise| promise.id == id)?;
            let service = chain.services.iter().find(|service| service.id == promise.service);
            let name = service.map(|service| service.name.get(words.lang).to_owned());
            (words.promise(promise), name.unwrap_or_default())
        }
        Node::Process(id) => {
            let process = chain.processes.iter().find(|process| process.id == id)?;
            (words.process(process), String::new())
        }
        Node::Question(id) => {
            let question = chain.questions.iter().find(|question| question.id == id)?;
            let process = chain.processes.iter().find(|process| process.id == question.process);
            let name = process.map(|process| process.name.get(words.lang).to_owned());
            (words.question(question), name.unwrap_or_default())
        }
        Node::Clause(id) => {
            let clause = chain.clauses.iter().find(|clause| clause.id == id)?;
            let href = Some(links::clause(id));
            (words.place(node, &clause_text(clause), href), String::new())
        }
    };
    Some(MissingRow {
        place: Place { gap: None, ..place },
        beside,
    })
}

/// A page of rows that are all at hand, after the one that was seen, with the ways on and back.
fn paged<T>(
    mut rows: Vec<T>,
    query: &Fields,
    path: &str,
    keep: &[&'static str],
    key: impl Fn(&T) -> String,
) -> (Vec<T>, Links) {
    let keys: Vec<String> = rows.iter().map(key).collect();
    let seen = query
        .given("after")
        .and_then(|seen| keys.iter().position(|key| key == seen));
    let start = seen.map_or(0, |seen| seen + 1);
    let link = |last: Option<usize>| {
        let mut pairs: Vec<(&str, String)> = keep.iter().map(|name| (*name, query.get(name).to_owned())).collect();
        if let Some(last) = last.and_then(|last| keys.get(last)) {
            pairs.push(("after", last.clone()));
        }
        links::with(path, &pairs)
    };
    let links = Links {
        newer: (start > 0).then(|| link(start.checked_sub(PAGE + 1))),
        older: (start + PAGE < keys.len()).then(|| link(Some(start + PAGE - 1))),
    };
    let rows = rows.drain(start.min(keys.len())..).take(PAGE).collect();
    (rows, links)
}

/// A row of the table.
#[derive(Debug, Serialize)]
pub struct TableRow {
    question: Place,
    goal: Option<Place>,
    objectives: Vec<String>,
    services: Vec<Place>,
    promises: Vec<Place>,
    process: Option<Place>,
    checklist: Option<Place>,
    clause: Option<Place>,
}

page! {
    /// The chain as a table, a row for each question.
    pub struct TablePage in "boards/trace_table.html" {
        pub title: String,
        pub lead: String,
        pub tabs: Vec<Pill>,
        pub only: Option<String>,
        pub from: String,
        pub clear: &'static str,
        pub words: String,
        pub goals: Vec<Choice>,
        pub goal: String,
        pub processes: Vec<Choice>,
        pub process: String,
        pub shows: Vec<Choice>,
        pub show: String,
        pub query: String,
        pub rows: Vec<TableRow>,
        pub links: Links,
        pub filtered: bool,
    }
}

/// The filters of the table, in the address.
const FILTERS: [&str; 5] = ["from", "q", "goal", "process", "show"];
/// The word for rows with a gap only.
const ONLY_GAPS: &str = "gaps";

/// The rows that are asked for.
fn asked_for<'a>(chain: &'a Chain, query: &Fields, lang: &str) -> Vec<Row<'a>> {
    let wanted = fold(query.get("q"));
    let mut rows = chain.rows();
    rows.retain(|row| {
        let goal = row.goal.map(|goal| goal.id.to_string()).unwrap_or_default();
        query.given("goal").is_none_or(|wanted| wanted == goal)
            && query
                .given("process")
                .is_none_or(|wanted| wanted == row.question.process.to_string())
            && (query.get("show") != ONLY_GAPS || row.has_gap())
            && (wanted.is_empty() || fold(&cells(row, lang).join(" ")).contains(&wanted))
    });
    rows
}

/// Shows the table.
pub async fn show_table(viewer: Viewer<Anyone>) -> AppResult<HttpResponse> {
    let query = Fields::parse_query(viewer.req.query_string());
    let seen = seen(&viewer, &query).await?;
    let words = Words::new(&viewer, &seen);
    let (chain, lang) = (seen.shown(), viewer.lang());
    let rows = asked_for(chain, &query, lang);
    let count = rows.len();
    let (rows, links) = paged(rows, &query, TRACE_TABLE, &FILTERS, |row| row.question.id.to_string());
    let kept: Vec<(&str, String)> = FILTERS.iter().map(|name| (*name, query.get(name).to_owned())).collect();
    let goals = chain.goals.iter().map(|goal| {
        let text = format!("{} {}", goal.code, goal.title.get(lang));
        Choice::new(goal.id, text)
    });
    let processes = chain.processes.iter().filter(|process| process.template.is_some());
    let page = TablePage {
        title: viewer.t("trace-title"),
        lead: viewer.say(&Said::new("trace-table-lead").with("count", count)),
        tabs: tabs(&viewer, &seen, TRACE_TABLE),
        only: seen.from.map(|from| only_said(&viewer, &words, from)),
        from: query.get("from").to_owned(),
        clear: TRACE_TABLE,
        words: query.get("q").to_owned(),
        goals: goals.collect(),
        goal: query.get("goal").to_owned(),
        processes: processes
            .map(|process| Choice::new(process.id, process.name.get(lang)))
            .collect(),
        process: query.get("process").to_owned(),
        shows: vec![Choice::new(ONLY_GAPS, viewer.t("trace-show-gaps"))],
        show: query.get("show").to_owned(),
        query: links::query(&kept),
        rows: rows.iter().map(|row| table_row(&words, row)).collect(),
        links,
        filtered: FILTERS.iter().any(|name| query.given(name).is_some()),
    };
    viewer.show(Here::Trace, &page)
}

fn table_row(words: &Words<'_>, row: &Row<'_>) -> TableRow {
    let objective = |objective: &&Objective| format!("{} {}", objective.code, objective.title.get(words.lang));
    TableRow {
        question: words.question(row.question),
        goal: row.goal.map(|goal| words.goal(goal)),
        objectives: row.objectives.iter().map(objective).collect(),
        services: row.services.iter().map(|service| words.service(service)).collect(),
        promises: row.promises.iter().map(|promise| words.promise(promise)).collect(),
        process: row.process.map(|process| words.process(process)),
        checklist: row.process.and_then(|process| words.checklist(process)),
        clause: words.clause(row.question),
    }
}

/// The cells of a row in words, in the order of the file.
fn cells(row: &Row<'_>, lang: &str) -> [String; 8] {
    let list = |texts: Vec<String>| texts.join("; ");
    let template = row.process.and_then(|process| process.template.as_ref());
    [
        row.goal
            .map(|goal| format!("{} {}", goal.code, goal.title.get(lang)))
            .unwrap_or_default(),
        list(
            row.objectives
                .iter()
                .map(|objective| format!("{} {}", objective.code, objective.title.get(lang)))
                .collect(),
        ),
        list(
            row.services
                .iter()
                .map(|service| service.name.get(lang).to_owned())
                .collect(),
        ),
        list(
            row.promises
                .iter()
                .map(|promise| promise.wording.get(lang).to_owned())
                .collect(),
        ),
        row.process
            .map(|process| process.name.get(lang).to_owned())
            .unwrap_or_default(),
        template
            .map(|template| template.title.get(lang).to_owned())
            .unwrap_or_default(),
        row.question.text.get(lang).to_owned(),
        row.question.clause_label.clone(),
    ]
}

/// The columns of the table, in the order of [`cells`].
const COLUMNS: [&str; 8] = [
    "trace-col-goal",
    "trace-col-objective",
    "trace-col-service",
    "trace-col-promise",
    "trace-col-process",
    "trace-col-checklist",
    "trace-col-question",
    "trace-col-clause",
];

/// The table as a file: every row that is asked for.
pub async fn download(viewer: Viewer<Anyone>, ending: web::Path<Ending>) -> AppResult<HttpResponse> {
    let query = Fields::parse_query(viewer.req.query_string());
    let seen = seen(&viewer, &query).await?;
    let lang = viewer.lang();
    let rows = asked_for(seen.shown(), &query, lang)
        .iter()
        .map(|row| cells(row, lang).map(Cell::Text).to_vec())
        .collect();
    let head = COLUMNS.map(|key| viewer.t(key));
    exports::download(*ending, "trace", head.into(), exports::all(rows)?).await
}
