//! One picture of each kind, with everything that can be in it.

use crate::base::share::Share;
use crate::base::statistics::chart::{Method, chart};
use crate::base::statistics::pareto::pareto;
use crate::platform::web::charts::control::{Control, Words};
use crate::platform::web::charts::heat::{Heat, Square};
use crate::platform::web::charts::interval::Intervals;
use crate::platform::web::charts::pareto::Pareto;
use crate::platform::web::charts::{About, Picture};

pub const WORDS: Words<'static> = Words {
    upper: "Upper",
    centre: "Mean",
    lower: "Lower",
    usual: "Usual week",
    beyond: "Outside the expected range: look for what happened",
    run: "Part of a run or a trend",
    range: "Expected range for that week's number of answers",
    trial: "Expected range for now, from fewer than 20 weeks",
    heads: ["Week of", "Failed", "Answers", "Share", "From", "To", "What stands out"],
};

pub fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}
pub fn whole(share: f64) -> String {
    format!("{:.0}", share * 100.0)
}
pub fn about<'a>(id: &'a str, title: &'a str) -> About<'a> {
    About {
        id,
        title,
        description: "Drawn for a test & to be looked at.",
    }
}

/// Weeks of failures: one far out, one without answers, then better with other printers.
pub fn control() -> Picture {
    let failed = [
        29, 31, 27, 33, 30, 28, 35, 26, 31, 0, 29, 34, 27, 30, 32, 58, 31, 28, 30, 33, 29, 31, 14, 12, 15, 11, 13, 16,
        12, 14, 9, 8, 10, 9, 8, 10, 9, 7, 30,
    ];
    let weeks: Vec<Share> = failed
        .iter()
        .enumerate()
        .map(|(week, part)| {
            Share::new(
                *part,
                if *part == 0 {
                    0
                } else {
                    280 + 20 * i64::try_from(week % 4).unwrap()
                },
            )
        })
        .collect();
    let names: Vec<String> = (0..weeks.len())
        .map(|week| format!("{}/{}", 1 + week / 4, 1 + week % 4 * 7))
        .collect();
    let hrefs: Vec<String> = (0..weeks.len()).map(|week| format!("/findings?week={week}")).collect();
    Control {
        about: about("weeks", "Fewer checks fail since the printers came"),
        periods: &names,
        hrefs: &hrefs,
        chart: &chart(&weeks, &[22], Method::Laney),
        notes: &[(15, "Tax deadline".into()), (22, "Case-slip printers".into())],
        words: WORDS,
        percent: &percent,
    }
    .picture()
}

/// What failed leads somewhere.
pub fn square(share: f64) -> Square {
    Square {
        share,
        percent: percent(share),
        title: format!("{} failed", percent(share)),
        href: (share > 0.0).then(|| "/findings?a=1&b=2".to_owned()),
    }
}

pub fn heat() -> Picture {
    let names = [
        "City Hall front counter",
        "Tax & Licensing",
        "Permit Center",
        "Records Office",
        "Office with a name that is too long for it",
    ];
    let rows: Vec<(String, Vec<Option<Square>>)> = names
        .iter()
        .enumerate()
        .map(|(row, name)| {
            let share = |week: usize| {
                ((row * 7 + week * 3) % 11 != 4).then(|| square(f64::from(u32::try_from(row * week).unwrap()) / 160.0))
            };
            ((*name).to_owned(), (0..12).map(share).collect())
        })
        .collect();
    let weeks: Vec<String> = (0..12)
        .map(|week| format!("{}/{}", 3 + week / 4, 2 + week % 4 * 7))
        .collect();
    Heat {
        about: about("heat", "The Records Office needs help"),
        columns: &weeks,
        rows: &rows,
        head: "Office",
        nothing: "no audit",
        percent: &|share| format!("{} %", share * 100.0),
        short: &whole,
    }
    .picture()
}

pub fn reasons() -> Picture {
    let counts = [
        ("No case number given", 251),
        ("Case notice later than one business day", 181),
        ("Wait not acknowledged in 3 minutes", 119),
        ("Caller transferred more than once", 86),
        ("Out-of-office message lacks a contact", 58),
        ("Outdated form handed out", 37),
        ("Other", 29),
        ("Receipt not offered", 25),
    ];
    let links = counts.map(|(what, count)| ("/findings".to_owned(), format!("{count} findings: {what}")));
    Pareto {
        about: about("reasons", "Four reasons make 80 % of failed checks"),
        bars: &pareto(counts.map(|(what, count)| (what.to_owned(), count))),
        links: &links,
        cut: "Those above make 80 % of all.",
        heads: ["Reason", "Times", "With those above"],
        percent: &|share| format!("{:.0} %", share * 100.0),
    }
    .picture()
}

pub fn layers() -> Picture {
    let rows = [
        ("Supervisors".to_owned(), Share::new(412, 9_000)),
        ("Managers".to_owned(), Share::new(61, 700)),
        ("Directors".to_owned(), Share::new(9, 80)),
        ("Board".to_owned(), Share::new(0, 0)),
    ];
    Intervals {
        about: about("layers", "Directors see more than supervisors"),
        rows: &rows,
        key: "In 95 of 100 such cases the true share is in here.",
        heads: ["Layer", "Failed", "Answers", "Share", "From", "To"],
        percent: &percent,
    }
    .picture()
}
