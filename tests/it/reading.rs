//! Reads a page of ours as a person does. Knows just enough of HTML for pages that we write ourselves.

/// Elements that stand in a line of text; all others begin a line of their own.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "button", "cite", "code", "em", "i", "label", "mark", "q", "s", "small", "span", "strong",
    "sub", "sup", "time", "u",
];
/// Elements whose inside nobody reads on the page.
const UNREAD: &[&str] = &["script", "style", "svg", "template", "option", "head"];

/// The main part of a page; the whole when there is none.
pub fn main(html: &str) -> String {
    elements(html, "main")
        .into_iter()
        .next()
        .unwrap_or_else(|| html.to_owned())
}

/// What a person reads: blocks on lines of their own, blanks as one, nothing hidden.
pub fn text(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        out.push_str(&flat(&rest[..at]));
        rest = &rest[at..];
        if let Some(after) = rest.strip_prefix("<!--") {
            rest = after.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        let end = tag_end(rest);
        let tag = &rest[..end];
        let name = tag_name(tag);
        if (UNREAD.contains(&name) || is_hidden(tag)) && !tag.starts_with("</") && !is_void(name) {
            let inside = inner(rest, name);
            rest = &rest[(end + inside.len()).min(rest.len())..];
            rest = &rest[tag_end(rest).min(rest.len())..];
            continue;
        }
        let is_block =
            attribute(tag, "class").is_some_and(|classes| classes.split_whitespace().any(|own| own == "block"));
        if name == "br" || !INLINE.contains(&name) && name != "input" || is_block {
            out.push('\n');
        } else if tag.starts_with("</") && rest[end..].starts_with('<') {
            // Two elements side by side: what separates them is in the style sheet.
            out.push(' ');
        }
        rest = &rest[end..];
    }
    out.push_str(&flat(rest));
    let lines = out
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    let lines: Vec<String> = lines.filter(|line| !line.is_empty()).collect();
    // The blank between two elements stands before no comma.
    lines.join("\n").replace(" ,", ",")
}

fn flat(text: &str) -> String {
    unescape(text).replace(['\n', '\t', '\r'], " ")
}

/// The letters that stand for themselves.
pub fn unescape(text: &str) -> String {
    [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#x27;", "'"),
        ("&#39;", "'"),
        ("&#x2F;", "/"),
        ("&nbsp;", " "),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

fn is_hidden(tag: &str) -> bool {
    attribute(tag, "hidden").is_some()
}

fn is_void(name: &str) -> bool {
    ["input", "br", "img", "meta", "link", "hr", "progress"].contains(&name)
}

/// Where a tag ends that begins the text; a `>` inside quotes is none.
fn tag_end(html: &str) -> usize {
    let mut quote = None;
    for (at, c) in html.char_indices() {
        match (quote, c) {
            (None, '>') => return at + 1,
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if c == open => quote = None,
            _ => {}
        }
    }
    html.len()
}

fn tag_name(tag: &str) -> &str {
    let name = tag.trim_start_matches(['<', '/', '!']);
    name.split(|c: char| !c.is_ascii_alphanumeric())
        .next()
        .unwrap_or_default()
}

/// What is inside the element that begins the text.
fn inner<'h>(html: &'h str, name: &str) -> &'h str {
    let start = tag_end(html);
    let mut depth = 1;
    let mut at = start;
    while let Some(next) = html[at..].find('<') {
        at += next;
        let end = at + tag_end(&html[at..]);
        let tag = &html[at..end];
        if tag_name(tag) == name {
            if tag.starts_with("</") {
                depth -= 1;
                if depth == 0 {
                    return &html[start..at];
                }
            } else {
                depth += 1;
            }
        }
        at = end;
    }
    &html[start..]
}

/// The opening tags of this name.
pub fn tags(html: &str, name: &str) -> Vec<String> {
    starts(html, name)
        .into_iter()
        .map(|at| html[at..at + tag_end(&html[at..])].to_owned())
        .collect()
}

fn starts(html: &str, name: &str) -> Vec<usize> {
    html.match_indices('<')
        .map(|(at, _)| at)
        .filter(|at| !html[*at..].starts_with("</") && tag_name(&html[*at..*at + tag_end(&html[*at..])]) == name)
        .collect()
}

/// What is inside the elements of this name.
pub fn elements(html: &str, name: &str) -> Vec<String> {
    starts(html, name)
        .into_iter()
        .map(|at| inner(&html[at..], name).to_owned())
        .collect()
}

/// The value of an attribute of an opening tag; empty for one without a value.
pub fn attribute(tag: &str, name: &str) -> Option<String> {
    let mut rest = tag.get(1 + tag_name(tag).len()..)?.trim_end_matches(['>', '/']);
    loop {
        rest = rest.trim_start();
        if rest.is_empty() {
            return None;
        }
        let end = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
        let own = &rest[..end];
        rest = &rest[end..];
        let mut value = String::new();
        if let Some(given) = rest.strip_prefix('=') {
            let quote = given.chars().next().filter(|c| matches!(c, '"' | '\''));
            let (inside, after) = match quote {
                Some(quote) => given[1..].split_once(quote).unwrap_or((&given[1..], "")),
                None => given.split_at(given.find(char::is_whitespace).unwrap_or(given.len())),
            };
            value = unescape(inside);
            rest = after;
        }
        if own == name {
            return Some(value);
        }
    }
}

fn find_element(html: &str, is_it: impl Fn(&str) -> bool) -> Option<String> {
    html.match_indices('<').map(|(at, _)| at).find_map(|at| {
        let tag = &html[at..at + tag_end(&html[at..])];
        (!tag.starts_with("</") && is_it(tag)).then(|| inner(&html[at..], tag_name(tag)).to_owned())
    })
}

/// What is inside the element with this id, or the card whose heading has it.
pub fn part(html: &str, id: &str) -> Option<String> {
    let heading = format!("{id}-h");
    find_element(html, |tag| {
        attribute(tag, "id").as_deref() == Some(id) || attribute(tag, "aria-labelledby").as_deref() == Some(&heading)
    })
}

/// What is inside the first element of this class.
pub fn by_class(html: &str, class: &str) -> Option<String> {
    find_element(html, |tag| {
        attribute(tag, "class").is_some_and(|classes| classes.split_whitespace().any(|own| own == class))
    })
}

/// The value of the first input of this name.
pub fn field(html: &str, name: &str) -> Option<String> {
    let of_name = tags(html, "input")
        .into_iter()
        .find(|tag| attribute(tag, "name").as_deref() == Some(name));
    of_name.and_then(|tag| attribute(&tag, "value"))
}

#[test]
fn a_page_is_read_as_a_person_reads_it() {
    let html = r#"<head><title>T</title></head><main id="main"><h1>A &amp; B</h1><p>One
      <b>two</b></p><p hidden>not this</p><svg><path d="M1"/></svg><ul class="a b"><li>x<li>y</ul><script>no()</script>
      <form action="/f" method="post"><input type="hidden" name="csrf" value="12"><button disabled>Send</button></form></main>"#;
    assert_eq!(text(&main(html)), "A & B\nOne two\nx\ny\nSend");
    assert_eq!(by_class(html, "b").as_deref(), Some("<li>x<li>y"));
    assert_eq!(field(html, "csrf").as_deref(), Some("12"));
    assert!(is_hidden("<p hidden>") && !is_hidden("<p class=\"hidden\">"));
}
