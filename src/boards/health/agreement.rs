//! Whether two layers that look at the same thing say the same: Cohen's kappa in plain words.

use super::super::layers::Layers;
use super::*;
use crate::base::statistics::agreement::{ENOUGH_PAIRS, Kappa, NoKappa, kappa};

/// Two layers on the same questions at the same offices.
#[derive(Debug, Serialize)]
pub struct Agreement {
    lower: String,
    upper: String,
    pairs: usize,
    both_conform: usize,
    both_fail: usize,
    lower_only: usize,
    upper_only: usize,
    agreed: Option<String>,
    kappa: Option<String>,
    range: Option<String>,
    band: Option<&'static str>,
    say: String,
}

/// A row for each two layers with pairs, the lowest first.
pub fn rows(viewer: &Reader, layers: &Layers, pairs: &BTreeMap<(i32, i32), Vec<(bool, bool)>>) -> Vec<Agreement> {
    pairs
        .iter()
        .map(|((lower, upper), pairs)| row(viewer, layers.name(*lower), layers.name(*upper), pairs))
        .collect()
}

/// Kappa where there are pairs enough to rely on it, and what it means in words.
pub fn read(pairs: &[(bool, bool)]) -> (Option<Kappa>, Said) {
    match kappa(pairs) {
        Ok(kappa) if kappa.enough && kappa.kappa > 0.0 && kappa.interval.low <= 0.0 => {
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

fn row(viewer: &Reader, lower: String, upper: String, pairs: &[(bool, bool)]) -> Agreement {
    let count = |wanted: (bool, bool)| pairs.iter().filter(|pair| **pair == wanted).count();
    let number = |value: f64| viewer.i18n().decimal(viewer.lang(), value, 2);
    let (known, said) = read(pairs);
    let range = |kappa: Kappa| {
        Said::new("health-range")
            .with("low", number(kappa.interval.low))
            .with("high", number(kappa.interval.high))
    };
    Agreement {
        lower,
        upper,
        pairs: pairs.len(),
        both_conform: count((true, true)),
        both_fail: count((false, false)),
        lower_only: count((false, true)),
        upper_only: count((true, false)),
        agreed: known.map(|kappa| part(viewer, kappa.agreed)),
        kappa: known.map(|kappa| number(kappa.kappa)),
        range: known.map(|kappa| viewer.say(&range(kappa))),
        band: known.map(|kappa| kappa.band.as_str()),
        say: viewer.say(&said),
    }
}
