//! The pictures: what is in them, that they are well made, and that any numbers can be drawn.

mod samples;

use super::control::Control;
use super::heat::Heat;
use super::interval::Intervals;
use super::pareto::Pareto;
use super::svg::{Scale, fitting, width_of, wrapped};
use super::{NARROW, Picture, WIDE};
use crate::base::share::Share;
use crate::base::statistics::chart::{Method, chart};
use crate::base::statistics::pareto::pareto;
use proptest::prelude::*;
use quick_xml::events::Event;

/// One element a line.
fn lines(svg: &str) -> String {
    svg.replace("><", ">\n<")
}

/// The words that stand in a picture, by element.
fn words(svg: &str, element: &str) -> Vec<String> {
    let open = format!("<{element} ");
    let parts = svg
        .split(&open)
        .skip(1)
        .filter_map(|part| part.split_once('>')?.1.split_once('<'));
    parts.map(|(word, _)| word.to_owned()).collect()
}

/// What a row of the table says.
fn row(picture: &Picture, place: usize) -> Vec<&str> {
    picture.table.rows[place]
        .iter()
        .map(|cell| cell.text.as_str())
        .collect()
}

/// Whether a picture is well-formed, within its width, without styles, and says what it is.
#[track_caller]
fn is_well_made(picture: &Picture) {
    for (svg, width) in [(&picture.wide, WIDE), (&picture.narrow, NARROW)] {
        assert!(
            svg.starts_with(&format!(r#"<svg class="chart" viewBox="0 0 {width} "#)),
            "{svg}"
        );
        for wrong in ["style", "NaN", "inf", "script"] {
            assert!(!svg.contains(wrong), "{wrong} in {svg}");
        }
        assert_eq!((words(svg, "title").len(), words(svg, "desc").len()), (1, 1));
        let mut reader = quick_xml::Reader::from_str(svg);
        let mut depth = 0;
        loop {
            match reader.read_event().unwrap() {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth -= 1,
                Event::Eof => break,
                Event::Empty(shape) => {
                    for attribute in shape.attributes() {
                        let attribute = attribute.unwrap();
                        let name = attribute.key.as_ref().to_owned();
                        if ["x", "x1", "x2", "cx", "width"].contains(&name.as_str()) {
                            let value: f64 = attribute.value.parse().unwrap();
                            assert!((-0.1..=width + 0.1).contains(&value), "{name} {value} in {svg}");
                        }
                    }
                }
                _ => {}
            }
        }
        assert_eq!(depth, 0);
    }
    assert!(
        picture
            .table
            .rows
            .iter()
            .all(|row| row.len() == picture.table.head.len())
    );
}

#[test]
fn a_control_chart() {
    let picture = samples::control();
    is_well_made(&picture);
    insta::assert_snapshot!("control_wide", lines(&picture.wide));
    insta::assert_snapshot!("control_narrow", lines(&picture.narrow));
    assert_eq!(picture.table.rows.len(), 39);
    let row = row(&picture, 15);
    assert_eq!(
        (row[3], row[6]),
        (
            "17.1 %",
            "Outside the expected range: look for what happened; Tax deadline"
        )
    );
    assert_eq!(self::row(&picture, 9)[2..], ["0", "–", "–", "–", ""]);
    let share = |place: usize| picture.table.rows[place][3].href.as_deref();
    assert_eq!((share(15), share(9)), (Some("/findings?week=15"), None));
}

#[test]
fn a_heat_map() {
    let picture = samples::heat();
    is_well_made(&picture);
    insta::assert_snapshot!("heat_wide", lines(&picture.wide));
    insta::assert_snapshot!("heat_narrow", lines(&picture.narrow));
    assert_eq!(picture.table.head.len(), 13);
    assert_eq!(row(&picture, 0)[..3], ["City Hall front counter", "0.0 %", "0.0 %"]);
    let links = |svg: &str| svg.matches("<a href=\"/findings?a=1&amp;b=2\"><title>").count();
    let cells = picture.table.rows.iter().flatten().filter(|cell| cell.href.is_some());
    assert_eq!(
        (links(&picture.wide), cells.count()),
        (40, 40),
        "what failed leads somewhere"
    );
}

#[test]
fn a_pareto_chart() {
    let picture = samples::reasons();
    is_well_made(&picture);
    insta::assert_snapshot!("pareto_wide", lines(&picture.wide));
    insta::assert_snapshot!("pareto_narrow", lines(&picture.narrow));
    assert_eq!(
        row(&picture, 1),
        ["Case notice later than one business day", "181", "55 %"]
    );
}

#[test]
fn bars_with_intervals() {
    let picture = samples::layers();
    is_well_made(&picture);
    insta::assert_snapshot!("intervals_wide", lines(&picture.wide));
    insta::assert_snapshot!("intervals_narrow", lines(&picture.narrow));
    assert_eq!(row(&picture, 2)[3..], ["11.2 %", "6.0 %", "20.0 %"]);
    assert_eq!(row(&picture, 3)[3..], ["–", "–", "–"]);
}

#[test]
fn words_from_outside_stay_words() {
    let about = samples::about("x", r#"<b>"5" & more"#);
    let rows = [("</text><script>".to_owned(), Share::new(1, 2))];
    let picture = Intervals {
        about,
        rows: &rows,
        key: "",
        heads: [""; 6],
        percent: &samples::percent,
    }
    .picture();
    assert!(
        picture.wide.contains("&lt;b&gt;&quot;5&quot; &amp; more")
            && picture.wide.contains("&lt;/text&gt;&lt;script&gt;")
    );
}

#[test]
fn a_scale_holds_what_it_is_for() {
    let marks = |low, high| {
        Scale::over(low, high)
            .marks()
            .map(samples::percent)
            .collect::<Vec<_>>()
            .join(", ")
    };
    assert_eq!(marks(0.0, 0.182), "0.0 %, 5.0 %, 10.0 %, 15.0 %, 20.0 %");
    assert_eq!(marks(0.93, 0.97), "93.0 %, 94.0 %, 95.0 %, 96.0 %, 97.0 %");
    assert_eq!(marks(0.2, 1.0), "0.0 %, 20.0 %, 40.0 %, 60.0 %, 80.0 %, 100.0 %");
    assert_eq!(marks(1.0, 0.0), "0.0 %, 1.0 %", "nothing to show");
    assert_eq!(marks(1.0, 1.0), "99.0 %, 100.0 %");
}

#[test]
fn what_is_too_long_is_cut() {
    assert_eq!(fitting("Records Office", 200.0), "Records Office");
    let cut = fitting("Außenstelle für Führerscheine und Ähnliches", 100.0);
    assert!(
        cut.ends_with('…') && cut.starts_with("Außenstelle") && width_of(&cut) <= 100.0,
        "{cut}"
    );
    assert_eq!(fitting("Ä", 0.0), "…");
    assert_eq!(
        wrapped("one two three", width_of("one two") + 1.0),
        ["one two", "three"]
    );
    assert_eq!(wrapped(" ", 10.0), [""; 0]);
}

fn any_share() -> impl Strategy<Value = Share> {
    prop_oneof![
        (0_i64..60, 0_i64..600).prop_map(|(part, whole)| Share::new(part.min(whole), whole)),
        (any::<i64>(), any::<i64>()).prop_map(|(part, whole)| Share::new(part, whole)),
    ]
}

proptest! {
    #[test]
    fn any_numbers_can_be_drawn(
        periods in prop::collection::vec(any_share(), 0..130),
        changes in prop::collection::vec(0_usize..140, 0..3),
        notes in prop::collection::vec((0_usize..140, "[ -~]{0,40}"), 0..6),
        counts in prop::collection::vec(any::<i64>(), 0..20),
        cells in prop::collection::vec(prop::option::of((0.0..=1.0_f64).prop_map(samples::square)), 0..40),
    ) {
        let names: Vec<String> = (0..periods.len()).map(|n| format!("{n}")).collect();
        is_well_made(&Control {
            about: samples::about("c", "Any"),
            periods: &names,
            hrefs: &[],
            chart: &chart(&periods, &changes, Method::Laney),
            notes: &notes.into_iter().map(|(at, note)| (at, note.replace(['s', 'i', 'N', 'h'], "-"))).collect::<Vec<_>>(),
            words: samples::WORDS,
            percent: &samples::percent,
        }.picture());
        let bars = pareto(counts.iter().enumerate().map(|(n, count)| (format!("Cause {n}"), *count)));
        is_well_made(&Pareto {
            about: samples::about("p", "Any"),
            bars: &bars,
            links: &[],
            cut: "These make most.",
            heads: [""; 3],
            percent: &samples::percent,
        }.picture());
        is_well_made(&Heat {
            about: samples::about("h", "Any"),
            columns: &names,
            rows: &[("Office".to_owned(), cells)],
            head: "Office",
            nothing: "no audit",
            percent: &samples::percent,
            short: &samples::whole,
        }.picture());
        let rows: Vec<(String, Share)> = periods.iter().map(|share| ("Layer".to_owned(), *share)).collect();
        is_well_made(&Intervals {
            about: samples::about("i", "Any"),
            rows: &rows,
            key: "In 95 of 100 cases.",
            heads: [""; 6],
            percent: &samples::percent,
        }.picture());
    }
}
