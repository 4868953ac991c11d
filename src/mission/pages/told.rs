//! What is told in words: targets, and every change as a person reads it, from what to what.

use super::*;
use crate::people;
use crate::platform::i18n::When;
use chrono::NaiveDate;
use std::collections::HashMap;

/// A field of a change.
#[derive(Debug, Serialize)]
pub struct Line {
    label: String,
    from: Option<String>,
    to: Option<String>,
}

/// A change as it is shown.
#[derive(Debug, Serialize)]
pub struct ChangeShown {
    when: When,
    who: String,
    what: String,
    of: Option<String>,
    lines: Vec<Line>,
}

/// What somebody else saved while this form was open: beside what was typed.
#[derive(Debug, Serialize)]
pub struct Conflict {
    sentence: String,
    lines: Vec<Line>,
}

/// Every fact that is shown, in this order.
const FACTS: [&str; 24] = [
    "statement",
    "wording",
    "code",
    "title",
    "text",
    "measure",
    "target",
    "value",
    "unit",
    "direction",
    "period",
    "position",
    "tied-to",
    "since",
    "until",
    "name",
    "description",
    "kept-by",
    "direct",
    "stakeholder",
    "beneficiary",
    "objectives",
    "promises",
    "active",
];

/// A number with as many decimals as it needs, three at most.
pub fn number<R: Right>(viewer: &Viewer<R>, value: f64) -> String {
    let needs = |decimals: &usize| {
        let shown = format!("{value:.decimals$}");
        shown.parse::<f64>().is_ok_and(|shown| (shown - value).abs() < 1e-9)
    };
    viewer
        .i18n()
        .decimal(viewer.lang(), value, (0..3).find(needs).unwrap_or(3))
}

/// "At least".
pub fn direction<R: Right>(viewer: &Viewer<R>, stored: &str) -> String {
    viewer.t(&format!("mission-direction-{}", stored.replace('_', "-")))
}

/// A target in words: "At most 15 minutes".
pub fn aim<R: Right>(viewer: &Viewer<R>, aim: &Aim) -> Option<String> {
    let value = aim.value?;
    let unit = aim
        .unit
        .as_ref()
        .map(|unit| unit.get(viewer.lang()))
        .unwrap_or_default();
    let side = aim
        .direction
        .map(|side| direction(viewer, side.as_str()))
        .unwrap_or_default();
    let message = if unit == "%" {
        "mission-aim-percent"
    } else {
        "mission-aim"
    };
    let said = Said::new(message)
        .with("direction", side)
        .with("value", number(viewer, value))
        .with("unit", unit);
    Some(viewer.say(&said).trim().to_owned())
}

/// The newest changes of these records, with the names of who made them.
pub fn changes(
    conn: &mut Conn,
    ids: &[AnyId],
    most: i64,
) -> AppResult<(Vec<queries::Noted>, HashMap<PersonId, String>)> {
    let noted = queries::noted(conn, ids, most)?;
    let mut who: Vec<PersonId> = noted.iter().filter_map(|one| one.who).collect();
    who.sort_unstable();
    who.dedup();
    let names = people::queries::find_all(conn, &who)?;
    Ok((
        noted,
        names.into_iter().map(|person| (person.id, person.name)).collect(),
    ))
}

/// The changes in the viewer's language.
pub fn shown<R: Right>(
    viewer: &Viewer<R>,
    (noted, names): (Vec<queries::Noted>, HashMap<PersonId, String>),
) -> Vec<ChangeShown> {
    noted
        .into_iter()
        .map(|one| {
            let facts: Value = serde_json::from_str(&one.facts).unwrap_or_default();
            let (from, to) = (side(&facts, "from"), side(&facts, "to"));
            let named = |name| [&facts, &to, &from].into_iter().find_map(|facts| facts.get(name));
            let code = named("code").or_else(|| named("wording"));
            ChangeShown {
                when: viewer.moment(&viewer.zone, one.at),
                who: who(viewer, one.who, &names),
                what: viewer.t(&format!("history-{}", one.event)),
                of: text(viewer, "code", code),
                lines: lines(viewer, &from, &to),
            }
        })
        .collect()
}

fn who<R: Right>(viewer: &Viewer<R>, who: Option<PersonId>, names: &HashMap<PersonId, String>) -> String {
    who.and_then(|who| names.get(&who).cloned())
        .unwrap_or_else(|| viewer.t("history-by-plumbline"))
}

/// One side of a change. A statement was noted without its name once.
fn side(facts: &Value, name: &str) -> Value {
    match facts.get(name) {
        Some(Value::Object(fields)) if fields.keys().any(|key| FACTS.contains(&key.as_str())) => {
            Value::Object(fields.clone())
        }
        Some(Value::Null) | None => Value::Null,
        Some(words) => serde_json::json!({ "statement": words }),
    }
}

/// What differs between two sides, field by field.
pub fn lines<R: Right>(viewer: &Viewer<R>, from: &Value, to: &Value) -> Vec<Line> {
    let is_new = from.is_null() || to.is_null();
    FACTS
        .iter()
        .filter(|name| !(is_new && ["code", "active", "position"].contains(name)))
        .filter_map(|name| {
            let (from, to) = (text(viewer, name, from.get(name)), text(viewer, name, to.get(name)));
            (from != to).then(|| Line {
                label: viewer.t(&format!("mission-fact-{name}")),
                from,
                to,
            })
        })
        .collect()
}

/// A fact in words; `None` for nothing.
fn text<R: Right>(viewer: &Viewer<R>, name: &str, fact: Option<&Value>) -> Option<String> {
    let words = match fact? {
        Value::Null => return None,
        Value::Bool(yes) => viewer.t(&format!("mission-active-{yes}")),
        Value::Number(value) => number(viewer, value.as_f64().unwrap_or_default()),
        Value::String(words) => match name {
            "direction" => direction(viewer, words),
            "period" => viewer.t(&format!("mission-period-{words}")),
            "since" | "until" => match words.parse::<NaiveDate>() {
                Ok(date) => viewer.day(&viewer.zone, date).full,
                Err(_) => words.clone(),
            },
            _ => words.clone(),
        },
        Value::Array(several) => {
            let several: Vec<String> = several.iter().filter_map(|one| text(viewer, name, Some(one))).collect();
            several.join(viewer.t("mission-list-and").as_str())
        }
        Value::Object(fields) => match (fields.get("code"), fields.get("title")) {
            (Some(Value::String(code)), title) => {
                format!("{code} {}", text(viewer, "title", title).unwrap_or_default())
            }
            _ => serde_json::from_value::<Localized>(fact?.clone())
                .map(|words| words.get(viewer.lang()).to_owned())
                .unwrap_or_default(),
        },
    };
    Some(words).filter(|words| !words.is_empty())
}

/// What was typed beside what somebody else saved meanwhile, and who that was.
pub async fn conflict<R: Right>(viewer: &Viewer<R>, of: AnyId, typed: &Value, saved: &Value) -> AppResult<Conflict> {
    let (noted, names) = viewer.app.db.read(move |conn| changes(conn, &[of], 1)).await?;
    let last = noted.first();
    let said = Said::new("mission-conflict")
        .with("who", who(viewer, last.and_then(|last| last.who), &names))
        .with(
            "when",
            last.map(|last| viewer.moment(&viewer.zone, last.at).text)
                .unwrap_or_default(),
        );
    Ok(Conflict {
        sentence: viewer.say(&said),
        lines: lines(viewer, typed, saved),
    })
}
