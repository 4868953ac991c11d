use super::*;
use proptest::prelude::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}
fn today() -> NaiveDate {
    day("2026-06-09")
}
/// What a file of these events holds, a line each.
fn told(events: &[&str]) -> String {
    let file = format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{}END:VCALENDAR\r\n", events.concat());
    let holds = read(file.as_bytes(), today()).unwrap();
    let mut lines: Vec<String> = holds.entries.iter().map(Entry::written).collect();
    lines.extend(holds.left_out.iter().map(|(name, why)| format!("{name:?}: {why:?}")));
    lines.push(format!("over: {}", holds.over));
    lines.join("\n")
}
fn event(lines: &str) -> String {
    format!(
        "BEGIN:VEVENT\r\nUID:1@x\r\n{}\r\nEND:VEVENT\r\n",
        lines.replace('|', "\r\n")
    )
}

#[test]
fn whole_days_become_days_off() {
    let file = [
        event(
            "DTSTART;VALUE=DATE:20260703|DTEND;VALUE=DATE:20260704|SUMMARY:Independence\\, Day|BEGIN:VALARM|ACTION:DISPLAY|END:VALARM",
        ),
        event("SUMMARY:Fiesta|DTSTART;VALUE=DATE:20260928|DURATION:P2D"),
        event("SUMMARY:Long fiesta|DTSTART;VALUE=DATE:20261228|DTEND;VALUE=DATE:20270103"),
        event("SUMMARY:From Outlook|DTSTART:20261126T000000|DTEND:20261127T000000"),
        event("SUMMARY:Folded \r\n name|DTSTART;VALUE=DATE:20261127"),
        event("SUMMARY:Long ago|DTSTART;VALUE=DATE:20250703"),
    ];
    let file: Vec<&str> = file.iter().map(String::as_str).collect();
    insta::assert_snapshot!(told(&file), @r#"
    days 2026-07-03 2026-07-03 Independence, Day
    days 2026-09-28 2026-09-29 Fiesta
    days 2026-11-26 2026-11-26 From Outlook
    days 2026-11-27 2026-11-27 Folded name
    days 2026-12-28 2027-01-02 Long fiesta
    over: 1
    "#);
}

#[test]
fn yearly_events_become_rules_or_the_days_of_three_years() {
    let file = [
        event("SUMMARY:Fourth of July|DTSTART;VALUE=DATE:20200704|RRULE:FREQ=YEARLY"),
        event("SUMMARY:Thanksgiving|DTSTART;VALUE=DATE:20281123|RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH"),
        event("SUMMARY:Memorial Day|DTSTART;VALUE=DATE:20200525|RRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO;UNTIL=20270101"),
        event("SUMMARY:Ended|DTSTART;VALUE=DATE:20200525|RRULE:FREQ=YEARLY;UNTIL=20230601"),
        event("SUMMARY:Every other year|DTSTART;VALUE=DATE:20201103|RRULE:FREQ=YEARLY;INTERVAL=2"),
        event("SUMMARY:Not in 2027|DTSTART;VALUE=DATE:20200801|RRULE:FREQ=YEARLY|EXDATE;VALUE=DATE:20270801"),
        event("SUMMARY:Two days|DTSTART;VALUE=DATE:20201225|DTEND;VALUE=DATE:20201227|RRULE:FREQ=YEARLY"),
    ];
    let file: Vec<&str> = file.iter().map(String::as_str).collect();
    insta::assert_snapshot!(told(&file), @r#"
    date 7 4 2026 - Fourth of July
    days 2026-08-01 2026-08-01 Not in 2027
    days 2026-11-03 2026-11-03 Every other year
    days 2026-12-25 2026-12-26 Two days
    days 2027-12-25 2027-12-26 Two days
    days 2028-08-01 2028-08-01 Not in 2027
    days 2028-11-03 2028-11-03 Every other year
    weekday 4 4 11 2028 - Thanksgiving
    days 2028-12-25 2028-12-26 Two days
    over: 2
    "#);
}

#[test]
fn what_is_no_day_off_is_named_with_the_reason() {
    let file = [
        event("SUMMARY:Council meets|DTSTART:20260703T190000Z|DTEND:20260703T210000Z"),
        event("SUMMARY:Called off|DTSTART;VALUE=DATE:20260703|STATUS:CANCELLED"),
        event("SUMMARY:Moved once|DTSTART;VALUE=DATE:20260703|RECURRENCE-ID;VALUE=DATE:20260704"),
        event("SUMMARY:Every hour|DTSTART;VALUE=DATE:20260703|RRULE:FREQ=HOURLY"),
        event("SUMMARY:Two years|DTSTART;VALUE=DATE:20260703|DTEND;VALUE=DATE:20280703"),
        event("SUMMARY:No date"),
        event("SUMMARY:Odd date|DTSTART;VALUE=DATE:20260231"),
        event("DTSTART;VALUE=DATE:20260703"),
        event("this is no property"),
        event("SUMMARY:Good|DTSTART;VALUE=DATE:20260703"),
    ];
    let file: Vec<&str> = file.iter().map(String::as_str).collect();
    insta::assert_snapshot!(told(&file), @r#"
    days 2026-07-03 2026-07-03 Good
    "Council meets": ClockTimes
    "Called off": Cancelled
    "Moved once": OneOfMany
    "Every hour": Repeats
    "Two years": TooLong
    "No date": Unreadable
    "Odd date": Unreadable
    "": Unreadable
    "": Unreadable
    over: 0
    "#);
}

#[test]
fn a_file_that_is_no_calendar_or_too_large_is_refused() {
    assert_eq!(read(b"", today()), Err(CannotImport::NoFile));
    assert_eq!(read(b"Dear Sir or Madam", today()), Err(CannotImport::NoEvents));
    assert_eq!(read(&vec![b' '; LARGEST + 1], today()), Err(CannotImport::TooLarge));
    let many = event("SUMMARY:x|DTSTART;VALUE=DATE:20260703").repeat(MOST + 1);
    assert_eq!(read(many.as_bytes(), today()), Err(CannotImport::TooMany));
    let daily = event("SUMMARY:x|DTSTART;VALUE=DATE:20260703|RRULE:FREQ=DAILY");
    assert_eq!(read(daily.as_bytes(), today()), Err(CannotImport::TooMany));
    // a file made to overflow the reader's stack
    let deep = event(&"BEGIN:VALARM|".repeat(60_000));
    assert_eq!(read(deep.as_bytes(), today()).unwrap().left_out.len(), 1);
    let latin = read(
        b"BEGIN:VEVENT\nSUMMARY:D\xeda de los Muertos\nDTSTART:20261102\nEND:VEVENT\n",
        today(),
    )
    .unwrap();
    assert_eq!(latin.entries[0].name(), "Día de los Muertos");
}

fn lines() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "BEGIN:VCALENDAR",
        "END:VCALENDAR",
        "BEGIN:VEVENT",
        "END:VEVENT",
        "BEGIN:VALARM",
        "END:VALARM",
        "SUMMARY:Fair",
        "DTSTART;VALUE=DATE:20260704",
        "DTSTART:99999999",
        "DTEND;VALUE=DATE:00010101",
        "DURATION:P99999W",
        "RRULE:FREQ=YEARLY",
        "RRULE:FREQ=YEARLY;BYDAY=-1MO;BYMONTH=2",
        "RRULE:FREQ=DAILY;COUNT=10000",
        "EXDATE:20260704,x",
        "RDATE:2",
        "A;B=\"C:D",
    ])
    .prop_map(str::to_owned);
    let line = prop_oneof![6 => known, 1 => ".{0,40}", 1 => "[A-Z-]{1,8}(;[A-Z]{1,4}=[^\n]{0,8})?:.{0,20}"];
    prop::collection::vec((line, prop::sample::select(vec!["\r\n", "\n", "\r", "\n ", ""])), 0..60)
        .prop_map(|lines| lines.into_iter().map(|(line, end)| line + end).collect())
}

proptest! {
    #[test]
    fn no_file_breaks_the_reader(text in lines(), bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        for file in [text.as_bytes(), &bytes, &[text.as_bytes(), &bytes].concat()] {
            if let Ok(holds) = read(file, today()) {
                for entry in holds.entries {
                    prop_assert_eq!(Entry::read(&entry.written(), Observed::AsItFalls), Some(entry));
                }
            }
        }
    }
    #[test]
    fn a_confirmation_made_up_by_hand_breaks_nothing(text in "(days|date|weekday)?[ 0-9a-z-]{0,40}") {
        Entry::read(&text, Observed::Next);
    }
}
