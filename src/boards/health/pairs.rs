//! Whether two layers see the same where they answered the same question of a process at the same unit: Cohen's kappa, and
//! the pairs it counts one by one, each answer with its audit. Pairs do not add up as other figures of a process do, so
//! they have a page of their own.

use super::agreement::{self, Agreement};
use super::*;
use crate::agency::model::Layer;
use crate::figures::model::{Looked, NEWEST_PAIRED, PAIR_DAYS, Pair, pairs};
use crate::platform::i18n::When;
use crate::platform::web::form::{Problem, Problems};
use std::cmp::Reverse;

crate::text_enum! {
    /// What the two answers of a pair say.
    pub enum Saying {
        /// Both that the work was done as the manual says.
        BothConform = "both-conform",
        /// Both that it was not.
        BothFail = "both-fail",
        /// Only the lower layer found something.
        LowerOnly = "lower-only",
        /// Only the upper layer found something.
        UpperOnly = "upper-only",
    }
}

impl Saying {
    /// By whether lower and upper layer found that the work conforms.
    pub fn of(conforms: (bool, bool)) -> Self {
        match conforms {
            (true, true) => Self::BothConform,
            (false, false) => Self::BothFail,
            (false, true) => Self::LowerOnly,
            (true, false) => Self::UpperOnly,
        }
    }
}

/// The list of pairs of two layers, lower and upper, as the table of their agreement counts them.
pub fn href(ask: &Ask, process: ProcessId, layers: (i32, i32), saying: Option<Saying>) -> String {
    let mut all = ask.kept().to_vec();
    all.push(("layers", format!("{}-{}", layers.0, layers.1)));
    all.extend(saying.map(|saying| ("saying", saying.to_string())));
    format!("{}#h-pairs", links::with(&links::process_pairs(process), &all))
}

/// An answer of a pair.
#[derive(Debug, Serialize)]
pub struct Answer {
    conforms: bool,
    layer: i32,
    day: When,
    href: String,
}

/// A pair.
#[derive(Debug, Serialize)]
pub struct Row {
    question: String,
    unit: String,
    lower: Answer,
    upper: Answer,
}

page! {
    /// The pairs of a process.
    pub struct PairsPage in "boards/pairs.html" {
        pub title: String,
        pub lead: String,
        pub eyebrow: String,
        pub problems: Vec<Problem>,
        pub back: String,
        pub href: String,
        pub period: &'static str,
        pub periods: Vec<Choice>,
        pub unit: String,
        pub units: Vec<Choice>,
        pub on: String,
        pub layers: String,
        pub layered: Vec<Choice>,
        pub saying: String,
        pub sayings: Vec<Choice>,
        pub agreement: Vec<Agreement>,
        pub pair_days: i64,
        pub newest_paired: i64,
        pub rows: Vec<Row>,
        pub more_href: Option<String>,
        pub query: String,
    }
}

/// What the address asks of the list.
struct Asked {
    layers: Option<(i32, i32)>,
    saying: Option<Saying>,
}

impl Asked {
    fn of(query: &Fields, problems: &mut Problems) -> Self {
        let two = |text: &str| -> Option<(i32, i32)> {
            let (lower, upper) = text.split_once('-')?;
            Some((lower.parse().ok()?, upper.parse().ok()?))
        };
        let layers = query.given("layers");
        problems.check("", layers.is_none_or(|text| two(text).is_some()), "filter-unknown");
        Self {
            layers: layers.and_then(two),
            saying: query.choice("saying", problems),
        }
    }
    fn is_of(&self, layers: (i32, i32)) -> bool {
        self.layers.is_none_or(|asked| asked == layers)
    }
    fn says(&self, pair: &Pair) -> bool {
        self.saying.is_none_or(|saying| saying == Saying::of(pair.conforms()))
    }
}

/// Everything the list needs, read in one go.
struct Loaded {
    process: Process,
    units: Vec<Unit>,
    layers: Vec<Layer>,
    named: BTreeMap<QuestionId, queries::Named>,
    /// All pairs of the layers that are asked for.
    by_layers: BTreeMap<(i32, i32), Vec<Pair>>,
    /// The pairs that are asked for, the newest first.
    pairs: Vec<Pair>,
    /// Lower and upper layers that have pairs.
    layered: Vec<(i32, i32)>,
}

fn load(conn: &mut Conn, scope: &Scope, ask: &Ask, asked: &Asked, id: ProcessId) -> AppResult<Loaded> {
    ask.check(conn, scope)?;
    let process = processes::queries::find(conn, id)?;
    let mut by_layers = pairs(&figures::queries::looked(conn, &ask.over(), id)?, PAIR_DAYS);
    let layered = by_layers.keys().copied().collect();
    by_layers.retain(|layers, _| asked.is_of(*layers));
    let all = by_layers.values().flatten().copied();
    let mut pairs: Vec<Pair> = all.filter(|pair| asked.says(pair)).collect();
    pairs.sort_by_key(|pair| Reverse((pair.upper.day, pair.lower.day, mark(pair))));
    let mut questions: Vec<QuestionId> = pairs.iter().map(|pair| pair.upper.question).collect();
    questions.sort_unstable();
    questions.dedup();
    Ok(Loaded {
        units: agency::queries::list_below(conn, &scope.units)?,
        layers: agency::queries::layers(conn)?,
        named: queries::named(conn, &questions)?,
        process,
        by_layers,
        pairs,
        layered,
    })
}

/// What tells a pair from every other: each answer of the upper layer is in one pair with a layer below.
fn mark(pair: &Pair) -> (AuditId, QuestionId, i32) {
    (pair.upper.audit, pair.upper.question, pair.lower.layer)
}

async fn read(viewer: &Viewer<Leader>, id: ProcessId, problems: &mut Problems) -> AppResult<(Ask, Loaded)> {
    let query = Fields::parse_query(viewer.req.query_string());
    let asked = Asked::of(&query, problems);
    let ask = Ask {
        process: Some(id),
        ..Ask::by(viewer, &query)?
    };
    let (scope, understood) = (viewer.scope(), problems.is_empty());
    viewer
        .app
        .db
        .read(move |conn| {
            let mut loaded = load(conn, &scope, &ask, &asked, id)?;
            if !understood {
                loaded.by_layers.clear();
                loaded.pairs.clear();
            }
            Ok((ask, loaded))
        })
        .await
}

/// The list.
pub async fn index(viewer: Viewer<Leader>, id: web::Path<ProcessId>) -> AppResult<HttpResponse> {
    let mut problems = Problems::new();
    let (ask, l) = read(&viewer, *id, &mut problems).await?;
    let reader = Reader::of(&viewer);
    let query = Fields::parse_query(viewer.req.query_string());
    let written = |pair: &Pair| {
        let (audit, question, layer) = mark(pair);
        format!("{audit}.{question}.{layer}")
    };
    let seen = query.given("after");
    let (rows, more) = pager::after(&l.pairs, |pair| seen == Some(written(pair).as_str()));
    let mut kept = ask.kept().to_vec();
    kept.extend(["layers", "saying"].map(|name| (name, query.get(name).to_owned())));
    let href = links::process_pairs(l.process.id);
    let page = PairsPage {
        title: viewer.t("health-agree"),
        lead: viewer.say(
            &Said::new("pairs-lead")
                .with("count", l.pairs.len())
                .with("process", l.process.name.get(viewer.lang())),
        ),
        eyebrow: eyebrow(&reader, &ask, &l.units),
        problems: viewer.told(&problems),
        back: links::with(&links::process_health(l.process.id), &ask.kept()),
        period: ask.period.as_str(),
        periods: Ask::periods(&reader),
        unit: ask.unit.map(|unit| unit.to_string()).unwrap_or_default(),
        units: choices(&l.units),
        on: ask.on.map(|on| on.to_string()).unwrap_or_default(),
        layers: query.get("layers").to_owned(),
        layered: l
            .layered
            .iter()
            .map(|(lower, upper)| {
                let said = Said::new("health-pair")
                    .with("lower", named(&l, *lower))
                    .with("upper", named(&l, *upper));
                Choice::new(format!("{lower}-{upper}"), viewer.say(&said))
            })
            .collect(),
        saying: query.get("saying").to_owned(),
        sayings: Saying::ALL
            .iter()
            .map(|saying| Choice::new(saying, viewer.t(&format!("pairs-saying-{saying}"))))
            .collect(),
        agreement: agreement::rows(&reader, &ask, l.process.id, |layer| named(&l, layer), &l.by_layers),
        pair_days: PAIR_DAYS,
        newest_paired: NEWEST_PAIRED,
        rows: rows.iter().map(|pair| row(&reader, &ask, &l, pair)).collect(),
        more_href: more.map(|pair| {
            let mut pairs = kept.clone();
            pairs.push(("after", written(pair)));
            format!("{}#h-pairs", links::with(&href, &pairs))
        }),
        query: links::query(&kept),
        href,
    };
    if problems.is_empty() {
        viewer.show(Here::Health, &page)
    } else {
        viewer.again(Here::Health, &page)
    }
}

fn named(l: &Loaded, layer: i32) -> String {
    let named = l.layers.iter().find(|known| known.number == layer);
    named.map_or_else(|| layer.to_string(), |layer| layer.name.clone())
}

/// Question and unit of a pair in words.
fn about(lang: &str, l: &Loaded, pair: &Pair) -> (String, String) {
    let question = l.named.get(&pair.upper.question);
    let unit = l.units.iter().find(|unit| unit.id == pair.upper.unit);
    (
        question.map_or_else(String::new, |named| named.texts.text.get(lang).to_owned()),
        unit.map_or_else(String::new, |unit| unit.name.clone()),
    )
}

fn row(viewer: &Reader, ask: &Ask, l: &Loaded, pair: &Pair) -> Row {
    let (question, unit) = about(viewer.lang(), l, pair);
    let answer = |looked: Looked| Answer {
        conforms: looked.conforms,
        layer: looked.layer,
        day: viewer.day(&ask.zone, looked.day),
        href: links::audit(looked.audit),
    };
    Row {
        question,
        unit,
        lower: answer(pair.lower),
        upper: answer(pair.upper),
    }
}

/// The columns of the file, in their order.
const COLUMNS: [&str; 9] = [
    "question",
    "unit",
    "lower-layer",
    "lower-date",
    "lower-conforms",
    "upper-layer",
    "upper-date",
    "upper-conforms",
    "saying",
];

/// Every pair the filters find, as a file.
pub async fn export(viewer: Viewer<Leader>, asked: web::Path<(ProcessId, Ending)>) -> AppResult<HttpResponse> {
    let (id, ending) = asked.into_inner();
    let mut problems = Problems::new();
    let (ask, l) = read(&viewer, id, &mut problems).await?;
    if let Some(said) = problems.first() {
        return Err(AppError::Refused(said));
    }
    let yes_no = |yes: bool| Cell::Text(viewer.t(if yes { "file-yes" } else { "file-no" }));
    let cells = |pair: &Pair| {
        let (question, unit) = about(viewer.lang(), &l, pair);
        let saying = Saying::of(pair.conforms());
        vec![
            question.into(),
            unit.into(),
            pair.lower.layer.into(),
            pair.lower.day.into(),
            yes_no(pair.lower.conforms),
            pair.upper.layer.into(),
            pair.upper.day.into(),
            yes_no(pair.upper.conforms),
            viewer.t(&format!("pairs-saying-{saying}")).into(),
        ]
    };
    let rows = l.pairs.iter().map(cells).collect();
    let head = COLUMNS.map(|name| viewer.t(&format!("pairs-file-{name}")));
    let file = file_name(&ask, &l.units, &format!("pairs-{}", l.process.code));
    exports::download(ending, &file, head.into(), rows).await
}
