//! How long an audit is, before its questions are drawn.

use crate::checklists::model::QuestionVersion;

/// About how many questions are asked of these that may be, when so many are drawn (all, without a number), and how many
/// minutes they take.
pub fn length(questions: &[QuestionVersion], count: Option<usize>) -> (i64, i64) {
    let all = questions.len();
    // What is asked every time is never left out for the count.
    let always = questions.iter().filter(|question| question.asked_every_time()).count();
    let asked = count.unwrap_or(all).min(all).max(always);
    let seconds: i64 = questions
        .iter()
        .map(|question| i64::from(question.estimated_seconds()))
        .sum();
    let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    (number(asked), minutes(seconds, number(all), number(asked)))
}

/// About how many minutes `asked` of `all` questions take, when all take so many seconds; never none.
pub fn minutes(seconds: i64, all: i64, asked: i64) -> i64 {
    let seconds = if all > 0 { seconds * asked / all } else { 0 };
    ((seconds + 59) / 60).max(1)
}
