//! Whether two layers that look at the same thing say the same: Cohen's kappa in plain words.

use super::pairs::{Saying, href};
use super::*;
use crate::base::statistics::agreement::{ENOUGH_OF_EACH, ENOUGH_PAIRS, Kappa, NoKappa, kappa};
use crate::figures::model::Pair;

/// Two layers on the same questions at the same offices.
#[derive(Debug, Serialize)]
pub struct Agreement {
    lower: String,
    upper: String,
    pairs: Count,
    both_conform: Count,
    both_fail: Count,
    lower_only: Count,
    upper_only: Count,
    agreed: Option<String>,
    kappa: Option<String>,
    range: Option<String>,
    band: Option<&'static str>,
    say: String,
}

/// A row for each two layers with pairs, the lowest first; each number leads to the pairs it counts.
pub fn rows(
    viewer: &Reader,
    ask: &Ask,
    process: ProcessId,
    name: impl Fn(i32) -> String,
    pairs: &BTreeMap<(i32, i32), Vec<Pair>>,
) -> Vec<Agreement> {
    let row = |(of, pairs): (&(i32, i32), &Vec<Pair>)| {
        let said: Vec<(bool, bool)> = pairs.iter().map(|pair| pair.conforms()).collect();
        let count = |saying: Option<Saying>| Count {
            n: i64::try_from(
                said.iter()
                    .filter(|said| saying.is_none_or(|one| one == Saying::of(**said)))
                    .count(),
            )
            .unwrap_or(i64::MAX),
            href: href(ask, process, *of, saying),
        };
        let number = |value: f64| viewer.i18n().decimal(viewer.lang(), value, 2);
        let (known, words) = read(&said);
        let range = |kappa: Kappa| {
            Said::new("health-range")
                .with("low", number(kappa.interval.low))
                .with("high", number(kappa.interval.high))
        };
        Agreement {
            lower: name(of.0),
            upper: name(of.1),
            pairs: count(None),
            both_conform: count(Some(Saying::BothConform)),
            both_fail: count(Some(Saying::BothFail)),
            lower_only: count(Some(Saying::LowerOnly)),
            upper_only: count(Some(Saying::UpperOnly)),
            agreed: known.map(|kappa| part(viewer, kappa.agreed)),
            kappa: known.map(|kappa| number(kappa.kappa)),
            range: known.map(|kappa| viewer.say(&range(kappa))),
            band: known.map(|kappa| kappa.band.as_str()),
            say: viewer.say(&words),
        }
    };
    pairs.iter().map(row).collect()
}

/// Kappa where there are pairs enough to rely on it, and what it means in words.
pub fn read(pairs: &[(bool, bool)]) -> (Option<Kappa>, Said) {
    match kappa(pairs) {
        Ok(kappa) if kappa.enough && kappa.rarest < f64::from(ENOUGH_OF_EACH) => {
            let same = pairs.iter().filter(|(lower, upper)| lower == upper).count();
            let said = Said::new("health-kappa-rare")
                .with("same", same)
                .with("count", pairs.len())
                .with("needed", i64::from(ENOUGH_OF_EACH));
            (None, said)
        }
        Ok(kappa) if kappa.enough && kappa.interval.low <= 0.0 && kappa.interval.high >= 0.0 => {
            (Some(kappa), Said::new("health-kappa-perhaps"))
        }
        Ok(kappa) if kappa.enough => {
            let band = kappa.band.as_str().replace('_', "-");
            (Some(kappa), Said::new(&format!("health-kappa-{band}")))
        }
        Ok(_) => (
            None,
            Said::new("health-kappa-few")
                .with("count", pairs.len())
                .with("needed", ENOUGH_PAIRS),
        ),
        Err(NoKappa::OneAnswer) => (None, Said::new("health-kappa-one-answer").with("count", pairs.len())),
        Err(NoKappa::NoPairs) => (None, Said::new("health-kappa-no-pairs")),
    }
}
