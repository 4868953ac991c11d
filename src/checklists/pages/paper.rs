//! A version on paper, for the day the network and the phone are both gone: each question with boxes to tick, and a code
//! that opens the matching audit when they are back.

use super::*;
use crate::checklists::queries::OnPaper;
use crate::checklists::words;
use crate::platform::web::parts::Pill;
use fast_qr::{ECL, QRBuilder};
use std::fmt::Write as _;

/// A choice of a list, to be ticked.
#[derive(Debug, Serialize)]
pub struct BoxShown {
    text: String,
    conforms: bool,
}

/// A question with what is ticked or written beside it.
#[derive(Debug, Serialize)]
pub struct AskedShown {
    n: usize,
    text: String,
    look_for: String,
    severity: &'static str,
    kind: &'static str,
    judged: bool,
    unit: String,
    limits: Option<String>,
    choices: Vec<BoxShown>,
    needs_note: bool,
    needs_photo: bool,
    reaction: Vec<String>,
}

/// A part of the sheet.
#[derive(Debug, Serialize)]
pub struct PartOfSheet {
    title: String,
    questions: Vec<AskedShown>,
}

/// The audit a sheet is printed for.
#[derive(Debug, Serialize)]
pub struct AuditShown {
    unit: String,
    day: String,
    auditor: Option<String>,
}

/// A square code: the box that is drawn, and the dark squares in it.
#[derive(Debug, Serialize)]
pub struct Code {
    view: String,
    squares: String,
}

page! {
    /// A version as a sheet of paper.
    pub struct PaperPage in "checklists/paper.html" {
        pub title: String,
        pub back_href: String,
        pub process: String,
        pub number: i32,
        pub state: &'static str,
        pub layer: i32,
        pub layer_name: String,
        pub layers: Vec<Pill>,
        pub audit: Option<AuditShown>,
        pub intro: String,
        pub questions: i64,
        pub asks: Option<i64>,
        pub parts: Vec<PartOfSheet>,
        pub code: Code,
        pub address: String,
    }
}

/// Shows the sheet of a layer (`?layer=`, the lowest one otherwise) or of an audit (`?audit=`).
pub(super) async fn show(viewer: Viewer<Auditor>, path: web::Path<(TemplateId, i32)>) -> AppResult<HttpResponse> {
    let (id, number) = path.into_inner();
    let now = viewer.now;
    let query = Fields::parse_query(viewer.req.query_string());
    let audit: Option<AuditId> = match query.given("audit") {
        Some(text) => Some(text.parse().map_err(|_| AppError::NotFound)?),
        None => None,
    };
    let scope = viewer.scope();
    let (loaded, of_audit) = viewer
        .app
        .db
        .read(move |conn| {
            let loaded = load(conn, id, Some(number), now)?;
            let of_audit = match audit {
                Some(audit) => Some((audit, queries::audit_on_paper(conn, &scope, audit)?)),
                None => None,
            };
            Ok((loaded, of_audit))
        })
        .await?;
    if of_audit
        .as_ref()
        .is_some_and(|(_, of)| of.version_id != loaded.version.id)
    {
        return Err(AppError::NotFound);
    }
    let counts = layer_counts(&loaded);
    let layer = match (&of_audit, query.given("layer")) {
        (Some((_, of)), _) => Some(of.layer),
        (None, Some(text)) => text.parse().ok(),
        (None, None) => counts.first().map(|count| count.number),
    };
    let count = counts.iter().find(|count| Some(count.number) == layer);
    let count = count.ok_or_else(|| AppError::refused("paper-no-layer"))?;
    viewer.show(Here::Checklists, &sheet(&viewer, &loaded, of_audit, count, &counts)?)
}

fn sheet(
    viewer: &Viewer<Auditor>,
    loaded: &Loaded,
    of_audit: Option<(AuditId, OnPaper)>,
    count: &LayerCount,
    counts: &[LayerCount],
) -> AppResult<PaperPage> {
    let (lang, layer, version) = (viewer.lang(), count.number, &loaded.version);
    let drawn = of_audit.as_ref().map_or(&[][..], |(_, of)| &of.drawn);
    let asked: Vec<&QuestionVersion> = loaded
        .questions
        .iter()
        .map(|question| &question.asked)
        .filter(|asked| asked.asked_at(layer) && (drawn.is_empty() || drawn.contains(&asked.question_id)))
        .collect();
    let all = i64::try_from(asked.len()).unwrap_or(i64::MAX);
    let always = asked.iter().filter(|asked| asked.asked_every_time()).count();
    let asks = count.asks.filter(|_| drawn.is_empty());
    let asks = asks.map(|asks| asks.max(i64::try_from(always).unwrap_or(i64::MAX)));
    let own = links::paper(loaded.template.id, version.number);
    let address = viewer.app.post.url(&match &of_audit {
        Some((audit, _)) => links::audit(*audit),
        None => links::matching(&loaded.template.code, layer),
    });
    Ok(PaperPage {
        title: version.title.get(lang).to_owned(),
        back_href: match &of_audit {
            Some((audit, _)) => links::audit(*audit),
            None => links::version(loaded.template.id, version.number),
        },
        process: loaded.process.name.get(lang).to_owned(),
        number: version.number,
        state: version.state.as_str(),
        layer,
        layer_name: count.name.clone(),
        layers: match of_audit {
            Some(_) => Vec::new(),
            None => counts.iter().map(|count| pill(viewer, &own, count, layer)).collect(),
        },
        intro: version.intro.get(lang).to_owned(),
        questions: all,
        asks: asks.filter(|asks| *asks < all),
        parts: parts(viewer, &asked),
        code: code(&address)?,
        address: address
            .split_once("://")
            .map_or(address.as_str(), |(_, rest)| rest)
            .to_owned(),
        audit: of_audit.map(|(_, of)| AuditShown {
            unit: of.unit,
            day: viewer.day(&viewer.zone, of.local_date).full,
            auditor: of.assignee,
        }),
    })
}

fn pill(viewer: &Viewer<Auditor>, own: &str, count: &LayerCount, layer: i32) -> Pill {
    let named = Said::new("paper-layer")
        .with("number", count.number)
        .with("name", count.name.as_str());
    Pill {
        href: format!("{own}?layer={}", count.number),
        text: viewer.say(&named),
        count: i64::try_from(count.questions).unwrap_or(i64::MAX),
        here: count.number == layer,
        late: false,
    }
}

fn parts(viewer: &Viewer<Auditor>, asked: &[&QuestionVersion]) -> Vec<PartOfSheet> {
    let mut parts: Vec<PartOfSheet> = Vec::new();
    for (asked, n) in asked.iter().zip(1..) {
        let title = asked.section.get(viewer.lang());
        if parts.last().is_none_or(|part| part.title != title) {
            parts.push(PartOfSheet {
                title: title.to_owned(),
                questions: Vec::new(),
            });
        }
        if let Some(part) = parts.last_mut() {
            part.questions.push(question(viewer, asked, n));
        }
    }
    parts
}

fn question(viewer: &Viewer<Auditor>, asked: &QuestionVersion, n: usize) -> AskedShown {
    let lang = viewer.lang();
    let choices = match &asked.detail {
        Some(Detail::Choice(choices)) => choices.as_slice(),
        _ => &[],
    };
    let unit = asked.measure_unit.as_ref().map(|unit| unit.get(lang).to_owned());
    AskedShown {
        n,
        text: asked.texts.text.get(lang).to_owned(),
        look_for: asked.texts.look_for.get(lang).to_owned(),
        severity: asked.severity.as_str(),
        kind: asked.kind.as_str(),
        judged: asked.is_judged(),
        unit: unit.unwrap_or_default(),
        limits: words::limits(viewer.i18n(), lang, asked),
        choices: choices
            .iter()
            .map(|choice| BoxShown {
                text: choice.text.get(lang).to_owned(),
                conforms: choice.conforms,
            })
            .collect(),
        needs_note: asked.note == NoteRule::Required,
        needs_photo: asked.photo == PhotoRule::Required,
        reaction: asked
            .texts
            .reaction
            .iter()
            .map(|step| step.get(lang).to_owned())
            .collect(),
    }
}

/// Light squares around a code, so that a camera finds it.
const MARGIN: usize = 4;

/// The code of an address, each run of dark squares a rectangle.
fn code(address: &str) -> AppResult<Code> {
    let code = QRBuilder::new(address)
        .ecl(ECL::M)
        .build()
        .map_err(|_| AppError::broken(format!("no code for {address}")))?;
    let mut squares = String::new();
    for y in 0..code.size {
        let mut x = 0;
        while x < code.size {
            let run = code[y][x..].iter().take_while(|module| module.value()).count();
            if run > 0 {
                _ = write!(squares, "M{x} {y}h{run}v1h-{run}z");
            }
            x += run + 1;
        }
    }
    let side = code.size + 2 * MARGIN;
    Ok(Code {
        view: format!("-{MARGIN} -{MARGIN} {side} {side}"),
        squares,
    })
}
