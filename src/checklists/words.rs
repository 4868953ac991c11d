//! What a question takes as an answer that conforms, in words: on the phone, on paper, beside what was answered.

use super::model::{Detail, Kind, QuestionVersion};
use crate::base::said::Said;
use crate::platform::i18n::I18n;

/// A number with as many decimals as it needs, three at most, as the language writes it.
pub fn number(i18n: &I18n, lang: &str, value: f64) -> String {
    let decimals = (0..3)
        .find(|decimals| {
            let shifted = value * 10_f64.powi(*decimals);
            (shifted - shifted.round()).abs() < 1e-9
        })
        .unwrap_or(3);
    i18n.decimal(lang, value, usize::try_from(decimals).unwrap_or(3))
}

/// The limits of a measured value or of a date: "at most 15 minutes", "within the last 365 days".
pub fn limits(i18n: &I18n, lang: &str, question: &QuestionVersion) -> Option<String> {
    match question.kind {
        Kind::Measure => of_value(i18n, lang, question),
        Kind::Date => of_date(i18n, lang, question),
        Kind::Conformance | Kind::Choice | Kind::Text => None,
    }
}

fn of_value(i18n: &I18n, lang: &str, question: &QuestionVersion) -> Option<String> {
    let unit = question.measure_unit.as_ref().map(|unit| unit.get(lang));
    let said = match (question.limit_low, question.limit_high) {
        (Some(low), Some(high)) => Said::new("audit-limits-between")
            .with("low", number(i18n, lang, low))
            .with("high", number(i18n, lang, high)),
        (Some(low), None) => Said::new("audit-limits-low").with("low", number(i18n, lang, low)),
        (None, Some(high)) => Said::new("audit-limits-high").with("high", number(i18n, lang, high)),
        (None, None) => return None,
    };
    Some(i18n.say(lang, &said.with("unit", unit.unwrap_or_default())))
}

fn of_date(i18n: &I18n, lang: &str, question: &QuestionVersion) -> Option<String> {
    let Some(Detail::Date(rule)) = &question.detail else {
        return None;
    };
    let say = |key: &str, days: u16| i18n.say(lang, &Said::new(key).with("days", i32::from(days)));
    let ago = rule.max_days_ago.map(|days| say("audit-date-ago", days));
    let ahead = rule.min_days_ahead.map(|days| say("audit-date-ahead", days));
    match (ago, ahead) {
        (Some(ago), Some(ahead)) => Some(i18n.say(
            lang,
            &Said::new("audit-date-both").with("ago", ago).with("ahead", ahead),
        )),
        (ago, ahead) => ago.or(ahead),
    }
}
