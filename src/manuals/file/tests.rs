//! Every mistake a person can make in a manual, and the words they get to read about it.

use super::*;

/// A manual with two clauses; tests change one thing in it.
const GOOD: &str = "---
manual: CS
title: Customer service procedures manual
edition: 1
in-force-from: 2025-01-06
---
# 1 Counter {#counter}

## 1.1 Greeting `people` {#greeting}
Say hello.

```
# not a heading
```

## 1.2 Waiting {#waiting}
Wait *under* 15 minutes.
";

/// Reads a text as `manuals/cs.md` and gives what people would see.
fn told(source: &str) -> String {
    match read("manuals/cs.md", source) {
        Ok(_) => "no mistake".to_owned(),
        Err(mistakes) => mistakes.iter().map(Mistake::to_string).collect::<Vec<_>>().join("\n"),
    }
}

/// The good file with one part replaced; the part must stand in it exactly once.
fn with(part: &str, replacement: &str) -> String {
    assert_eq!(
        GOOD.matches(part).count(),
        1,
        "{part:?} must stand in the good file once"
    );
    GOOD.replace(part, replacement)
}

#[test]
fn a_good_manual_is_read() {
    for source in [GOOD.to_owned(), GOOD.replace('\n', "\r\n")] {
        let manual = read("manuals/cs.md", &source).unwrap_or_else(|_| panic!("{}", told(&source)));
        assert_eq!((manual.manual.as_str(), manual.edition), ("CS", 1));
        assert_eq!(manual.in_force_from.to_string(), "2025-01-06");
        let brief = |clause: &Clause| format!("{} {} {} {}", clause.number, clause.key, clause.depth, clause.line);
        let clauses: Vec<String> = manual.clauses.iter().map(brief).collect();
        assert_eq!(clauses, ["1 counter 1 7", "1.1 greeting 2 9", "1.2 waiting 2 16"]);
        assert_eq!(manual.clauses[1].title, "Greeting people");
        assert_eq!(
            manual.clauses[1].body.replace('\r', ""),
            "Say hello.\n\n```\n# not a heading\n```"
        );
        assert_eq!(manual.clauses[0].body, "");
    }
}

#[test]
fn html_shows_markdown_and_nothing_dangerous() {
    let cases = [
        (
            "Wait *under* **15** minutes.",
            "<p>Wait <em>under</em> <strong>15</strong> minutes.</p>\n",
        ),
        ("a <b onclick=x>b</b>", "<p>a &lt;b onclick=x&gt;b&lt;/b&gt;</p>\n"),
        (
            "<script>alert(1)</script>",
            "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n",
        ),
        (
            "[a](https://example.org/?a=1&b=2)",
            "<p><a href=\"https://example.org/?a=1&amp;b=2\">a</a></p>\n",
        ),
        ("[a](/manuals/CS#x:y)", "<p><a href=\"/manuals/CS#x:y\">a</a></p>\n"),
        (
            "[a](MAILTO:clerk@example.org)",
            "<p><a href=\"MAILTO:clerk@example.org\">a</a></p>\n",
        ),
        (
            "<clerk@example.org>",
            "<p><a href=\"mailto:clerk@example.org\">clerk@example.org</a></p>\n",
        ),
        ("[a](javascript:alert(1))", "<p>a</p>\n"),
        ("[a](JavaScript&#58;alert(1))", "<p>a</p>\n"),
        ("[a](<java\tscript:alert(1)>)", "<p>a</p>\n"),
        ("[a](data:text/html,x)", "<p>a</p>\n"),
        ("<javascript:alert(1)>", "<p>javascript:alert(1)</p>\n"),
        (
            "[![map](https://example.org/x.png)](/map)",
            "<p><a href=\"/map\">map</a></p>\n",
        ),
    ];
    for (markdown, expected) in cases {
        assert_eq!(html(markdown), expected, "{markdown}");
    }
    assert!(html("| a |\n|---|\n| b |\n").contains("<table>"));
}

#[test]
fn the_block_on_top_is_needed() {
    insta::assert_snapshot!(told("# 1 Counter {#counter}\nText.\n"), @r###"
    manuals/cs.md:1:1: the block with the manual's name is missing
        1 | # 1 Counter {#counter}
          | ^
       hint: start the file with --- and the lines manual, title, edition and in-force-from, then --- again
    "###);
}

#[test]
fn the_block_on_top_is_closed() {
    insta::assert_snapshot!(told("---\nmanual: CS\n"), @r###"
    manuals/cs.md:1:1: the block with the manual's name is not closed
        1 | ---
          | ^
       hint: start the file with --- and the lines manual, title, edition and in-force-from, then --- again
    "###);
}

#[test]
fn the_block_on_top_names_the_manual() {
    insta::assert_snapshot!(told(&with("manual: CS\n", "manual: RM\n").replace("edition: 1", "edition: first").replace("2025-01-06", "6 January")), @r###"
    manuals/cs.md:2:9: manual "RM" stands in a file named "cs"
        2 | manual: RM
          |         ^
       hint: name the file rm.md
    manuals/cs.md:4:10: edition must be a whole number, not "first"
        4 | edition: first
          |          ^
       hint: the number of the edition: 1, 2, 3
    manuals/cs.md:5:16: in-force-from "6 January" is not a date
        5 | in-force-from: 6 January
          |                ^
       hint: write year-month-day, for example 2025-01-06
    "###);
}

#[test]
fn the_block_on_top_is_not_empty() {
    insta::assert_snapshot!(told("---\n---\n# 1 Counter {#counter}\nText.\n"), @r###"
    manuals/cs.md:1:1: the block on top is empty
        1 | ---
          | ^
       hint: it has the lines manual, title, edition and in-force-from
    "###);
}

#[test]
fn a_heading_has_a_number() {
    insta::assert_snapshot!(told(&with("## 1.2 Waiting", "## Waiting")), @r###"
    manuals/cs.md:16:1: heading "Waiting" has no number
       16 | ## Waiting {#waiting}
          | ^
       hint: start it with its number, for example ## 3.2 Waiting {#waiting}; a line of --- or === under a text also makes it a heading
    "###);
}

#[test]
fn a_heading_has_a_key() {
    insta::assert_snapshot!(told(&with(" {#waiting}", "").replace("{#greeting}", "{#Greeting Words}")), @r###"
    manuals/cs.md:9:1: key "Greeting" is not kebab-case (lower-case letters, digits and single hyphens, at most 64)
        9 | ## 1.1 Greeting `people` {#Greeting Words}
          | ^
       hint: write it greeting
    manuals/cs.md:16:1: this heading has no key
       16 | ## 1.2 Waiting
          | ^
       hint: end the heading with a key that never changes, for example {#waiting}
    "###);
}

#[test]
fn a_key_stands_once() {
    insta::assert_snapshot!(told(&with("{#waiting}", "{#greeting}")), @r###"
    manuals/cs.md:16:1: key "greeting" stands twice (first on line 9); keys are unique in a manual
       16 | ## 1.2 Waiting {#greeting}
          | ^
       hint: give this clause another key
    "###);
}

#[test]
fn a_number_stands_once() {
    insta::assert_snapshot!(told(&with("## 1.2", "## 1.1")), @r###"
    manuals/cs.md:16:1: clause 1.1 stands twice (first on line 9)
       16 | ## 1.1 Waiting {#waiting}
          | ^
    "###);
}

#[test]
fn numbers_rise() {
    insta::assert_snapshot!(told(&with("## 1.1", "## 1.3")), @r###"
    manuals/cs.md:16:1: clause 1.2 stands after clause 1.3; numbers rise
       16 | ## 1.2 Waiting {#waiting}
          | ^
    "###);
}

#[test]
fn a_clause_stands_under_the_one_it_is_part_of() {
    insta::assert_snapshot!(told(&with("## 1.2", "## 2.2")), @r###"
    manuals/cs.md:16:1: clause 2.2 is part of clause 2, which does not stand above it
       16 | ## 2.2 Waiting {#waiting}
          | ^
    "###);
}

#[test]
fn the_number_of_signs_fits_the_number() {
    insta::assert_snapshot!(told(&with("## 1.2", "### 1.2")), @r###"
    manuals/cs.md:16:1: the heading of clause 1.2 has 3 # and needs 2
       16 | ### 1.2 Waiting {#waiting}
          | ^
       hint: write ## 1.2
    "###);
}

#[test]
fn a_clause_without_parts_has_a_text() {
    insta::assert_snapshot!(told(&with("Wait *under* 15 minutes.\n", "")), @r###"
    manuals/cs.md:16:1: "1.2 Waiting" has no text
       16 | ## 1.2 Waiting {#waiting}
          | ^
       hint: write what is to be done; only a heading with clauses below it may stand alone
    "###);
}

#[test]
fn a_text_belongs_to_a_clause() {
    insta::assert_snapshot!(told(&with("# 1 Counter", "Preface.\n\n# 1 Counter")), @r###"
    manuals/cs.md:7:1: this text stands before the first heading and belongs to no clause
        7 | Preface.
          | ^
       hint: put a heading above it, for example # 1 How to use this manual {#how-to-use}
    "###);
}

#[test]
fn a_line_under_a_text_makes_it_a_heading() {
    insta::assert_snapshot!(told(&with("Say hello.\n", "Say hello.\n---\n")), @r###"
    manuals/cs.md:9:1: "1.1 Greeting people" has no text
        9 | ## 1.1 Greeting `people` {#greeting}
          | ^
       hint: write what is to be done; only a heading with clauses below it may stand alone
    manuals/cs.md:10:1: this heading has no key
       10 | Say hello.
          | ^
       hint: end the heading with a key that never changes, for example {#waiting}
    manuals/cs.md:10:1: heading "Say hello." has no number
       10 | Say hello.
          | ^
       hint: start it with its number, for example ## 3.2 Waiting {#waiting}; a line of --- or === under a text also makes it a heading
    "###);
}

#[test]
fn a_heading_inside_a_list_is_refused() {
    insta::assert_snapshot!(told(&with("Say hello.", "- # Hello")), @r###"
    manuals/cs.md:10:1: a heading stands inside a list or a quotation
       10 | - # Hello
          | ^
       hint: headings are clauses; use bold letters inside a list or a quotation
    "###);
}

#[test]
fn a_manual_has_a_clause() {
    insta::assert_snapshot!(told("---\nmanual: CS\ntitle: A\nedition: 1\nin-force-from: 2025-01-06\n---\n"), @r###"
    manuals/cs.md:1:1: the manual has no clause
        1 | ---
          | ^
       hint: every heading is a clause, for example # 1 How to use this manual {#how-to-use}
    "###);
}

#[test]
fn a_manual_is_not_empty() {
    insta::assert_snapshot!(told(""), @r###"
    manuals/cs.md:1:1: the file is empty
       hint: copy one of the starter files and change it
    "###);
}

#[test]
fn a_clause_has_a_title() {
    insta::assert_snapshot!(told(&with("## 1.2 Waiting", "## 1.2")), @r###"
    manuals/cs.md:16:1: clause 1.2 has no title
       16 | ## 1.2 {#waiting}
          | ^
    "###);
}
