//! How long an audit is, before its questions are drawn.

use crate::checklists::model::{QuestionVersion, Version};

/// About how many questions of these the layer is asked, and how many minutes they take.
pub fn length(version: &Version, questions: &[QuestionVersion], layer: i32) -> (i64, i64) {
    let of_layer: Vec<&QuestionVersion> = questions.iter().filter(|question| question.asked_at(layer)).collect();
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let all = count(of_layer.len());
    let asked = version.ask.0.get(&layer).copied().unwrap_or(all).min(all);
    // What is asked every time is never left out for the count.
    let always = of_layer.iter().filter(|question| question.asked_every_time()).count();
    let asked = asked.max(count(always));
    let seconds: i64 = of_layer
        .iter()
        .map(|question| i64::from(question.estimated_seconds()))
        .sum();
    (asked, minutes(seconds, all, asked))
}

/// About how many minutes `asked` of `all` questions take, when all take so many seconds; never none.
pub fn minutes(seconds: i64, all: i64, asked: i64) -> i64 {
    let seconds = if all > 0 { seconds * asked / all } else { 0 };
    ((seconds + 59) / 60).max(1)
}
