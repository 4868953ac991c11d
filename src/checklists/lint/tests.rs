//! The linter on real sentences: what it finds, and above all where it is silent.

use super::*;
use crate::checklists::file;
use crate::checklists::library::Library;
use crate::platform::i18n::I18n;

fn asked(text: &str) -> Question {
    let source = format!(
        "schema: 1\ntemplate: a\ntitle: A\nprocess: {{ id: a, name: A }}\nsections:\n  - title: A\n    questions:\n      - {{ id: q, text: {}, severity: minor, look-for: \"Signature, date and stamp on the sheet.\", why: People wait., clause: CS 1, goal: G1, reaction: [Ask.] }}\n",
        serde_json::to_string(text).unwrap()
    );
    file::read("a.yaml", &source)
        .unwrap()
        .questions()
        .next()
        .unwrap()
        .clone()
}

fn rules(text: &str) -> Vec<Rule> {
    lint_question(&asked(text), "en")
        .iter()
        .map(|advice| advice.rule)
        .collect()
}

/// What a person reads about a question, the better wording below.
fn told(text: &str) -> String {
    said(&lint_question(&asked(text), "en"))
}

fn said(advice: &[Advice]) -> String {
    let i18n = I18n::load().unwrap();
    let lines = advice.iter().flat_map(|advice| {
        let better = advice.better().map(|better| format!("  {}", i18n.say("en", &better)));
        [
            Some(format!("{} {}", advice.field, i18n.say("en", &advice.said()))),
            better,
        ]
    });
    let lines = lines.flatten().collect::<Vec<_>>().join("\n");
    assert!(!lines.contains('{'), "a word is missing in: {lines}");
    lines
}

#[test]
fn one_question_stays_one() {
    for text in [
        "Does the notice give name and number of the stand-in?",
        "Does each e-mail end with name, office, phone, hours and portal address?",
        "Are the kind of ID and its expiry date noted for each applicant?",
        "Can hours, charter and the way to each counter be read from the entrance?",
        "Is each notice written in English and Spanish?",
        "Are the date and time on the slip?",
        "Did the board name the charter promise most at risk and what it will do?",
        "Does each first message give number, name, date and a way to follow?",
        "Were private facts pointed to or written down instead of said aloud?",
        "Are all screens turned or filtered so that people in line cannot read them?",
        "Does each closing note say what was done, or give the reason in plain words?",
        "Was the person who came in and asked for a form served within 5 minutes?",
        "Does the emergency plan name the services that go on and how?",
        "Is there a chair where a visitor can sit and write?",
        "Does a visitor find a place to sit and write?",
        "Does the log show date and call of each visit?",
        "Is the list signed by the director and the manager?",
        "Do the totals of cash and checks match the slip?",
        "Are lost and found items stored in the locked cabinet?",
        "Does the sheet carry the names of the clerk and the visitor?",
        "Did the last case sent by a council member get the same turn of work as others?",
        "Is the portal's link on the poster as well as on the slip?",
        "Does each item of the department's news name a date, place and contact?",
        "Do name and address on the envelope match the file?",
        "Is the area between the door and the counter dry?",
        "Does each notice say what, who is affected, what was done and what comes next?",
        "Are the fees and opening hours posted at the door?",
        "Did the clerk say \"please wait and take a seat\" to each visitor?",
    ] {
        assert!(!rules(text).contains(&Rule::TwoQuestions), "{text}");
    }
}

#[test]
fn two_questions_are_told_with_each_on_its_own() {
    let halves = |text: &str| {
        let two = grammar::two_questions(&grammar::without_quotations(text)).unwrap_or_else(|| panic!("{text}"));
        two.halves.map_or_else(
            || format!("({})", two.joint),
            |(first, second)| format!("{first} | {second}"),
        )
    };
    let told: Vec<String> = [
        "Does the clerk greet the visitor and ask for the name?",
        "Is each sheet signed and dated?",
        "Is the desk clean and tidy?",
        "Is the floor dry, flat and free of cables where people walk?",
        "Are all exits of the public area free and unlocked?",
        "Is the greeting friendly and the name badge visible?",
        "Was the visitor greeted and offered a seat?",
        "Is the form signed and is the copy filed?",
        "Did the clerk check the ID and sign the sheet?",
        "Is the desk open? Is the sign on?",
        "Was the door locked or was the alarm set?",
        "After the last spill, was the floor cleaned and then dried?",
        "Did the applicant read and confirm the draft before printing?",
        "Does the clerk smile as well as thank the visitor?",
        "Can the clerk find the form & explain the fee?",
    ]
    .iter()
    .map(|text| halves(text))
    .collect();
    insta::assert_snapshot!(told.join("\n"), @r#"
    Does the clerk greet the visitor? | Does the clerk ask for the name?
    Is each sheet signed? | Is each sheet dated?
    Is the desk clean? | Is the desk tidy?
    Is the floor dry and flat? | Is the floor free of cables where people walk?
    Are all exits of the public area free? | Are all exits of the public area unlocked?
    Is the greeting friendly? | Is the name badge visible?
    Was the visitor greeted? | Was the visitor offered a seat?
    Is the form signed? | Is the copy filed?
    Did the clerk check the ID? | Did the clerk sign the sheet?
    Is the desk open? | Is the sign on?
    Was the door locked? | Was the alarm set?
    After the last spill, was the floor cleaned? | Was the floor dried?
    Did the applicant read the draft before printing? | Did the applicant confirm the draft before printing?
    Does the clerk smile? | Does the clerk thank the visitor?
    Can the clerk find the form? | Can the clerk explain the fee?
    "#);
}

#[test]
fn a_negation_is_turned_round() {
    let turned = |text: &str| {
        let not = grammar::negation(text).unwrap_or_else(|| panic!("{text}"));
        format!(
            "{}{}: {}",
            not.word,
            if not.yes_is_bad { " (bad)" } else { "" },
            not.wording.unwrap_or_default()
        )
    };
    let told: Vec<String> = [
        "Are there no boxes in the hallway?",
        "Is there any damage to the counter?",
        "Are there errors on the forms?",
        "Isn't the door locked?",
        "Is the door not locked?",
        "Did nobody wait longer than 15 minutes?",
        "Are any forms missing?",
        "Is anything broken?",
        "Did the clerk fail to greet the visitor?",
        "Did the clerk never leave the desk?",
    ]
    .iter()
    .map(|text| turned(text))
    .collect();
    insta::assert_snapshot!(told.join("\n"), @r#"
    no: Is the hallway free of boxes?
    damage (bad): Is the counter free of damage?
    errors (bad): Are the forms free of errors?
    Isn't: Is the door locked?
    not: Is the door locked?
    nobody: 
    missing (bad): Are all forms in place?
    broken (bad): Is everything in working order?
    fail (bad): Did the clerk greet the visitor?
    never:
    "#);
}

#[test]
fn a_negation_is_told_with_the_other_wording_where_there_is_one() {
    insta::assert_snapshot!(told("Isn't the door locked?"), @r#"
    text With “Isn't” in the question, “yes” and “no” are easily mixed up, and a finding may come from a slip.
      Ask “Is the door locked?”
    "#);
    insta::assert_snapshot!(told("Did nobody wait longer than 15 minutes?"), @r#"
    text With “nobody” in the question, “yes” and “no” are easily mixed up, and a finding may come from a slip.
      Ask for what should be there or be done instead, so that yes means it conforms.
    "#);
    insta::assert_snapshot!(told("Are any forms missing?"), @r#"
    text With “missing”, a yes means that something is wrong. Here yes always means that the work conforms, and a hurried auditor taps the wrong answer.
      Ask “Are all forms in place?”
    "#);
}

#[test]
fn a_long_sentence_of_short_words_is_to_be_shorter() {
    let long = "Does every yellow folder under the middle counter carry a printed number over its paper label?";
    insta::assert_snapshot!(told(long), @r#"
    text It reads at school grade 12. Plain words end at grade 8, and people read this standing up, with somebody waiting.
      Use shorter sentences, with one thing in each.
    "#);
}

#[test]
fn a_yes_that_is_good_is_left_alone() {
    for text in [
        "Are printers and copiers free of papers left behind?",
        "Is there a complaint form at the counter?",
        "Is each case of the sample that shows a sign of danger flagged as sensitive?",
        "Was a case opened for the last lost item while the customer was there?",
        "Was the mail stamped not later than 11:00?",
        "Does the note say whether the matter is settled or not?",
        "Can the page be used without a mouse?",
        "Does each letter that refuses something say how to disagree?",
        "Is each case marked \"not applicable\" explained?",
        "Is there a further report to the city manager from the same day?",
        "Does the list name what is missing?",
        "Are the papers still missing named in writing with a way to bring them?",
    ] {
        assert_eq!(grammar::negation(&grammar::without_quotations(text)), None, "{text}");
    }
}

#[test]
fn yes_has_to_be_an_answer() {
    assert!(rules("How is the visitor greeted?").contains(&Rule::NotYesNo));
    assert!(rules("What does the sign say?").contains(&Rule::NotYesNo));
    assert!(
        !rules("Where a date was missed, did the resident get a new one before it passed?").contains(&Rule::NotYesNo)
    );
}

#[test]
fn vague_words_come_with_what_to_say_instead() {
    insta::assert_snapshot!(told("Is the form PROPERLY filled in?"), @r#"
    text “PROPERLY” can mean something else to everybody, so two auditors give two answers. Right by which rule?
      Instead of “PROPERLY”, name what you can see: the fields that are filled in, the date, the stamp, the page of the manual it agrees with.
    "#);
    insta::assert_snapshot!(told("Is the answer given in a timely manner?"), @r#"
    text “in a timely manner” can mean something else to everybody, so two auditors give two answers. By when?
      Instead of “in a timely manner”, give the time: within 3 minutes, by 11:00, on the same day.
    "#);
    insta::assert_snapshot!(told("Is the form correct, accurate and up to date?"), @r#"
    text “correct, accurate” can mean something else to everybody, so two auditors give two answers. Right by which rule?
      Instead of “correct, accurate”, name what you can see: the fields that are filled in, the date, the stamp, the page of the manual it agrees with.
    text “up to date” can mean something else to everybody, so two auditors give two answers. What would be there, and what not?
      Instead of “up to date”, name what is there or is not: no papers on the desk, the edition of this year.
    "#);
    for text in [
        "How many people are in line?",
        "Is the sign \"good service\" at the door?",
        "Is the wellness room open at 8:00?",
        "Is the poster on the wall as well as on the door?",
    ] {
        assert!(!rules(text).contains(&Rule::Vague), "{text}");
    }
}

#[test]
fn a_question_that_is_well_made_is_told_so() {
    let i18n = I18n::load().unwrap();
    let question = asked("Did the patron leave with a case number?");
    assert_eq!(said(&lint_question(&question, "en")), "");
    let passes: Vec<String> = passes(&question, "en")
        .iter()
        .map(|pass| i18n.say("en", &pass.said()))
        .collect();
    assert_eq!(
        passes,
        ["Asks one thing", "Yes means it conforms", "Plain words, grade 2"]
    );
    let bad = super::passes(
        &asked("Is the documentation not appropriately administered and authorized?"),
        "en",
    );
    assert_eq!(bad, []);
}

#[test]
fn what_is_missing_is_told_with_the_reason() {
    let source = "schema: 1\ntemplate: a\ntitle: A\nprocess: { id: a, name: A }\nsections:\n  - title: A\n    questions:\n      - { id: q, text: Is the sheet signed, look-for: Check that the sheet is signed., severity: minor }\n      - { id: r, text: What did you see?, severity: minor, answer: text }\n      - { id: s, text: Which sign hangs at the door?, severity: minor, answer: { choice: [{ text: None, conforms: false }, { text: Another, conforms: false }] } }\n";
    let template = file::read("a.yaml", source).unwrap();
    insta::assert_snapshot!(said(&lint(&template, "en")), @r#"
    text There is no question mark, so it may read as an order.
      Turn it into a question: “Is …?”, “Did …?”, “How many …?”
    look-for Nothing says what to look at, so each auditor decides for themselves what counts.
      Name what can be seen, heard or counted: where to stand, which paper to take, what has to be on it, what does not count.
    clause No clause of a manual says how this is done. People who fail it cannot look up what was expected.
      Choose the clause it checks. If there is none, the manual may lack it, or the question may ask for something nobody agreed on.
    goal It serves no goal of the mission, so nobody sees why it matters.
      Choose the goal it serves. If it serves none, think about leaving it out.
    why Nothing says why it is asked. People answer with more care when they know whom it helps.
      Add one sentence: what happens to whom when this fails.
    reaction Nothing says what to do at once when it does not conform.
      Write two or three steps: help the person who is there, find what got in the way, look at the places next to it.
    clause No clause of a manual says how this is done. People who fail it cannot look up what was expected.
      Choose the clause it checks. If there is none, the manual may lack it, or the question may ask for something nobody agreed on.
    goal It serves no goal of the mission, so nobody sees why it matters.
      Choose the goal it serves. If it serves none, think about leaving it out.
    why Nothing says why it is asked. People answer with more care when they know whom it helps.
      Add one sentence: what happens to whom when this fails.
    look-for Nothing says what to look at, so each auditor decides for themselves what counts.
      Name what can be seen, heard or counted: where to stand, which paper to take, what has to be on it, what does not count.
    clause No clause of a manual says how this is done. People who fail it cannot look up what was expected.
      Choose the clause it checks. If there is none, the manual may lack it, or the question may ask for something nobody agreed on.
    goal It serves no goal of the mission, so nobody sees why it matters.
      Choose the goal it serves. If it serves none, think about leaving it out.
    why Nothing says why it is asked. People answer with more care when they know whom it helps.
      Add one sentence: what happens to whom when this fails.
    reaction Nothing says what to do at once when it does not conform.
      Write two or three steps: help the person who is there, find what got in the way, look at the places next to it.
    answer Every answer of the list is nonconforming, so each audit would raise a finding.
      Take the mark “Does not conform” away from the answers that are as they should be, or add one that is.
    "#);
}

#[test]
fn a_layer_is_not_asked_too_much() {
    let question =
        |n: usize| format!("      - {{ id: q{n}, text: Is sheet {n} signed?, severity: minor, layers: [1, 2, 4] }}\n");
    let questions: String = (0..40).map(question).collect();
    let source = format!(
        "schema: 1\ntemplate: a\ntitle: A\nprocess: {{ id: a, name: A }}\nask: {{ 2: 10 }}\nsections:\n  - title: A\n    questions:\n{questions}"
    );
    let template = file::read("a.yaml", &source).unwrap();
    let advice: Vec<Advice> = lint(&template, "en")
        .into_iter()
        .filter(|advice| advice.question.is_none())
        .collect();
    insta::assert_snapshot!(said(&advice), @r#"
    ask Layer 1 is asked 40 questions. After 15 people stop looking and start ticking.
      Ask at most 15 at a time and let the draw take turns, or leave out what never fails.
    ask An audit of layer 1 takes about 11 minutes. Over 10, it is put off or rushed on a busy day.
      Ask fewer questions at a time and let the draw take turns, or measure fewer things by hand.
    ask Layer 4 is asked 40 questions. The board has time for 4.
      Keep the 4 that tell whether the promise is kept and whether the layers below do their audits.
    ask An audit of layer 4 takes about 11 minutes. Over 10, it is put off or rushed on a busy day.
      Ask fewer questions at a time and let the draw take turns, or measure fewer things by hand.
    "#);
}

#[test]
fn texts_in_another_language_are_counted_and_not_read() {
    let mut question = asked("Is it good?");
    question.text = serde_json::from_str(r#"{"es": "¿Está bien y limpio?"}"#).unwrap();
    assert_eq!(lint_question(&question, "es"), []);
    assert_eq!(lint_question(&question, "en"), []);
    assert_eq!(passes(&question, "es"), []);
    // A sheet in Spanish names no language.
    let question = asked("¿Se documentaron apropiadamente todas las comunicaciones administrativas no confidenciales?");
    assert_eq!(lint_question(&question, "en"), []);
    assert_eq!(passes(&question, "en"), []);
}

#[test]
fn every_advice_has_its_sentences() {
    let i18n = I18n::load().unwrap();
    for rule in Rule::ALL {
        let own = i18n.has("en", &format!("lint-{rule}"));
        assert!(own && i18n.has("en", &format!("lint-{rule}-better")), "lint-{rule}");
    }
    for (kind, _) in words::VAGUE {
        let advice = Advice {
            question: None,
            field: "text",
            rule: Rule::Vague,
            weight: Weight::Hint,
            words: vec![("word", "x".into()), ("kind", kind.to_string())],
        };
        let better = i18n.say("en", &advice.better().unwrap());
        assert!(!better.contains("lint-"), "{kind}: {better}");
    }
}

#[test]
fn the_shipped_checklists_have_no_warning() {
    let library = Library::starter().unwrap();
    let mut told = Vec::new();
    for (template, _) in &library.templates {
        for advice in lint(template, "en")
            .iter()
            .filter(|advice| advice.weight == Weight::Warning)
        {
            let question = advice.question.as_deref().unwrap_or("(whole)");
            told.push(format!(
                "{} {question}: {}",
                template.template,
                said(std::slice::from_ref(advice))
            ));
        }
    }
    assert!(told.is_empty(), "\n{}\n", told.join("\n"));
}
