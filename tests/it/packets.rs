//! Packets of the board: made by one click or before a meeting, never changed, and read by a one-time link.

use crate::browser::{Answer, Browser};
use crate::numbers::counted;
use crate::reading;
use crate::town::{Cast, Place, Question, Town};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use insta::assert_snapshot;
use plumbline::base::ids::{AuditId, PacketId};
use plumbline::base::links;
use plumbline::boards::model::Period;
use plumbline::boards::packets::{document, operations, queries, seal, verify};
use plumbline::checklists;
use plumbline::people;
use plumbline::platform::db::{Conn, Engine};
use plumbline::platform::error::AppError;
use plumbline::schema::packets;
use regex::Regex;
use std::collections::BTreeSet;

on_both![
    a_packet_keeps_what_was_said_when_answers_are_amended_later,
    a_meeting_is_entered_and_taken_away,
    the_packet_of_a_meeting_is_made_in_time_once,
    a_newer_packet_says_which_one_it_replaces,
    packets_are_found_by_number_office_and_day,
    one_changed_byte_breaks_the_seal,
    a_board_member_reads_a_packet_by_a_link,
    a_link_that_is_over_offers_a_new_one,
    two_devices_race_for_a_packet_and_one_opens_it,
    two_make_the_packet_of_a_meeting_at_once,
    a_packet_of_elsewhere_does_not_exist,
    what_is_on_the_page_is_on_paper,
    a_pdf_is_saved_from_the_page_and_by_a_link,
    a_closed_period_says_what_changed_since,
    meetings_have_a_page_that_can_be_loaded_again,
    the_stand_in_gets_the_packet_of_whoever_is_away,
    what_comes_while_a_packet_is_made_is_in_all_of_it_or_in_nothing,
    who_clicks_twice_makes_one_packet,
    what_changed_since_the_last_meeting_is_told,
];

/// Maria's audit of today at Oak Street, sent with everything in order, or with something seen.
async fn audited<'t>(town: &'t Town, seen: Option<&str>) -> (AuditId, Browser<'t>) {
    let (_, audits) = town.plan(1, &[Place::OakStreet]);
    let maria = town.as_(Cast::Supervisor);
    let audit = audits[0];
    maria.submit(&format!("{}/start", links::audit(audit)), &[]).await.ok();
    let sent = maria
        .post_multipart(&format!("{}/submission", links::audit(audit)), &answers(town, seen))
        .await;
    maria.follow(sent).await.ok();
    (audit, maria)
}

fn answers(town: &Town, seen: Option<&str>) -> Vec<(String, String)> {
    let template = town.template;
    let codes = town.read(move |conn| Ok(checklists::queries::identities(conn, template)?));
    let [first, waited, proof] =
        [Question::Acknowledged, Question::WaitTime, Question::Identity].map(|question| codes[question.code()]);
    let outcome = if seen.is_some() { "nonconforming" } else { "conforms" };
    let mut fields = vec![
        (format!("outcome-{first}"), outcome.to_owned()),
        (format!("value-{waited}"), "4".to_owned()),
        (format!("outcome-{proof}"), "conforms".to_owned()),
    ];
    if let Some(seen) = seen {
        fields.push((format!("seen-{first}"), seen.to_owned()));
    }
    fields
}

/// The packet of Mill Valley for this month, made by Quinn from the summary.
async fn made(town: &Town) -> (String, Answer) {
    let quinn = town.as_(Cast::Quality);
    let unit = town.unit(Place::MillValley).to_string();
    let summary = quinn.get(&format!("{}?period=this-month", links::SUMMARY)).await.ok();
    assert!(summary.can_post(links::PACKETS), "the summary offers a packet");
    let sent = quinn
        .post(links::PACKETS, &[("unit", &unit), ("period", "this-month")])
        .await;
    let address = sent.location().unwrap().to_owned();
    (address, quinn.follow(sent).await.ok())
}

async fn enter(town: &Town, day: &str, days_before: &str) -> Answer {
    let quinn = town.as_(Cast::Quality);
    let unit = town.unit(Place::MillValley).to_string();
    let form = [("unit", unit.as_str()), ("held_on", day), ("days_before", days_before)];
    let sent = quinn.post(links::MEETINGS, &form).await;
    quinn.follow(sent).await
}

fn id_of(address: &str) -> PacketId {
    address.rsplit('/').next().unwrap().parse().unwrap()
}

fn numbers(town: &Town) -> Vec<String> {
    town.read(|conn| {
        Ok(packets::table
            .order(packets::number)
            .select(packets::number)
            .load(conn)?)
    })
}

async fn a_packet_keeps_what_was_said_when_answers_are_amended_later(town: &Town) {
    let (audit, maria) = audited(town, Some("Nobody looked up.")).await;
    let (address, page) = made(town).await;
    assert_snapshot!(page.flash(), @"The packet is made. It does not change any more.");
    assert_snapshot!(page.heading(), @"Board packet No. 2026-1");
    let said = "2 of 3 answers found the work done as the manual says";
    assert!(page.text().contains(said), "{}", page.text());
    assert!(page.text().contains("How these figures are made"));
    assert!(page.text().contains("All figures as tables"));

    // Maria changes her answer: the summary follows, the packet does not.
    let changed = maria
        .post_multipart(&links::amendment(audit), &answers(town, None))
        .await;
    maria.follow(changed).await.ok();
    let quinn = town.as_(Cast::Quality);
    let summary = quinn.get("/summary?period=this-month").await.ok();
    assert!(summary.text().contains("3 of 3 answers found"), "{}", summary.text());
    let again = quinn.get(&address).await.ok();
    assert!(again.text().contains(said), "{}", again.text());
    // What it counts is there as a table, and as a file.
    let table = quinn.get(&format!("{address}/table.csv")).await.ok();
    assert!(
        table
            .body
            .contains("The three figures,Procedures followed,Counted for it,2,\r\n"),
        "{}",
        table.body
    );
    let file = quinn.get(&format!("{address}/file")).await.ok();
    let disposition = file.header("content-disposition").unwrap().to_owned();
    assert_snapshot!(disposition, @r#"attachment; filename="packet-2026-1.html""#);
    assert!(file.body.contains(said));
    // Nothing in it leads to what goes on changing, or is fetched from elsewhere.
    let (_, inside) = again.body.split_once("<article class=\"packet\">").unwrap();
    let (inside, _) = inside.split_once("</article>").unwrap();
    for tag in reading::tags(inside, "a") {
        let href = reading::attribute(&tag, "href");
        assert!(href.is_none_or(|href| href.starts_with('#')), "{tag}");
    }
    assert!(
        !inside.contains("href=\"/"),
        "an icon or a link leads out of the packet"
    );
}

async fn a_meeting_is_entered_and_taken_away(town: &Town) {
    let empty = town.as_(Cast::Board).get(links::PACKETS).await.ok();
    assert!(empty.text().contains("No packets yet"), "{}", empty.text());
    let entered = enter(town, "2026-06-30", "").await.ok();
    assert_snapshot!(entered.flash(), @"The meeting is entered.");
    assert_snapshot!("meetings_ahead", entered.part("meetings"));
    for (day, before, said) in [
        ("2026-06-30", "7", "This board has a meeting on that day already."),
        ("2026-06-08", "7", "This day is over. Choose today or a later day."),
        (
            "2029-06-08",
            "7",
            "A meeting can be entered up to two years ahead. Choose an earlier day.",
        ),
        ("2026-07-08", "61", "Choose 0 to 60 days before the meeting."),
        ("2026-07-08", "soon", "Enter a whole number of days."),
        (
            "8.7.",
            "7",
            "This is no date from 1900 to 2199. Write it as year-month-day: 2026-06-09.",
        ),
    ] {
        let refused = enter(town, day, before).await;
        assert_eq!(refused.status, 422, "{day}");
        assert_eq!(refused.error_summary(), said);
        assert!(
            refused.body.contains(&format!("value=\"{before}\"")),
            "what was typed stays"
        );
    }
    let quinn = town.as_(Cast::Quality);
    let page = quinn.get(links::MEETINGS).await.ok();
    let address = reading::tags(&page.body, "a")
        .into_iter()
        .filter_map(|tag| reading::attribute(&tag, "href"))
        .find(|href| href.ends_with("/removal"))
        .unwrap();
    let sure = quinn.get(&address).await.ok();
    assert!(
        sure.text().contains("Tuesday, June 30, 2026, Mill Valley."),
        "{}",
        sure.text()
    );
    let gone = quinn.submit(&address, &[]).await.ok();
    assert_snapshot!(gone.flash(), @"The meeting is taken away. Packets that were made for it stay.");
    assert_eq!(quinn.get(&address).await.status, 404);
    assert_eq!(
        quinn.post(&address, &[]).await.status,
        409,
        "somebody took it away before"
    );
    town.at("2026-06-24 08:00");
    town.run_jobs().await;
    assert!(numbers(town).is_empty(), "no packet for a meeting that was taken away");
}

async fn a_closed_period_says_what_changed_since(town: &Town) {
    let (audit, maria) = audited(town, Some("Nobody looked up.")).await;
    let unit = town.unit(Place::MillValley);
    let quinn = town.as_(Cast::Quality);
    let address = format!("{}?period=this-month&unit={unit}", links::SUMMARY);
    let text = quinn.get(&address).await.ok().text();
    assert!(!text.contains("losed with packet"), "no packet yet: {text}");
    let (packet, _) = made(town).await;
    let same = quinn.get(&address).await.ok();
    let said = "Closed with packet 2026-1 on Tuesday, June 9, 2026.";
    assert!(same.text().contains(said), "{}", same.text());
    assert!(same.text().contains("Nothing has changed since."), "{}", same.text());
    assert!(
        same.body.contains(&format!("href=\"{packet}\"")),
        "the way to the packet"
    );

    let changed = maria
        .post_multipart(&links::amendment(audit), &answers(town, None))
        .await;
    maria.follow(changed).await.ok();
    let text = quinn.get(&address).await.ok().text();
    let differs = "Procedures followed: 66.7% in the packet (2 of 3), 100% now (3 of 3).";
    assert!(text.contains(differs), "{text}");
    assert!(!text.contains("Nothing has changed since."), "{text}");
    // Narrowed to a process, and on the page of processes, it says that the days are closed and no more.
    let narrowed = format!("{address}&process={}", crate::numbers::process(town));
    for page in [narrowed, format!("{}?period=this-month&unit={unit}", links::HEALTH)] {
        let text = quinn.get(&page).await.ok().text();
        assert!(
            text.contains(said) && !text.contains("in the packet ("),
            "{page}: {text}"
        );
    }
    // An office of its own was not closed with it.
    let oak = town.unit(Place::OakStreet);
    let text = quinn
        .get(&format!("{}?period=this-month&unit={oak}", links::SUMMARY))
        .await
        .ok()
        .text();
    assert!(!text.contains("losed with packet"), "{text}");

    // A month later the days are part of others: the note leads to the same days.
    town.at("2026-07-20 09:00");
    let quinn = town.as_(Cast::Quality);
    let later = quinn
        .get(&format!("{}?period=last-month&unit={unit}", links::SUMMARY))
        .await
        .ok();
    let said = "Monday, June 1, 2026 to Tuesday, June 9, 2026 was closed with packet 2026-1";
    assert!(later.text().contains(said), "{}", later.text());
    let compare = reading::tags(&later.body, "a")
        .iter()
        .filter_map(|tag| reading::attribute(tag, "href"))
        .find(|href| href.contains("on=2026-06-09"))
        .unwrap();
    let compared = quinn.get(&compare).await.ok().text();
    assert!(compared.contains("June 1 to June 9, 2026"), "{compared}");
    assert!(
        compared.contains("66.7% in the packet (2 of 3), 100% now (3 of 3)."),
        "{compared}"
    );
    let from_packet = quinn.get(&packet).await.ok();
    assert!(
        from_packet.body.contains(&compare.replace('&', "&amp;")),
        "the packet leads there"
    );
    // A day that has not come is today.
    let ahead = quinn
        .get(&format!("{}?period=this-month&on=2027-01-01", links::SUMMARY))
        .await
        .ok();
    assert!(ahead.text().contains("July 1 to July 20, 2026"), "{}", ahead.text());
}

async fn meetings_have_a_page_that_can_be_loaded_again(town: &Town) {
    let quinn = town.as_(Cast::Quality);
    let empty = quinn.get(links::MEETINGS).await.ok();
    assert!(empty.text().contains("No meeting is entered"), "{}", empty.text());
    let refused = enter(town, "2026-06-08", "7").await;
    assert_eq!(refused.status, 422);
    let again = quinn.get(links::MEETINGS).await.ok();
    assert_snapshot!(again.heading(), @"Meetings of the board");

    // Sixty meetings, on two pages, the next one first.
    let (act, unit) = (town.act(Some(Cast::Quality)), town.unit(Place::MillValley));
    town.write(move |conn| {
        let act = act.clone();
        for day in 0..60 {
            let day = chrono::NaiveDate::from_ymd_opt(2026, 6, 20).unwrap() + chrono::Days::new(day);
            operations::enter_meeting(conn, &act, unit, day, 0)?;
        }
        Ok(())
    });
    let first = quinn.get(links::MEETINGS).await.ok();
    assert_eq!(first.body.matches("class=\"tbl__main\"").count(), 50);
    assert!(first.text().contains("Saturday, June 20, 2026") && !first.text().contains("August 18, 2026"));
    assert_eq!(crate::numbers::rows(&quinn, links::MEETINGS).await, 60);
    let some = quinn.get(links::PACKETS).await.ok();
    assert_eq!(
        some.body.matches("class=\"tbl__main\"").count(),
        5,
        "{}",
        some.part("meetings")
    );
    town.at("2026-06-30 08:00");
    let quinn = town.as_(Cast::Quality);
    assert_eq!(crate::numbers::rows(&quinn, links::MEETINGS).await, 50);
    let over = quinn.get(&format!("{}?state=over", links::MEETINGS)).await.ok();
    assert_eq!(over.body.matches("class=\"tbl__main\"").count(), 10);
    assert!(!over.can_post(links::PACKETS), "no packet of a meeting that is over");
    let file = quinn
        .get(&format!("{}/export.csv?state=over", links::MEETINGS))
        .await
        .ok();
    assert_eq!(file.body.lines().count(), 11);
    // Theo's board is another one.
    let theo = town.as_(Cast::Stranger).get(links::MEETINGS).await;
    assert_eq!(theo.status, 403);
}

async fn the_stand_in_gets_the_packet_of_whoever_is_away(town: &Town) {
    let (act, post) = (town.act(Some(Cast::Board)), town.app.post.clone());
    let (samuel, quinn) = (town.person(Cast::Board), town.person(Cast::Quality));
    town.write(move |conn| {
        let wanted = people::absences::model::Wanted {
            from: "2026-06-08".parse().unwrap(),
            until: "2026-06-20".parse().unwrap(),
            stand_in: Some(quinn),
            note: String::new(),
        };
        people::absences::operations::enter(conn, &act.clone(), &post, samuel, &wanted)
    });
    enter(town, "2026-06-12", "7").await.ok();
    town.run_jobs().await;
    let mails = town.new_mails();
    let packets: Vec<_> = mails
        .iter()
        .filter(|mail| mail.subject.contains("packet No."))
        .collect();
    let [mail] = packets[..] else { panic!("{mails:?}") };
    assert!(mail.recipient.contains(&Cast::Quality.email()), "{}", mail.recipient);
    let letter = town.letter(mail);
    assert!(letter.contains("Samuel Osei"), "whose mail it is: {letter}");
    let packet = town.as_nobody().submit(&town.link(mail), &[]).await.ok();
    assert_snapshot!(packet.heading(), @"Board packet No. 2026-1");
}

async fn the_packet_of_a_meeting_is_made_in_time_once(town: &Town) {
    enter(town, "2026-06-30", "7").await.ok();
    town.run_jobs().await;
    town.at("2026-06-22 23:00");
    town.run_jobs().await;
    assert!(numbers(town).is_empty(), "not yet: {}", town.now());
    // The jobs slept on the day itself and on the next.
    town.at("2026-06-25 08:00");
    town.run_jobs().await;
    town.run_jobs().await;
    assert_eq!(numbers(town), ["2026-1"]);
    let mails = town.new_mails();
    let [mail] = mails
        .iter()
        .filter(|mail| mail.subject.contains("packet"))
        .collect::<Vec<_>>()[..]
    else {
        panic!("{mails:?}")
    };
    assert!(mail.recipient.contains("samuel@"));
    let link = town.link(mail);
    assert_snapshot!("mail_packet", town.letter(mail).replace(&link, "/(the link)"));
    town.at("2026-06-26 08:00");
    town.run_jobs().await;
    assert_eq!(numbers(town), ["2026-1"]);
    // By the job, for the last three full months.
    let page = town.as_(Cast::Board).get(links::PACKETS).await.ok();
    assert!(
        page.text().contains("March 1, 2026, to Sunday, May 31, 2026"),
        "{}",
        page.text()
    );

    // A meeting that is over gets no packet any more.
    enter(town, "2026-07-02", "0").await.ok();
    town.at("2026-07-03 08:00");
    town.run_jobs().await;
    assert_eq!(numbers(town), ["2026-1"]);
}

async fn a_newer_packet_says_which_one_it_replaces(town: &Town) {
    enter(town, "2026-06-12", "7").await.ok();
    town.run_jobs().await;
    assert_eq!(numbers(town), ["2026-1"]);
    let elena = town.as_(Cast::Board);
    let list = elena.get(links::PACKETS).await.ok();
    let meeting = reading::tags(&list.body, "input")
        .into_iter()
        .find(|tag| reading::attribute(tag, "name").as_deref() == Some("meeting"))
        .and_then(|tag| reading::attribute(&tag, "value"))
        .unwrap();
    let sent = elena.post(links::PACKETS, &[("meeting", &meeting)]).await;
    let newer = elena.follow(sent).await.ok();
    assert_snapshot!(newer.flash(), @"The packet is made and on its way to the board. It does not change any more.");
    assert!(
        newer
            .text()
            .contains("It replaces No. 2026-1, which stays as it was made."),
        "{}",
        newer.text()
    );
    assert!(newer.text().contains("Mailed to\nSamuel Osei"), "{}", newer.text());
    let older = town.read(|conn| {
        Ok(packets::table
            .filter(packets::number.eq("2026-1"))
            .select(packets::id)
            .first::<PacketId>(conn)?)
    });
    let older = elena.get(&links::packet(older)).await.ok();
    assert!(
        older
            .text()
            .replace('\n', " ")
            .contains("A newer packet for this meeting replaces it: Board packet No. 2026-2"),
        "{}",
        older.text()
    );
    town.at("2026-06-13 08:00");
    let late = town
        .as_(Cast::Board)
        .post(links::PACKETS, &[("meeting", &meeting)])
        .await;
    assert_eq!(late.status, 422);
    assert_snapshot!(late.error_summary(), @"This meeting is over. Make a packet from the summary instead.");
}

async fn packets_are_found_by_number_office_and_day(town: &Town) {
    made(town).await;
    let oak = town.unit(Place::OakStreet).to_string();
    let quinn = town.as_(Cast::Quality);
    quinn
        .post(links::PACKETS, &[("unit", &oak), ("period", "3-months")])
        .await;
    assert_eq!(numbers(town), ["2026-1", "2026-2"]);
    let found = |page: &Answer| page.text().matches("Board packet No.").count();
    assert_eq!(found(&quinn.get("/packets").await.ok()), 2);
    assert_eq!(found(&quinn.get("/packets?q=oak").await.ok()), 1);
    assert_eq!(found(&quinn.get("/packets?q=2026-1").await.ok()), 1);
    let none = quinn.get("/packets?q=harbor").await.ok();
    assert!(none.text().contains("No packet matches"), "{}", none.text());
    // Elena directs Tax & Licensing: she sees the packet of its office, and not that of the whole town.
    let list = town.as_(Cast::Director).get("/packets").await.ok();
    assert!(list.text().contains("No. 2026-2") && !list.text().contains("No. 2026-1"));
}

fn verified(town: &Town, file: &[u8]) -> verify::Verdict {
    let file = file.to_vec();
    let i18n = town.app.stage.i18n.clone();
    town.read(move |conn| verify::file(conn, &i18n, &file))
}

async fn one_changed_byte_breaks_the_seal(town: &Town) {
    let (address, page) = made(town).await;
    let id = id_of(&address);
    let key = town.read(move |conn| {
        Ok(packets::table
            .find(id)
            .select(packets::public_key)
            .first::<String>(conn)?)
    });
    assert!(page.text().contains(&seal::fingerprint(&key)), "the page names the key");
    let file = town.as_(Cast::Board).get(&format!("{address}/file")).await.ok().body;
    let said = verified(town, file.as_bytes()).unwrap();
    assert!(said.starts_with("This file is packet No. 2026-1, unchanged"), "{said}");
    let stored = |town: &Town| town.read(|conn| verify::stored(conn, "2026-1"));
    assert!(stored(town).unwrap().starts_with("Packet No. 2026-1 is unchanged"));

    // Every place in the seal, and many in the file.
    let seal_at = file.rfind("\n<!-- plumbline-packet").unwrap();
    let places = (0..seal_at).step_by(997).chain(seal_at..file.len());
    for place in places {
        let mut bytes = file.clone().into_bytes();
        bytes[place] ^= 1;
        assert!(verified(town, &bytes).is_err(), "byte {place} was changed");
    }
    assert!(verified(town, &file.as_bytes()[..seal_at]).is_err(), "without its seal");
    // What is added to the seal, where a browser would show it, and blanks, which nobody sees.
    let shown = r#","note":"--><style>article{display:none}</style><h1>All is well.</h1><!--"} -->"#;
    for (from, to) in [("\"} -->", shown), ("\"} -->", "\" } -->")] {
        let forged = format!("{}{}", &file[..seal_at], file[seal_at..].replace(from, to));
        assert_ne!(forged, file);
        assert!(verified(town, forged.as_bytes()).is_err(), "{to}");
    }
    assert!(verified(town, b"<p>Another page</p>").is_err());

    // What is stored: each column that tells something, and the file.
    for (column, value) in [
        ("document", "replace(document, 'Mill Valley', 'Mill Walley')"),
        ("from_day", "'2020-01-01'"),
        ("number", "'2026-9'"),
        ("sha256", "replace(sha256, substr(sha256, 1, 1), 'g')"),
    ] {
        let number = if column == "number" { "2026-9" } else { "2026-1" };
        let found = town.app.db.write_now(move |conn| {
            conn.batch_execute(&format!("UPDATE packets SET {column} = {value}"))?;
            let found = verify::stored(conn, number)?;
            Err::<(), _>(AppError::broken(found.err().unwrap_or_default()))
        });
        let Err(AppError::Broken(cause)) = found else {
            panic!("{column}")
        };
        assert!(cause.to_string().contains("CHANGED"), "{column}: {cause}");
    }
    assert!(stored(town).is_ok(), "all of that was undone");
}

/// The words of a page or of lines, one by one; a heading and a sentence may stand in other places.
fn words(text: &str) -> BTreeSet<String> {
    text.split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned())
        .filter(|word| !word.is_empty())
        .collect()
}

/// Everything that stands in the values of a JSON text.
fn said(value: &serde_json::Value, lines: &mut Vec<String>) {
    match value {
        serde_json::Value::String(text) => lines.push(text.clone()),
        serde_json::Value::Array(all) => all.iter().for_each(|one| said(one, lines)),
        serde_json::Value::Object(all) => all.values().for_each(|one| said(one, lines)),
        _ => {}
    }
}

async fn what_is_on_the_page_is_on_paper(town: &Town) {
    audited(town, Some("Nobody looked up.")).await;
    let (address, _) = made(town).await;
    let id = id_of(&address);
    let document = town.read(move |conn| Ok(queries::document(conn, id)?));
    let data = document::data(&document).unwrap();
    let mut lines = Vec::new();
    said(&serde_json::to_value(&data).unwrap(), &mut lines);
    // Pictures are the same; the headings of the tables at the end are the same sentences on both.
    let pages = Regex::new("(?s)<svg .*?</svg>").unwrap();
    let pages = pages.replace_all(document::pages(&document).unwrap(), "").into_owned();
    // read aloud alone: the caption of a table, and the word before a layer
    let hidden = ["Each", "Layer"];
    let headings = [
        town.app.stage.i18n.t("en", "packet-tables", &[]),
        town.app.stage.i18n.t("en", "packet-tables-text", &[]),
        town.app.stage.i18n.t("en", "summary-made", &[]),
    ];
    lines.extend(headings);
    let on_paper = words(&lines.join("\n"));
    let missing: Vec<String> = words(&reading::text(&pages))
        .into_iter()
        .filter(|word| !on_paper.contains(word) && !hidden.contains(&word.as_str()))
        .collect();
    assert!(missing.is_empty(), "on the page and not on paper: {missing:?}");
    for id in data.paper.unwrap().pictures() {
        let picture = document::picture(&document, id).unwrap();
        assert!(picture.starts_with("<svg ") && picture.ends_with("</svg>"), "{id}");
        assert_eq!(picture.matches("<svg ").count(), 1, "{id}");
    }
}

#[cfg(not(feature = "pdf"))]
async fn a_pdf_is_saved_from_the_page_and_by_a_link(town: &Town) {
    let (address, page) = made(town).await;
    assert!(
        !page.body.contains("/pdf"),
        "a program without the feature says nothing of it"
    );
    let asked = town.as_(Cast::Quality).get(&format!("{address}/pdf")).await;
    assert_eq!(asked.status, 404);
}

#[cfg(feature = "pdf")]
async fn a_pdf_is_saved_from_the_page_and_by_a_link(town: &Town) {
    audited(town, Some("Nobody looked up.")).await;
    let (address, page) = made(town).await;
    let pdf = format!("{address}/pdf");
    assert!(page.body.contains(&pdf), "{}", page.text());
    let quinn = town.as_(Cast::Quality);
    let file = quinn.get(&pdf).await.ok();
    assert_eq!(file.header("content-type"), Some("application/pdf"));
    let disposition = file.header("content-disposition");
    assert_eq!(disposition, Some("attachment; filename=\"packet-2026-1.pdf\""));
    assert_eq!(file.header("x-content-type-options"), Some("nosniff"));
    assert!(file.bytes.starts_with(b"%PDF-1.7"));
    let again = quinn.get(&pdf).await.ok();
    assert!(again.bytes == file.bytes, "the same packet, the same bytes");

    // It is checked like the file it was made from.
    let good = verified(town, &file.bytes).unwrap();
    assert!(
        good.starts_with("This PDF is packet No. 2026-1, as this program makes it"),
        "{good}"
    );
    let mut changed = file.bytes.clone();
    let middle = changed.len() / 2;
    changed[middle] ^= 1;
    let bad = verified(town, &changed).unwrap_err();
    assert!(bad.contains("is not what this program makes of it"), "{bad}");
    assert!(verified(town, b"%PDF-1.7 of elsewhere").is_err());

    // `scripts/check-pdf` looks at the same file: its tags, and whether it says what the packet's figures say.
    let id = id_of(&address);
    let document = town.read(move |conn| Ok(queries::document(conn, id)?));
    let data = document::data(&document).unwrap();
    let mut lines = vec![data.headline];
    said(&serde_json::to_value(&data.figures).unwrap(), &mut lines);
    for table in data.tables {
        lines.push(table.title);
        lines.extend(table.head);
        lines.extend(table.rows.into_iter().flatten());
    }
    let kept = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("packet-town.pdf");
    std::fs::write(&kept, &file.bytes).unwrap();
    std::fs::write(kept.with_extension("txt"), lines.join("\n")).unwrap();

    // Elena reads those of her department; this one of the whole city does not exist for her.
    let elena = town.as_(Cast::Director);
    assert_eq!(elena.get(&pdf).await.status, 404);
    let licensing = town.unit(Place::Licensing).to_string();
    let own = elena.post(links::PACKETS, &[("unit", &licensing)]).await;
    let own = elena.get(&format!("{}/pdf", own.location().unwrap())).await.ok();
    assert!(own.bytes.starts_with(b"%PDF-1.7") && own.bytes != file.bytes);

    // Samuel, by his link, once it is opened on his device; nobody else.
    let link = linked(town).await;
    let pdf = format!("{link}/pdf");
    let tablet = town.as_nobody();
    tablet.get(&link).await.ok();
    assert_eq!(tablet.get(&pdf).await.location(), Some(link.as_str()));
    let packet = tablet.submit(&link, &[]).await.ok();
    assert!(packet.body.contains(&pdf), "{}", packet.text());
    assert!(tablet.get(&pdf).await.ok().bytes.starts_with(b"%PDF-1.7"));
    assert_eq!(town.as_nobody().get(&pdf).await.status, 410);
}

/// A packet for a meeting, and the link Samuel got.
async fn linked(town: &Town) -> String {
    enter(town, "2026-06-12", "7").await.ok();
    town.run_jobs().await;
    let mails = town.new_mails();
    town.link(mails.iter().find(|mail| mail.recipient.contains("samuel@")).unwrap())
}

async fn a_board_member_reads_a_packet_by_a_link(town: &Town) {
    let link = linked(town).await;
    let tablet = town.as_nobody();
    let before = tablet.get(&link).await.ok();
    assert_snapshot!("before_a_packet_is_opened", before.text());
    assert_eq!(
        tablet.get(&format!("{link}/file")).await.location(),
        Some(link.as_str())
    );
    // Looking changes nothing: another device can open it.
    town.as_nobody().get(&link).await.ok();
    let packet = tablet.submit(&link, &[]).await.ok();
    assert_snapshot!(packet.heading(), @"Board packet No. 2026-1");
    assert!(packet.text().contains("How these figures are made"));
    assert!(
        packet.text().contains("plumbline packet verify 2026-1"),
        "how to check it"
    );
    assert!(!packet.body.contains("<nav"), "no way anywhere else");
    let file = tablet.get(&format!("{link}/file")).await.ok();
    assert!(verified(town, file.body.as_bytes()).is_ok());
    // Until the next day, and on this device alone.
    let elsewhere = town.as_nobody().get(&link).await;
    assert_eq!(elsewhere.status, 410);
    assert!(
        elsewhere.text().contains("This link was opened on another device."),
        "{}",
        elsewhere.text()
    );
    town.at("2026-06-10 08:59");
    assert_snapshot!(tablet.get(&link).await.ok().heading(), @"Board packet No. 2026-1");
    town.at("2026-06-10 09:01");
    let over = tablet.get(&link).await;
    assert_eq!(over.status, 410);
    assert!(
        over.text().contains("The 24 hours of reading on this device are over."),
        "{}",
        over.text()
    );
}

async fn a_link_that_is_over_offers_a_new_one(town: &Town) {
    let link = linked(town).await;
    town.at("2026-07-10 09:00");
    let tablet = town.as_nobody();
    let over = tablet.get(&link).await;
    assert_eq!(over.status, 410);
    let renewal = format!("{link}/renewal");
    assert!(over.can_post(&renewal), "{}", over.text());
    let sent = tablet.post(&renewal, &[]).await.ok();
    assert_snapshot!(sent.heading(), @"A new link is on its way");
    let again = tablet.post(&renewal, &[]).await;
    assert_eq!(again.status, 422);
    assert!(
        again.text().contains("A link was mailed to you a few minutes ago."),
        "{}",
        again.text()
    );
    town.run_jobs().await;
    let mails = town.new_mails();
    let fresh: Vec<_> = mails
        .iter()
        .filter(|mail| mail.subject.contains("packet No."))
        .collect();
    assert_eq!(fresh.len(), 1);
    let packet = tablet.submit(&town.link(fresh[0]), &[]).await.ok();
    assert_snapshot!(packet.heading(), @"Board packet No. 2026-1");
    assert_eq!(town.as_nobody().get("/packet-links/0123").await.status, 410);

    // Who has left the board reads no more, and gets no new link.
    let samuel = town.person(Cast::Board);
    let act = town.act(None);
    town.write(move |conn| {
        let held = people::queries::assignments_of(conn, samuel)?[0].id;
        people::operations::end_assignment(conn, &act.clone(), held).map(drop)
    });
    let left = tablet.get(&town.link(fresh[0])).await;
    assert_eq!(left.status, 410);
    assert!(!left.body.contains("/renewal"), "{}", left.text());
    assert_eq!(tablet.post(&renewal, &[]).await.status, 422);
}

async fn two_devices_race_for_a_packet_and_one_opens_it(town: &Town) {
    let link = linked(town).await;
    let devices = [town.as_nobody(), town.as_nobody()];
    for device in &devices {
        device.get(&link).await.ok();
    }
    let opened = futures_util::future::join_all(devices.iter().map(|device| device.post(&link, &[]))).await;
    let won = opened.iter().filter(|answer| answer.status == 303).count();
    assert_eq!(
        won,
        1,
        "{:?}",
        opened.iter().map(|answer| answer.status).collect::<Vec<_>>()
    );
}

async fn two_make_the_packet_of_a_meeting_at_once(town: &Town) {
    enter(town, "2026-06-30", "7").await.ok();
    let list = town.as_(Cast::Quality).get(links::PACKETS).await.ok();
    let meeting = reading::tags(&list.body, "input")
        .into_iter()
        .find(|tag| reading::attribute(tag, "name").as_deref() == Some("meeting"))
        .and_then(|tag| reading::attribute(&tag, "value"))
        .unwrap();
    let two = [town.as_(Cast::Quality), town.as_(Cast::Board)];
    let form = [("meeting", meeting.as_str())];
    let made = futures_util::future::join_all(two.iter().map(|who| who.post(links::PACKETS, &form))).await;
    let done = made.iter().filter(|answer| answer.status == 303).count();
    assert!(done >= 1 && made.iter().all(|answer| [303, 409].contains(&answer.status)));
    // One after the other or one alone: no gap, and each but the first replaces the one before.
    let wanted: Vec<String> = (1..=done).map(|n| format!("2026-{n}")).collect();
    assert_eq!(numbers(town), wanted);
    let first: i64 = town.read(|conn| {
        Ok(packets::table
            .filter(packets::replaces_id.is_null())
            .count()
            .get_result(conn)?)
    });
    assert_eq!(first, 1);
}

async fn a_packet_of_elsewhere_does_not_exist(town: &Town) {
    let parks = town.unit(Place::Parks).to_string();
    let quinn = town.as_(Cast::Quality);
    let sent = quinn
        .post(links::PACKETS, &[("unit", &parks), ("period", "3-months")])
        .await;
    let address = sent.location().unwrap().to_owned();
    for who in [Cast::Manager, Cast::Director] {
        for part in ["", "/file", "/table.csv", "/table.xlsx", "/pdf"] {
            assert_eq!(
                town.as_(who).get(&format!("{address}{part}")).await.status,
                404,
                "{who:?}"
            );
        }
        let tried = town.as_(who).post(links::PACKETS, &[("unit", &parks)]).await;
        assert_eq!(tried.status, if who == Cast::Director { 404 } else { 403 });
    }
    let elena = town.as_(Cast::Director);
    let own = town.unit(Place::Licensing).to_string();
    assert_eq!(elena.post(links::PACKETS, &[("unit", &own)]).await.status, 303);
}

/// What the file of a packet holds as data.
fn data(town: &Town, id: PacketId) -> document::Data {
    town.read(move |conn| document::data(&queries::document(conn, id)?))
}

/// Makes the packet of Mill Valley for the last three months, as Quinn.
fn make_it(town: &Town) -> std::thread::JoinHandle<PacketId> {
    let (db, post) = (town.app.db.clone(), town.app.post.clone());
    let (act, unit) = (town.act(Some(Cast::Quality)), town.unit(Place::MillValley));
    std::thread::spawn(move || {
        let made = db.write_now(move |conn| {
            let wanted = operations::Wanted {
                unit,
                meeting: None,
                period: Period::ThreeMonths,
            };
            operations::make(conn, &act.clone(), &post, &wanted, "secret")
        });
        made.unwrap()
    })
}

#[derive(QueryableByName)]
struct Waiting {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    waiting: i64,
}

async fn what_comes_while_a_packet_is_made_is_in_all_of_it_or_in_nothing(town: &Town) {
    let day = "2026-05-13".parse().unwrap();
    counted(town, 1, day, (30, 10), false);
    let made = match town.app.db.engine() {
        // one writes at a time
        Engine::Sqlite => make_it(town),
        // somebody holds what is read in the middle, while a thousand answers are counted
        Engine::Postgres => {
            let mut other = Conn::open(town.app.db.url()).unwrap();
            other
                .batch_execute("BEGIN; LOCK TABLE layers IN ACCESS EXCLUSIVE MODE")
                .unwrap();
            let made = make_it(town);
            let waits = "SELECT count(*) AS waiting FROM pg_locks \
                         WHERE NOT granted AND relation = 'layers'::regclass";
            let begun = std::time::Instant::now();
            while diesel::sql_query(waits)
                .get_result::<Waiting>(&mut other)
                .unwrap()
                .waiting
                == 0
            {
                assert!(begun.elapsed().as_secs() < 60, "it never reads the layers");
                std::thread::yield_now();
            }
            counted(town, 1, day, (1000, 0), false);
            other.batch_execute("COMMIT").unwrap();
            made
        }
    };
    let data = data(town, made.join().unwrap());
    let table = data.tables.iter().find(|table| table.id == "layers").unwrap();
    let answers = table.head.iter().position(|head| head == "Answers").unwrap();
    let by_layer: i64 = table.rows.iter().map(|row| row[answers].parse::<i64>().unwrap()).sum();
    assert_eq!(data.figures[0].whole, by_layer, "{:?}", data.figures);
    let offices = data.tables.iter().find(|table| table.id == "offices").unwrap();
    let answers = offices.head.iter().position(|head| head == "Answers").unwrap();
    let by_office: i64 = offices
        .rows
        .iter()
        .map(|row| row[answers].parse::<i64>().unwrap())
        .sum();
    assert_eq!(data.figures[0].whole, by_office, "{:?}", data.figures);
    counted(town, 1, day, (30, 10), true);
    if town.app.db.engine() == Engine::Postgres {
        counted(town, 1, day, (1000, 0), true);
    }
}

async fn who_clicks_twice_makes_one_packet(town: &Town) {
    let (first, _) = made(town).await;
    let (again, _) = made(town).await;
    assert_eq!((first, numbers(town)), (again, vec!["2026-1".to_owned()]));
    town.at("2026-06-09 14:00");
    made(town).await;
    assert_eq!(numbers(town), ["2026-1", "2026-2"], "later it is meant");
}

async fn what_changed_since_the_last_meeting_is_told(town: &Town) {
    let day = |text: &str| text.parse().unwrap();
    counted(town, 1, day("2026-04-08"), (90, 10), false);
    enter(town, "2026-06-12", "7").await.ok();
    town.run_jobs().await;
    let address = format!("{}?unit={}", links::SUMMARY, town.unit(Place::MillValley));
    let page = async || town.as_(Cast::Board).get(&address).await.ok();
    let section = "id=\"h-met\"";
    let ahead = page().await;
    assert!(!ahead.body.contains(section), "it is still to come: {}", ahead.text());

    // In the next month the board asks again; what was read is three months to the end of May.
    town.at("2026-07-06 09:00");
    let text = page().await.text();
    let quiet = "The board met on Friday, June 12, 2026 and read of March 1 to May 31, 2026. No figure differs from that by \
                 more than chance. What was read: Board packet No. 2026-1.";
    assert!(text.contains(quiet), "{text}");
    counted(town, 1, day("2026-06-17"), (500, 0), false);
    let after = page().await;
    let text = after.text();
    let (_, met) = text.split_once("Since the last meeting\n").unwrap();
    let told = "Better: Procedures followed: 98.3%, before 90.0%. Up 8.3 points";
    assert!(met.contains(told), "{text}");
    let packet = town.read(|conn| Ok(packets::table.select(packets::id).first::<PacketId>(conn)?));
    assert!(after.body.contains(&format!("href=\"{}\"", links::packet(packet))));
    // It is frozen in the next packet, on paper, too; an office of its own has no board that met.
    let next = data(town, make_it(town).join().unwrap());
    let paper = serde_json::to_string(&next.paper).unwrap();
    assert!(
        paper.contains("Since the last meeting") && paper.contains("Up 8.3 points"),
        "{paper}"
    );
    let oak = format!("{}?unit={}", links::SUMMARY, town.unit(Place::OakStreet));
    let oak = town.as_(Cast::Board).get(&oak).await.ok();
    assert!(!oak.body.contains(section), "{}", oak.text());
    counted(town, 1, day("2026-04-08"), (90, 10), true);
    counted(town, 1, day("2026-06-17"), (500, 0), true);
}
