//! Manuals: read and searched by everybody; brought in, corrected, compared and put into force by quality staff.

use crate::browser::{Answer, Browser};
use crate::reading;
use crate::town::{Cast, Town};
use insta::assert_snapshot;
use plumbline::manuals::queries;
use std::io::Write;
use zip::write::SimpleFileOptions;

on_both![
    a_word_file_becomes_an_edition_after_a_look_at_it,
    wrong_files_are_refused_with_a_reason_and_change_nothing,
    a_file_that_was_read_need_not_be_chosen_again,
    the_next_edition_is_written_in_the_browser,
    mistakes_are_told_with_their_line_and_nothing_typed_is_lost,
    an_edition_in_force_never_changes,
    two_editors_of_a_draft_lose_nothing,
    the_first_day_of_a_draft_moves_until_it_has_come,
    editions_are_compared_word_by_word,
    clauses_are_found_in_every_manual,
    script_in_a_manual_never_runs,
    an_edition_leaves_as_the_file_it_came_as,
    only_quality_staff_write_manuals,
    manuals_of_an_earlier_release_are_made_whole_at_start,
];

/// A Word file with this body.
fn word(body: &str) -> Vec<u8> {
    zipped(&format!(
        "<?xml version=\"1.0\"?><w:document><w:body>{body}</w:body></w:document>"
    ))
}

fn zipped(document: &str) -> Vec<u8> {
    let styles = "<w:styles><w:style w:styleId=\"h1\"><w:name w:val=\"heading 1\"/></w:style>\
                  <w:style w:styleId=\"h2\"><w:name w:val=\"heading 2\"/></w:style></w:styles>";
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in [("word/document.xml", document), ("word/styles.xml", styles)] {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn para(style: &str, words: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>")
}

/// The address of the manual with this code.
fn manual(town: &Town, code: &'static str) -> String {
    let found = town.read(move |conn| Ok(queries::find_by_code(conn, code)?));
    format!("/manuals/{}", found.unwrap().id)
}

/// How many manuals, editions and clauses there are.
fn counted(town: &Town) -> (i64, i64, i64) {
    use diesel::prelude::*;
    use plumbline::schema::{clauses, editions, manuals};
    town.read(|conn| {
        Ok((
            manuals::table.count().get_result(conn)?,
            editions::table.count().get_result(conn)?,
            clauses::table.count().get_result(conn)?,
        ))
    })
}

/// The text that stands in the draft page, with the fingerprint it goes by.
fn draft(page: &Answer) -> (String, String) {
    let text = page.body.split_once("name=\"source\"").unwrap().1;
    let text = text.split_once(">\n").unwrap().1.split_once("</textarea>").unwrap().0;
    let plain = text
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#x27;", "'")
        .replace("&#39;", "'")
        .replace("&#x2F;", "/")
        .replace("&amp;", "&");
    (plain, reading::field(&page.body, "seen").unwrap_or_default())
}

/// Sends the form of the draft page.
async fn send(quinn: &Browser<'_>, address: &str, text: &str, seen: &str) -> Answer {
    let fields =
        [("own", "1"), ("source", text), ("seen", seen)].map(|(name, value)| (name.to_owned(), value.to_owned()));
    quinn.post_multipart(address, &fields).await
}

const NEXT: &str = "---
manual: CS
title: Customer service manual
edition: 2
in-force-from: 2026-07-01
---
# 1 At the counter {#counter}
This part binds everybody who serves people at a counter.

## 1.1 Signs {#signs}
Signs can be read from afar.

## 1.2 Seeing people {#seeing}
Each person in line is acknowledged within 3 minutes.

## 1.3 Waiting {#waiting}
Nobody waits longer than 10 minutes.
";

async fn a_word_file_becomes_an_edition_after_a_look_at_it(town: &Town) {
    let quinn = town.as_(Cast::Quality);
    let cs = manual(town, "CS");
    let id = cs.trim_start_matches("/manuals/").to_owned();
    let file = word(
        &[
            para("h1", "At the counter"),
            para("", "Everybody who serves people at a counter."),
            para("h2", "Seeing people"),
            para("", "Each person in line is acknowledged within 3 minutes."),
            para("h2", "Signs"),
            para("", "Signs &lt;can&gt; be read."),
        ]
        .concat(),
    );
    let before = counted(town);
    let fields = [("manual", id.as_str()), ("day", "2026-07-01")];
    let page = quinn
        .post_file("/manuals/new", &fields, "manual.docx", &file)
        .await
        .ok();
    assert_eq!(counted(town), before);
    assert_eq!(page.heading(), "CS, edition 2");
    let (text, seen) = draft(&page);
    assert_snapshot!(text, @r"
    ---
    manual: CS
    title: Customer service manual
    edition: 2
    in-force-from: 2026-07-01
    ---
    # 1 At the counter {#counter}
    Everybody who serves people at a counter.

    ## 1.1 Seeing people {#seeing}
    Each person in line is acknowledged within 3 minutes.

    ## 1.2 Signs {#waiting}
    Signs \<can\> be read.
    ");
    for word in ["2 with new words", "1 gone", "1 as before", "1.1 Seeing people"] {
        assert!(page.text().contains(word), "{word}: {}", page.text());
    }
    let saved = send(&quinn, "/manuals", &text, &seen).await;
    let page = quinn.follow(saved).await.ok();
    assert_snapshot!(page.flash(), @"Edition 2 is saved as a draft. It comes into force on Wednesday, July 1, 2026.");
    assert!(page.text().contains("Signs <can> be read."));
    let list = quinn.get(&format!("{cs}/editions")).await.ok();
    assert!(list.text().contains("Quinn Harper"), "{}", list.text());
    // The edition in force is what it was, until its day.
    assert!(quinn.get(&cs).await.ok().text().contains("Edition 1, in force since"));
    town.at("2026-07-01 09:00");
    town.run_jobs().await;
    let quinn = town.as_(Cast::Quality);
    assert!(quinn.get(&cs).await.ok().text().contains("Edition 2, in force since"));
}

async fn wrong_files_are_refused_with_a_reason_and_change_nothing(town: &Town) {
    let quinn = town.as_(Cast::Quality);
    let before = counted(town);
    let fields = [("code", "PH"), ("title", "Phones"), ("day", "2026-07-01")];
    let many: String = (0..10_000).map(|n| para("h1", &format!("Chapter {n}"))).collect();
    let bomb = zipped(&"<w:p/>".repeat(15_000_000));
    let files: [(&str, Vec<u8>); 8] = [
        ("words.docx", b"Just words.".to_vec()),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec()),
        ("torn.docx", zipped("<w:p><w:r></w:p>")),
        ("bomb.docx", bomb),
        ("many.docx", word(&many)),
        ("plain.docx", word(&para("", "No heading."))),
        ("photo.md", b"\x89PNG\0\x01".to_vec()),
        ("long.md", format!("# 1 Long\n{}", "word ".repeat(100_000)).into_bytes()),
    ];
    let mut told = String::new();
    for (name, file) in &files {
        let page = quinn.post_file("/manuals/new", &fields, name, file).await;
        assert_eq!(page.status, 422, "{name}");
        told.push_str(&format!("{name}: {}\n", page.error_summary()));
        assert!(page.body.contains("value=\"Phones\""), "what was typed is lost");
    }
    assert_snapshot!(told, @r"
    words.docx: This is not a Word file (.docx), whatever its name says. Open it, and save it as Word or as plain text.
    old.doc: This is a Word file of the old kind, or one with a password. Open it in Word and save it as .docx without a password.
    torn.docx: This Word file is damaged. Open it in Word, save it again, and choose that file.
    bomb.docx: This Word file unpacks to more than 80 MB. Divide it into several manuals.
    many.docx: 10,000 headings make 10,000 clauses; an edition has at most 1,000. Divide the manual.
    plain.docx: There is no heading, and each clause begins with one. In Word, use the styles Heading 1 to Heading 3; in Markdown, begin the line with #.
    photo.md: This is neither a text nor a Word file. Choose a .md or .docx file.
    long.md: The text has more than 400 KB. Divide it into several manuals.
    ");
    let empty = quinn.post_multipart("/manuals/new", &[]).await;
    assert_snapshot!(empty.error_summary(), @"Choose a file, or paste a text.");
    let bad = [
        ("source", "# 1 A\nb"),
        ("code", "lower case"),
        ("day", "soon"),
        ("edition", "two"),
    ];
    let bad = bad.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let page = quinn.post_multipart("/manuals/new", &bad).await;
    assert_eq!(page.status, 422);
    assert_snapshot!(page.error_summary(), @r"
    This is no date from 1900 to 2199. Write it as year-month-day: 2026-06-09.
    Enter a number.
    The code has 1 to 8 capital letters and digits, for example CS.
    Give the new manual a title.
    ");
    assert_eq!(counted(town), before);
}

async fn a_file_that_was_read_need_not_be_chosen_again(town: &Town) {
    let quinn = town.as_(Cast::Quality);
    // Windows-1252, and a word of 200 letters.
    let long = "w".repeat(200);
    let file = [
        b"# Caf\xe9 manual\n\n## Open\nWe \x93open\x94 at 8. ",
        long.as_bytes(),
        b"\n",
    ]
    .concat();
    let page = quinn
        .post_file("/manuals/new", &[("day", "2026-07-01")], "cafe.md", &file)
        .await;
    assert_eq!(page.status, 422);
    assert_snapshot!(page.error_summary(), @"Choose the manual, or give the code of a new one.");
    let source = page.body.split_once("name=\"source\"").unwrap().1;
    assert!(source.contains("# 1 Open") && source.contains(&long), "{source}");
    let fields = [("code", "CF"), ("day", "2026-07-01")];
    let page = quinn.post_file("/manuals/new", &fields, "cafe.md", &file).await.ok();
    let (text, seen) = draft(&page);
    assert!(
        text.contains("title: Caf\u{e9} manual") && text.contains("We \u{201c}open\u{201d} at 8."),
        "{text}"
    );
    assert!(page.text().contains("It was read as Windows-1252"), "{}", page.text());
    let saved = send(&quinn, "/manuals", &text, &seen).await;
    let page = quinn.follow(saved).await.ok();
    assert_eq!(page.heading(), "Caf\u{e9} manual");
    assert!(page.text().contains(&long));
}

async fn the_next_edition_is_written_in_the_browser(town: &Town) {
    let quinn = town.as_(Cast::Quality);
    let cs = manual(town, "CS");
    let page = quinn.get(&format!("{cs}/editions/new")).await.ok();
    let (text, seen) = draft(&page);
    assert!(text.contains("edition: 2\nin-force-from: 2026-07-07\n"), "{text}");
    assert_eq!(counted(town).1, 1);
    let text = text.replace("within 3 minutes", "within 2 minutes");
    let looked = send(&quinn, "/manuals/new", &text, &seen).await.ok();
    assert_eq!(counted(town).1, 1);
    assert!(looked.text().contains("1 with new words"), "{}", looked.text());
    let saved = send(&quinn, "/manuals", &text, &draft(&looked).1).await;
    let page = quinn.follow(saved).await.ok();
    assert!(page.text().contains("within 2 minutes"));
    // From now on there is a draft to go on writing.
    let to = quinn.get(&format!("{cs}/editions/new")).await;
    assert_eq!(to.location().unwrap(), format!("{cs}/editions/2/edit"));
    assert_eq!(draft(&quinn.get(&format!("{cs}/editions/2/edit")).await.ok()).0, text);
}

async fn mistakes_are_told_with_their_line_and_nothing_typed_is_lost(town: &Town) {
    let quinn = town.as_(Cast::Quality);
    let before = counted(town);
    let text = NEXT.replace("{#signs}", "").replace("## 1.3 Waiting", "## 1.2 Waiting");
    for address in ["/manuals/new", "/manuals"] {
        let page = send(&quinn, address, &text, "").await;
        assert_eq!(page.status, 422);
        assert_snapshot!(page.error_summary(), @"The text has 2 mistakes. Correct them and check again.");
        assert!(
            page.text().contains("Line 10 this heading has no key"),
            "{}",
            page.text()
        );
        assert_eq!(draft(&page).0, text);
    }
    for (text, _) in [("", 0), ("---\n", 0), ("# 1 No block\n", 0)] {
        assert_eq!(send(&quinn, "/manuals", text, "").await.status, 422);
    }
    let far = NEXT.replace("2026-07-01", "9999-01-01");
    let page = send(&quinn, "/manuals", &far, "").await;
    assert_snapshot!(page.error_summary(), @"Check the number of the edition and its first day: a day from 1900 to 2199.");
    assert_eq!(counted(town), before);
}

async fn an_edition_in_force_never_changes(town: &Town) {
    let quinn = town.as_(Cast::Quality);
    let cs = manual(town, "CS");
    let before = quinn.get(&format!("{cs}/editions/1/file")).await.ok().body;
    let page = send(&quinn, "/manuals", &NEXT.replace("edition: 2", "edition: 1"), "").await;
    assert_eq!(page.status, 422);
    assert_snapshot!(page.error_summary(), @"Edition 1 of CS has been in force and has other words. An edition in force never changes: give the new text edition number 2.");
    let to = quinn.get(&format!("{cs}/editions/1/edit")).await;
    assert_snapshot!(quinn.follow(to).await.flash(), @"Edition 1 has been in force and never changes. Write the next edition.");
    let day = quinn
        .post(&format!("{cs}/editions/1/first-day"), &[("day", "2026-08-01")])
        .await;
    assert_eq!(day.status, 422);
    // An edition whose first day has come is in force at once, which is said before.
    let now = NEXT.replace("2026-07-01", "2026-06-09");
    let page = send(&quinn, "/manuals/new", &now, "").await.ok();
    assert!(
        page.text().contains("once it is saved it is in force"),
        "{}",
        page.text()
    );
    assert_eq!(send(&quinn, "/manuals", &now, "").await.status, 303);
    let older = NEXT.replace("edition: 2", "edition: 1");
    assert_eq!(send(&quinn, "/manuals", &older, "").await.status, 422);
    let page = quinn.get(&cs).await.ok();
    assert!(page.text().contains("Edition 2, in force since"));
    assert_eq!(quinn.get(&format!("{cs}/editions/1/file")).await.ok().body, before);
}

async fn two_editors_of_a_draft_lose_nothing(town: &Town) {
    let (quinn, other) = (town.as_(Cast::Quality), town.as_(Cast::Quality));
    let cs = manual(town, "CS");
    assert_eq!(send(&quinn, "/manuals", NEXT, "").await.status, 303);
    let edit = format!("{cs}/editions/2/edit");
    let (_, seen) = draft(&quinn.get(&edit).await.ok());
    other.get(&edit).await.ok();
    let first = NEXT.replace("from afar", "from the door");
    let second = NEXT.replace("10 minutes", "12 minutes");
    assert_eq!(send(&other, "/manuals", &first, &seen).await.status, 303);
    let page = send(&quinn, "/manuals", &second, &seen).await;
    assert_eq!(page.status, 422);
    assert_snapshot!(page.error_summary(), @"Somebody else saved edition 2 while you were writing. Nothing of yours is saved yet, and nothing is lost.");
    assert!(
        page.text().contains("Quinn Harper saved this draft meanwhile"),
        "{}",
        page.text()
    );
    let (mine, seen) = draft(&page);
    assert_eq!(mine, second);
    assert!(
        page.body.contains("from the door") && page.text().contains("2 with new words"),
        "{}",
        page.text()
    );
    let file = format!("{cs}/editions/2/file");
    assert_eq!(quinn.get(&file).await.body, first);
    // Somebody who never saw the draft does not write over it either.
    let third = NEXT.replace("10 minutes", "8 minutes");
    assert_eq!(send(&other, "/manuals", &third, "").await.status, 422);
    assert_eq!(quinn.get(&file).await.body, first);
    assert_eq!(send(&quinn, "/manuals", &mine, &seen).await.status, 303);
    assert_eq!(quinn.get(&file).await.body, second);
}

async fn the_first_day_of_a_draft_moves_until_it_has_come(town: &Town) {
    let quinn = town.as_(Cast::Quality);
    let cs = manual(town, "CS");
    send(&quinn, "/manuals", NEXT, "").await;
    let list = format!("{cs}/editions");
    let seen = reading::field(&quinn.get(&list).await.ok().body, "seen").unwrap();
    let first_day = format!("{cs}/editions/2/first-day");
    let page = quinn.post(&first_day, &[("day", "2026-06-09"), ("seen", &seen)]).await;
    assert_eq!(page.status, 422);
    assert_snapshot!(page.error_summary(), @"Choose a day after today.");
    let page = quinn
        .submit(&first_day, &[("day", "2026-06-20"), ("seen", &seen)])
        .await
        .ok();
    assert_snapshot!(page.flash(), @"Edition 2 comes into force on Saturday, June 20, 2026.");
    // A page that is older than this change is told.
    let page = quinn
        .submit(&first_day, &[("day", "2026-06-21"), ("seen", &seen)])
        .await
        .ok();
    assert_snapshot!(page.flash(), @"Somebody else saved edition 2 meanwhile. Look at it, then choose the day again.");
    let file = quinn.get(&format!("{cs}/editions/2/file")).await.ok().body;
    assert_eq!(file, NEXT.replace("2026-07-01", "2026-06-20"));
}

async fn editions_are_compared_word_by_word(town: &Town) {
    let quinn = town.as_(Cast::Quality);
    let cs = manual(town, "CS");
    send(&quinn, "/manuals", NEXT, "").await;
    let page = town
        .as_(Cast::Clerk)
        .get(&format!("{cs}/compare?from=1&to=2"))
        .await
        .ok();
    assert_snapshot!(page.text(), @r"
    Editions
    From edition 1 to edition 2
    Customer service manual
    From
    To
    Compare
    What changed
    1 new
    1 with new words
    1 with another number
    1 gone
    1 as before
    1 clause as before
    1 At the counter
    1.1 Signs
    New
    Show its words
    Signs can be read from afar.
    1.1
    1.2
    Seeing people
    Was 1.1, same words
    1.2
    1.3
    Waiting
    New words
    Nobody waits longer than
    15
    10
    minutes.
    At 10 minutes another position opens.
    1.3 Proof of identity
    Gone
    Show the words that are gone
    The clerk looks at the document itself before anything of the record is said or shown.
    ");
    assert!(
        page.body.contains("<del>15</del>") || page.body.contains("<del>15 "),
        "{}",
        page.body
    );
    assert_eq!(
        quinn.get(&format!("{cs}/compare")).await.ok().heading(),
        "From edition 1 to edition 2"
    );
    let same = quinn.get(&format!("{cs}/compare?from=2&to=2")).await.ok();
    assert!(same.text().contains("Both editions say the same."));
    for bad in ["from=1&to=9", "from=x", "from=1&to=99999999999"] {
        assert_eq!(quinn.get(&format!("{cs}/compare?{bad}")).await.status, 404, "{bad}");
    }
}

async fn clauses_are_found_in_every_manual(town: &Town) {
    let quinn = town.as_(Cast::Quality);
    let clauses: String = (1..=60)
        .map(|n| format!("# {n} Rule {n} {{#rule-{n}}}\nAnswer the *telephone* 100% kindly.\n\n"))
        .collect();
    let text = format!("---\nmanual: PH\ntitle: Phones\nedition: 1\nin-force-from: 2026-06-01\n---\n{clauses}");
    assert_eq!(send(&quinn, "/manuals", &text, "").await.status, 303);
    let jo = town.as_(Cast::Clerk);
    let page = jo.get("/manuals?q=PROOF+identity").await.ok();
    assert!(page.text().contains("CS 1.3 Proof of identity"), "{}", page.text());
    let hit = jo.get("/manuals?q=1.3").await.ok();
    assert!(hit.body.contains(&format!("{}#c-", manual(town, "CS"))), "{}", hit.body);
    let page = jo.get("/manuals?q=telephone+kindly").await.ok();
    assert!(page.body.contains("<mark>telephone</mark>"), "{}", page.body);
    assert!(page.text().contains("PH 50 Rule 50") && !page.text().contains("PH 51 Rule 51"));
    let more = reading::tags(&page.body, "a")
        .into_iter()
        .find_map(|tag| reading::attribute(&tag, "href").filter(|to| to.contains("after=")));
    let page = jo.get(&more.unwrap().replace("&amp;", "&")).await.ok();
    assert!(
        page.text().contains("PH 51 Rule 51") && page.text().contains("PH 60 Rule 60"),
        "{}",
        page.text()
    );
    assert!(!page.text().contains("PH 50 Rule 50") && !page.text().contains("More clauses"));
    // Signs of the database are only signs.
    assert!(jo.get("/manuals?q=100%25").await.ok().text().contains("Rule 1"));
    let nothing = jo.get("/manuals?q=%25_%25&after=x.y").await.ok();
    assert!(nothing.text().contains("Nothing found"), "{}", nothing.text());
    // Within one manual, and only in the edition in force.
    assert!(
        jo.get(&format!("{}?q=telephone", manual(town, "CS")))
            .await
            .ok()
            .text()
            .contains("No clause has these words.")
    );
    send(&quinn, "/manuals", NEXT, "").await;
    assert!(jo.get("/manuals?q=afar").await.ok().text().contains("Nothing found"));
}

async fn script_in_a_manual_never_runs(town: &Town) {
    let quinn = town.as_(Cast::Quality);
    let bad = "<script>alert(1)</script> [here](javascript:alert(1)) <img src=x onerror=alert(1)> ![x](http://evil.example/x.png)";
    let text = NEXT
        .replace("Signs can be read", bad)
        .replace("## 1.1 Signs", "## 1.1 <b>Signs</b>");
    let saved = send(&quinn, "/manuals", &text, "").await;
    let cs = manual(town, "CS");
    let pages = [
        quinn.follow(saved).await.ok(),
        quinn.get(&format!("{cs}/compare")).await.ok(),
        quinn.get(&format!("{cs}/editions/2/edit")).await.ok(),
    ];
    for page in pages {
        let main = reading::main(&page.body);
        for markup in ["<script", "<img", "href=\"javascript", "<b>Signs"] {
            assert!(!main.contains(markup), "{markup} in {main}");
        }
        assert!(page.body.contains("alert(1)"));
    }
}

async fn an_edition_leaves_as_the_file_it_came_as(town: &Town) {
    let jo = town.as_(Cast::Clerk);
    let cs = manual(town, "CS");
    let answer = jo.get(&format!("{cs}/editions/1/file")).await.ok();
    assert_eq!(answer.body, include_str!("agency/manuals/cs.md"));
    assert_eq!(
        answer.header("content-disposition"),
        Some("attachment; filename=\"cs.md\"")
    );
    assert_eq!(jo.get(&format!("{cs}/editions/7/file")).await.status, 404);
    let quinn = town.as_(Cast::Quality);
    let same = send(&quinn, "/manuals", &answer.body, "").await;
    assert_snapshot!(quinn.follow(same).await.flash(), @"Edition 1 has these words already. Nothing was changed.");
}

async fn only_quality_staff_write_manuals(town: &Town) {
    let maria = town.as_(Cast::Supervisor);
    let cs = manual(town, "CS");
    for page in [
        "/manuals/new".to_owned(),
        format!("{cs}/editions/new"),
        format!("{cs}/editions/1/edit"),
    ] {
        assert_eq!(maria.get(&page).await.status, 403, "{page}");
    }
    assert_eq!(send(&maria, "/manuals", NEXT, "").await.status, 403);
    let page = maria.get(&cs).await.ok();
    assert!(!page.text().contains("Write the next edition"));
    assert!(!maria.get("/manuals").await.ok().text().contains("Import a manual"));
}

async fn manuals_of_an_earlier_release_are_made_whole_at_start(town: &Town) {
    use diesel::prelude::*;
    use plumbline::schema::{clause_texts, editions};
    town.write(|conn| {
        diesel::update(editions::table)
            .set(editions::source.eq(""))
            .execute(conn)?;
        diesel::update(clause_texts::table)
            .set(clause_texts::search.eq(""))
            .execute(conn)?;
        Ok(())
    });
    let jo = town.as_(Cast::Clerk);
    assert!(
        jo.get("/manuals?q=identity")
            .await
            .ok()
            .text()
            .contains("Nothing found")
    );
    let filled = town.write(plumbline::manuals::operations::fill_older);
    assert_eq!(filled, 5);
    assert_eq!(town.write(plumbline::manuals::operations::fill_older), 0);
    assert!(
        jo.get("/manuals?q=identity")
            .await
            .ok()
            .text()
            .contains("Proof of identity")
    );
    let file = jo.get(&format!("{}/editions/1/file", manual(town, "CS"))).await.ok();
    let clauses = |text: &str| {
        plumbline::manuals::file::read("cs.md", text)
            .unwrap()
            .clauses
            .into_iter()
            .map(|c| (c.number, c.key, c.title, c.body))
            .collect::<Vec<_>>()
    };
    assert_eq!(clauses(&file.body), clauses(include_str!("agency/manuals/cs.md")));
}
