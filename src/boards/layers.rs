//! Layers side by side: how far each looks, what it finds on the same questions, and whether finding nothing can be chance.

use super::asked::{Ask, in_period};
use super::model::*;
use super::weeks::part;
use super::{Count, Reader, percent, tenths_text};
use crate::agency;
use crate::agency::model::Layer;
use crate::audits::queries::Which;
use crate::base::ids::QuestionId;
use crate::base::links;
use crate::base::said::Said;
use crate::base::statistics::gap::LayerGap;
use crate::figures;
use crate::figures::model::{Done, Over, Tally};
use crate::platform::db::Conn;
use diesel::QueryResult;
use serde::Serialize;
use std::collections::BTreeMap;

/// What the layers did and found.
pub struct Layers {
    layers: Vec<Layer>,
    done: BTreeMap<i32, Done>,
    answers: BTreeMap<i32, ByQuestion>,
}

impl Layers {
    /// With their answers by question as they were read, and what else is to be read of them.
    pub fn of(conn: &mut Conn, over: &Over, tallies: &[((i32, QuestionId), Tally)]) -> QueryResult<Self> {
        let layers = agency::queries::layers(conn)?;
        // a layer that is no more has no row
        let mut answers: BTreeMap<i32, ByQuestion> =
            layers.iter().map(|layer| (layer.number, ByQuestion::new())).collect();
        for ((layer, question), tally) in tallies {
            if let Some(of_layer) = answers.get_mut(layer) {
                of_layer.insert(*question, *tally);
            }
        }
        Ok(Self {
            done: figures::queries::done_by_layer(conn, over)?.into_iter().collect(),
            layers,
            answers,
        })
    }

    /// Number, name, answers and audits of each layer, the lowest first.
    pub fn counts(&self) -> impl Iterator<Item = (i32, &str, Tally, Done)> {
        self.layers.iter().map(|layer| {
            let (tally, done) = (self.tally(layer.number), self.done_of(layer.number));
            (layer.number, layer.name.as_str(), tally, done)
        })
    }

    /// What a layer is called; its number where it has no name any more.
    pub fn name(&self, number: i32) -> String {
        self.layers
            .iter()
            .find(|layer| layer.number == number)
            .map_or_else(|| number.to_string(), |layer| layer.name.clone())
    }

    fn tally(&self, layer: i32) -> Tally {
        self.answers
            .get(&layer)
            .map(|tallies| tallies.values().copied().sum())
            .unwrap_or_default()
    }

    /// How far a layer did its audits.
    pub fn done_of(&self, layer: i32) -> Done {
        self.done.get(&layer).copied().unwrap_or_default()
    }

    /// The layers, the lowest first.
    pub fn list(&self) -> &[Layer] {
        &self.layers
    }
}

/// A layer.
#[derive(Debug, Serialize)]
pub struct LayerRow {
    pub(super) number: i32,
    pub(super) name: String,
    pub(super) done: Count,
    pub(super) expected: i64,
    pub(super) on_time: Count,
    pub(super) missed: Count,
    pub(super) completion: Option<String>,
    pub(super) on_time_completion: Option<String>,
    pub(super) behind: bool,
    pub(super) percent: Option<String>,
    pub(super) judged: i64,
    pub(super) same: Option<String>,
}

/// The nearest layer below that answered some of the same questions, and what lies between the two.
fn compared<'a>(l: &'a Layers, layer: &Layer) -> Option<(&'a Layer, LayerGap)> {
    let upper = l.answers.get(&layer.number)?;
    l.layers
        .iter()
        .rev()
        .filter(|lower| lower.number < layer.number)
        .find_map(|lower| Some((lower, gap_between(l.answers.get(&lower.number)?, upper)?)))
}

/// What a layer finds against the one below it, and whether finding nothing can be chance.
fn same_said(viewer: &Reader, l: &Layers, layer: &Layer) -> Option<String> {
    let gap = compared(l, layer).map(|(lower, gap)| {
        let signed = |part: f64| viewer.i18n().decimal(viewer.lang(), part * 100.0, 1);
        // of both as they are shown
        let points = match (gap.upper.tenths(), gap.lower.tenths()) {
            (Some(upper), Some(lower)) => tenths_text(viewer, upper - lower),
            _ => signed(gap.difference),
        };
        Said::new("summary-layer-gap")
            .with("here", percent(viewer, gap.upper).unwrap_or_default())
            .with("there", percent(viewer, gap.lower).unwrap_or_default())
            .with("layer", lower.number.to_string())
            .with("count", gap.questions)
            .with("points", points)
            .with("low", signed(gap.interval.low))
            .with("high", signed(gap.interval.high))
    });
    let silence = Silence::of(layer.number, &l.answers).map(|silence| {
        Said::new("summary-layer-nothing")
            .with("count", silence.answers)
            .with("percent", percent(viewer, silence.others).unwrap_or_default())
            .with("chance", part(viewer, silence.chance.chance))
            .with("most", part(viewer, silence.chance.at_most))
    });
    let said: Vec<String> = gap.iter().chain(&silence).map(|said| viewer.say(said)).collect();
    (!said.is_empty()).then(|| said.join(" "))
}

/// The rows of the table, the highest layer first: whether leaders look is the first question.
pub fn rows(viewer: &Reader, ask: &Ask, l: &Layers) -> Vec<LayerRow> {
    l.layers
        .iter()
        .rev()
        .map(|layer| {
            let (tally, done) = (l.tally(layer.number), l.done_of(layer.number));
            let listed = |n: i64, which: Which| Count {
                n,
                href: in_period(
                    ask,
                    links::AUDITS,
                    &[("state", which.to_string()), ("layer", layer.number.to_string())],
                ),
            };
            LayerRow {
                number: layer.number,
                name: layer.name.clone(),
                done: listed(done.submitted, Which::Submitted),
                expected: done.expected(),
                on_time: listed(done.on_time, Which::OnTime),
                missed: listed(done.missed, Which::Missed),
                completion: percent(viewer, done.completion()),
                on_time_completion: percent(viewer, done.on_time_completion()),
                behind: is_behind(done),
                percent: percent(viewer, tally.first_time_conformance()),
                judged: tally.judged(),
                same: same_said(viewer, l, layer),
            }
        })
        .collect()
}

/// Below this completion a layer is said to be behind, in tenths of a percent.
const BEHIND_TENTHS: i64 = 900;

/// Whether too few of the expected audits were done: fewer than nine of ten.
pub fn is_behind(done: Done) -> bool {
    done.completion().tenths().is_some_and(|tenths| tenths < BEHIND_TENTHS)
}

/// Whether every layer looks: the layers that are behind, or silent, and where two layers see the same work differently.
pub fn said(viewer: &Reader, l: &Layers) -> String {
    let with = |wanted: fn(Done) -> bool| -> Vec<&Layer> {
        l.layers
            .iter()
            .filter(|layer| wanted(l.done_of(layer.number)))
            .collect()
    };
    let silent = with(|done| done.expected() == 0);
    let behind = with(is_behind);
    let names = |layers: &[&Layer]| {
        layers
            .iter()
            .map(|layer| layer.name.as_str())
            .collect::<Vec<_>>()
            .join(", ")
    };
    let mut sentences = vec![leaders_said(viewer, l)];
    if silent.len() == l.layers.len() {
        sentences = vec![viewer.t("summary-layers-none")];
    } else {
        if behind.is_empty() && silent.is_empty() {
            sentences.push(viewer.t("summary-layers-all"));
        }
        if !behind.is_empty() {
            let said = Said::new("summary-layers-behind")
                .with("count", behind.len())
                .with("layers", names(&behind));
            sentences.push(viewer.say(&said));
        }
        if !silent.is_empty() {
            let said = Said::new("summary-layers-silent")
                .with("count", silent.len())
                .with("layers", names(&silent));
            sentences.push(viewer.say(&said));
        }
    }
    let pairs: Vec<(&Layer, &Layer, LayerGap)> = l
        .layers
        .iter()
        .filter_map(|layer| compared(l, layer).map(|(lower, gap)| (layer, lower, gap)))
        .collect();
    let apart = apart(&pairs.iter().map(|(.., gap)| *gap).collect::<Vec<_>>());
    for ((layer, lower, gap), _) in pairs.iter().zip(apart).filter(|(_, apart)| *apart) {
        let key = if gap.difference > 0.0 {
            "summary-layers-more"
        } else {
            "summary-layers-fewer"
        };
        let points = viewer.i18n().decimal(viewer.lang(), gap.difference.abs() * 100.0, 1);
        let said = Said::new(key)
            .with("layer", layer.name.clone())
            .with("lower", lower.name.clone())
            .with("points", points);
        sentences.push(viewer.say(&said));
        if is_by_mix(gap) {
            sentences.push(viewer.t("summary-layers-mix"));
        }
    }
    for layer in &l.layers {
        if let Some(silence) = Silence::of(layer.number, &l.answers).filter(Silence::is_improbable) {
            let said = Said::new("summary-layers-nothing")
                .with("layer", layer.name.clone())
                .with("count", silence.answers);
            sentences.push(viewer.say(&said));
        }
    }
    sentences.retain(|said| !said.is_empty());
    sentences.join(" ")
}

/// How far those take part who lead others: every layer but the lowest. Nothing where none of them had an audit to do.
fn leaders_said(viewer: &Reader, l: &Layers) -> String {
    let leading = l.layers.iter().skip(1).filter_map(|layer| l.done.get(&layer.number));
    let done: Done = leading.copied().sum();
    percent(viewer, done.completion()).map_or_else(String::new, |percent| {
        viewer.say(
            &Said::new("summary-layers-leaders")
                .with("done", done.submitted)
                .with("expected", done.expected())
                .with("percent", percent),
        )
    })
}
