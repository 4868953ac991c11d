//! Files of a finding: added, checked by their content and by a virus scanner, downloaded, taken away.

use crate::browser::{Answer, Browser};
use crate::engines::Engine;
use crate::photos::jpeg;
use crate::town::{self, Cast, Place, Question, Town};
use insta::assert_snapshot;
use plumbline::base::ids::FindingId;
use plumbline::base::links;
use plumbline::findings::evidence;
use plumbline::platform::files::clamd::Clamd;
use std::io::{Read, Write};
use std::net::TcpListener;

on_both![
    a_file_is_added_downloaded_and_taken_away,
    what_is_no_document_gets_a_sentence,
    files_are_removed_by_whoever_added_them_or_leads,
    a_file_is_kept_under_the_last_part_of_its_name,
];

fn finding(town: &Town) -> FindingId {
    town.finding(Place::OakStreet, Question::WaitTime, "22 minutes.")
}

async fn add(browser: &Browser<'_>, id: FindingId, files: &[(&str, &[u8])]) -> Answer {
    let files: Vec<_> = files.iter().map(|(name, bytes)| ("evidence", *name, *bytes)).collect();
    browser
        .post_files(&format!("{}/files", links::finding(id)), &[], &files)
        .await
}

fn files(town: &Town, id: FindingId) -> Vec<(String, String)> {
    let files = town.read(move |conn| evidence::list(conn, id));
    files
        .into_iter()
        .map(|(file, _)| (format!("{}/files/{}", links::finding(id), file.id), file.name))
        .collect()
}

async fn a_file_is_added_downloaded_and_taken_away(town: &Town) {
    let id = finding(town);
    let maria = town.as_(Cast::Supervisor);
    let page = maria.get(&links::finding(id)).await.ok();
    assert_snapshot!(page.part("evidence-card"), @r"
    Files
    No files yet. A photo, a new form, or an instruction shows others what was found and what changed.
    Add files
    PDF, pictures, Word, Excel, or plain text, up to 10 MB each, and up to 20 files. Leave out what names residents.
    Add the files
    ");
    let photo = jpeg(40, 30);
    let added = add(
        &maria,
        id,
        &[
            ("Plan – neu.pdf", b"%PDF-1.7 plan"),
            ("desk.jpg", &photo),
            ("notes", b"Two lines.\n"),
        ],
    )
    .await;
    let page = maria.follow(added).await.ok();
    assert_eq!(page.flash(), "3 files are added.");
    assert_snapshot!(page.part("evidence-card"), @r"
    Files
    Plan – neu.pdf
    Maria Okafor, 1 KB, today, 9:00 AM
    Remove: Plan – neu.pdf
    It will not be shown here any more. The history keeps its name.
    Remove the file
    desk.jpg
    Maria Okafor, 1 KB, today, 9:00 AM
    Remove: desk.jpg
    It will not be shown here any more. The history keeps its name.
    Remove the file
    notes.txt
    Maria Okafor, 1 KB, today, 9:00 AM
    Remove: notes.txt
    It will not be shown here any more. The history keeps its name.
    Remove the file
    Add files
    PDF, pictures, Word, Excel, or plain text, up to 10 MB each, and up to 20 files. Leave out what names residents.
    Add the files
    ");
    let there = files(town, id);
    let plan = town.as_(Cast::Manager).get(&there[0].0).await.ok();
    assert_eq!(plan.bytes, b"%PDF-1.7 plan");
    let header = |name| plan.header(name).unwrap_or_default().to_owned();
    assert_eq!(
        header("content-disposition"),
        "attachment; filename*=UTF-8''Plan%20%E2%80%93%20neu.pdf"
    );
    assert_eq!(header("content-type"), "application/pdf");
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert_eq!(header("content-security-policy"), "default-src 'none'; sandbox");
    // Whoever does not see the finding does not get its files, and no file is got by another finding.
    assert_eq!(town.as_(Cast::Stranger).get(&there[0].0).await.status, 404);
    assert_eq!(add(&town.as_(Cast::Stranger), id, &[("a.txt", b"a")]).await.status, 404);
    let other = town.finding(Place::OakStreet, Question::Acknowledged, "One person.");
    let elsewhere = there[0].0.replace(&id.to_string(), &other.to_string());
    assert_eq!(maria.get(&elsewhere).await.status, 404);

    let page = maria.submit(&format!("{}/removal", there[0].0), &[]).await.ok();
    assert_eq!(page.flash(), "The file is removed.");
    assert_eq!(maria.get(&there[0].0).await.status, 404);
    assert_eq!(files(town, id).len(), 2);
    let history = page.part("history");
    assert!(
        history.contains("Maria Okafor removed a file Plan – neu.pdf"),
        "{history}"
    );
    assert!(
        history.contains("Maria Okafor added a file Plan – neu.pdf"),
        "{history}"
    );
}

async fn a_file_is_kept_under_the_last_part_of_its_name(town: &Town) {
    let id = finding(town);
    let maria = town.as_(Cast::Supervisor);
    let sent = [
        ("../../etc/passwd.csv", "passwd.csv"),
        (r"C:\\Users\\maria\\line.csv", "line.csv"),
        ("a\u{9f}b\u{85}.csv", "ab.csv"),
        // read from right to left it would end in "csv.exe" turned round
        ("bill\u{202e}exe.csv", "billexe.csv"),
        ("../..", "document.txt"),
    ];
    for (n, (name, kept)) in sent.iter().enumerate() {
        let bytes = format!("name,count\nline,{n}\n");
        let added = add(&maria, id, &[(*name, bytes.as_bytes())]).await;
        let page = maria.follow(added).await.ok();
        let there = files(town, id);
        let (href, told) = there.iter().find(|(_, told)| told == kept).expect(kept);
        assert!(
            page.part("evidence-card").contains(told),
            "{}",
            page.part("evidence-card")
        );
        let file = maria.get(href).await.ok();
        assert_eq!(
            file.header("content-disposition").unwrap(),
            format!("attachment; filename*=UTF-8''{kept}")
        );
        assert_eq!(file.bytes, bytes.as_bytes());
    }
}

async fn what_is_no_document_gets_a_sentence(town: &Town) {
    let id = finding(town);
    let maria = town.as_(Cast::Supervisor);
    let large = vec![b'a'; 10 * 1024 * 1024 + 1];
    let mut told = Vec::new();
    for (name, bytes) in [
        ("run.exe", &b"MZ\x90\0\x03"[..]),
        ("page.pdf", b"<html><script>alert(1)</script>"),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("nothing.txt", b""),
        ("torn.jpg", b"\xff\xd8\xff\xe0torn"),
        ("large.txt", &large),
    ] {
        let refused = add(&maria, id, &[(name, bytes)]).await;
        assert_eq!(refused.status, 422, "{name}");
        told.push(refused.error_summary());
    }
    let none = add(&maria, id, &[]).await;
    told.push(none.error_summary());
    assert_snapshot!(told.join("\n"), @r"
    run.exe is none of the kinds that are taken: PDF, pictures, Word (.docx), Excel (.xlsx), or plain text. Save it as one of these.
    page.pdf is none of the kinds that are taken: PDF, pictures, Word (.docx), Excel (.xlsx), or plain text. Save it as one of these.
    old.doc is none of the kinds that are taken: PDF, pictures, Word (.docx), Excel (.xlsx), or plain text. Save it as one of these.
    nothing.txt is empty. Choose another file.
    torn.jpg is damaged: the picture cannot be read to its end. Take it again, or choose another photo.
    large.txt is larger than 10 MB. Choose a smaller file.
    Choose a file first.
    ");
    // What is right is kept, and the same comes in once.
    let mixed = add(&maria, id, &[("good.txt", b"Good."), ("run.exe", b"MZ\x90\0")]).await;
    assert_eq!((mixed.status, files(town, id).len()), (422, 1));
    let again = add(&maria, id, &[("good again.txt", b"Good.")]).await;
    assert_eq!(
        (again.status, again.error_summary().as_str()),
        (422, "This file is here already.")
    );
    for n in 1..evidence::MOST {
        add(&maria, id, &[("n.txt", format!("{n}").as_bytes())]).await;
    }
    let many = add(&maria, id, &[("one more.txt", b"One more.")]).await;
    assert_eq!((many.status, files(town, id).len()), (422, evidence::MOST));
    assert_snapshot!(many.error_summary(), @"This finding has 20 files, which is as many as there may be. Remove one first.");
}

async fn files_are_removed_by_whoever_added_them_or_leads(town: &Town) {
    let id = finding(town);
    add(
        &town.as_(Cast::Manager),
        id,
        &[("rule.txt", b"The rule."), ("form.txt", b"The form.")],
    )
    .await;
    let there = files(town, id);
    let removal = format!("{}/removal", there[0].0);
    let maria = town.as_(Cast::Supervisor);
    let page = maria.get(&links::finding(id)).await.ok();
    assert!(page.part("evidence-card").contains("rule.txt") && !page.can_post(&removal));
    let refused = maria.post(&removal, &[]).await;
    assert_eq!(refused.status, 403);
    assert_snapshot!(refused.error_summary(), @"Somebody else added this file. Whoever added it or leads the unit can remove it.");
    assert_eq!(town.as_(Cast::Stranger).post(&removal, &[]).await.status, 404);
    let elena = town.as_(Cast::Director);
    elena.submit(&removal, &[]).await.ok();
    let reason = [("reason", "The rule changed on June 1.")];
    elena
        .submit(&format!("{}/dismissal", links::finding(id)), &reason)
        .await
        .ok();
    let closed = elena.post(&format!("{}/removal", there[1].0), &[]).await;
    assert_eq!((closed.status, files(town, id).len()), (422, 1));
    assert_snapshot!(closed.error_summary(), @"The finding is closed, so its files stay.");
}

/// A daemon that speaks as ClamAV's does, for so many files: it finds something in files that say EICAR.
fn clamd(files: usize) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    std::thread::spawn(move || {
        for _ in 0..files {
            let (mut asked, _) = listener.accept().unwrap();
            let mut command = [0; 10];
            asked.read_exact(&mut command).unwrap();
            assert_eq!(&command, b"zINSTREAM\0");
            let mut file = Vec::new();
            loop {
                let mut length = [0; 4];
                asked.read_exact(&mut length).unwrap();
                let length = u32::from_be_bytes(length) as usize;
                if length == 0 {
                    break;
                }
                let start = file.len();
                file.resize(start + length, 0);
                asked.read_exact(&mut file[start..]).unwrap();
            }
            let infected = file.windows(5).any(|part| part == b"EICAR");
            let answer: &[u8] = if infected {
                b"stream: Eicar-Signature FOUND\0"
            } else {
                b"stream: OK\0"
            };
            asked.write_all(answer).unwrap();
        }
    });
    address
}

#[test]
fn a_virus_scanner_looks_at_every_file() {
    let address = clamd(2);
    town::run_with(
        Engine::Sqlite,
        |settings| settings.clamd = Some(Clamd::Tcp(address.clone())),
        async |town: &Town| {
            let id = finding(town);
            let maria = town.as_(Cast::Supervisor);
            let long = vec![b'a'; 200_000];
            assert_eq!(add(&maria, id, &[("long.txt", &long)]).await.status, 303);
            let infected = add(&maria, id, &[("bad.txt", b"X5O EICAR")]).await;
            assert_eq!(infected.status, 422);
            assert_snapshot!(infected.error_summary(), @"bad.txt was not kept: the virus scanner found something in it. Tell whoever looks after your computers.");
            // The daemon is gone: nothing is taken unseen.
            let unseen = add(&maria, id, &[("good.txt", b"Good.")]).await;
            assert_eq!((unseen.status, files(town, id).len()), (422, 1));
            assert_snapshot!(unseen.error_summary(), @"good.txt was not kept: the virus scanner cannot be reached. Try again later, or tell your administrator.");
        },
    );
}
