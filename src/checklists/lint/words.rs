//! The words the linter knows: vague ones, verbs, what is wrong when it is there.

/// Vague words by why they are vague, which also says what to write instead.
pub(super) const VAGUE: &[(&str, &[&str])] = &[
    (
        "right",
        &[
            "proper",
            "properly",
            "correct",
            "correctly",
            "accurate",
            "accurately",
            "appropriate",
            "appropriately",
            "suitable",
            "suitably",
            "duly",
            "rightly",
        ],
    ),
    (
        "enough",
        &[
            "adequate",
            "adequately",
            "sufficient",
            "sufficiently",
            "enough",
            "reasonable",
            "reasonably",
            "acceptable",
            "acceptably",
        ],
    ),
    (
        "good",
        &[
            "good",
            "well",
            "nice",
            "nicely",
            "satisfactory",
            "satisfactorily",
            "excellent",
            "effective",
            "effectively",
            "efficient",
            "efficiently",
            "optimal",
        ],
    ),
    (
        "soon",
        &[
            "timely",
            "promptly",
            "prompt",
            "quickly",
            "soon",
            "shortly",
            "in good time",
            "in a timely manner",
            "as soon as possible",
            "without delay",
            "recently",
        ],
    ),
    (
        "often",
        &[
            "regularly",
            "regular",
            "as needed",
            "as required",
            "as necessary",
            "when needed",
            "when necessary",
            "where necessary",
            "if necessary",
            "periodically",
            "frequently",
            "often",
            "usually",
            "normally",
            "generally",
        ],
    ),
    (
        "manner",
        &[
            "friendly",
            "polite",
            "politely",
            "courteous",
            "courteously",
            "professional",
            "professionally",
            "respectful",
            "respectfully",
            "helpful",
            "attentive",
            "attentively",
            "kindly",
            "warmly",
        ],
    ),
    (
        "state",
        &[
            "clean",
            "tidy",
            "neat",
            "neatly",
            "orderly",
            "presentable",
            "up to date",
            "up-to-date",
        ],
    ),
    (
        "clear",
        &[
            "clear",
            "clearly",
            "easy",
            "easily",
            "understandable",
            "user-friendly",
            "visible enough",
        ],
    ),
    (
        "some",
        &[
            "several",
            "various",
            "many",
            "few",
            "etc",
            "and so on",
            "most of the time",
            "as far as possible",
            "where possible",
            "if possible",
        ],
    ),
];

/// "How many minutes", "as well as" and the like are no vague words.
const NOT_VAGUE: &[&str] = &[
    "how many",
    "as well as",
    "how often",
    "how soon",
    "how well",
    "as soon as",
    "not enough",
    "the fewest",
    "regular mail",
    "good-bye",
    "clean desk",
];

/// The vague words of a text as they stand there, each once, in their order.
pub(super) fn vague_in(text: &str) -> Vec<(String, &'static str)> {
    let lower = text.to_lowercase();
    // Lower-casing may change the length of letters outside English; then the words are shown in small letters.
    let shown = if lower.len() == text.len() {
        text
    } else {
        lower.as_str()
    };
    let fine: Vec<(usize, usize)> = NOT_VAGUE.iter().flat_map(|phrase| places(&lower, phrase)).collect();
    let mut found: Vec<(usize, usize, &'static str)> = Vec::new();
    for (kind, words) in VAGUE {
        for word in *words {
            let outside = |at: &(usize, usize)| !fine.iter().any(|(start, end)| *start <= at.0 && at.1 <= *end);
            found.extend(
                places(&lower, word)
                    .filter(outside)
                    .map(|(start, end)| (start, end, *kind)),
            );
        }
    }
    // A phrase counts once, not again for the words in it.
    let all = found.clone();
    found.retain(|(start, end, _)| {
        !all.iter()
            .any(|(s, e, _)| s <= start && end <= e && (e - s) > (end - start))
    });
    found.sort_unstable_by_key(|(start, ..)| *start);
    let mut seen = Vec::new();
    let mut words: Vec<(String, &'static str)> = Vec::new();
    for (start, end, kind) in found {
        let (Some(word), Some(folded)) = (shown.get(start..end), lower.get(start..end)) else {
            continue;
        };
        if !seen.contains(&folded) {
            seen.push(folded);
            words.push((word.to_owned(), kind));
        }
    }
    words
}

/// Where whole words stand in a text of small letters.
fn places<'a>(text: &'a str, word: &'a str) -> impl Iterator<Item = (usize, usize)> + 'a {
    let inside = |c: char| c.is_alphanumeric() || c == '-';
    text.match_indices(word).filter_map(move |(at, _)| {
        let end = at + word.len();
        let starts = !text.get(..at)?.chars().next_back().is_some_and(inside);
        let ends = !text.get(end..)?.chars().next().is_some_and(inside);
        (starts && ends).then_some((at, end))
    })
}

/// Words without content, for comparing what to look for with the question.
const SMALL: &[&str] = &[
    "the",
    "and",
    "are",
    "was",
    "were",
    "has",
    "have",
    "had",
    "does",
    "did",
    "can",
    "that",
    "this",
    "with",
    "for",
    "from",
    "its",
    "all",
    "any",
    "each",
    "every",
    "see",
    "look",
    "check",
    "verify",
    "make",
    "sure",
    "ensure",
    "confirm",
    "whether",
    "above",
    "below",
    "question",
    "manual",
    "procedure",
    "clause",
    "section",
    "yes",
    "not",
    "applicable",
    "none",
    "same",
    "tbd",
    "unknown",
];

/// Whether what to look for names nothing that the question does not say already.
pub(super) fn adds_nothing(look_for: &str, question: &str) -> bool {
    let vague: Vec<String> = vague_in(look_for)
        .into_iter()
        .map(|(word, _)| word.to_lowercase())
        .collect();
    let question = question.to_lowercase();
    let asked: Vec<&str> = plain_words(&question).collect();
    let look_for = look_for.to_lowercase();
    let new = |word: &str| {
        word.chars().any(|c| c.is_ascii_digit())
            || (word.chars().count() >= 3
                && !SMALL.contains(&word)
                && !asked.contains(&word)
                && !vague.iter().any(|phrase| plain_words(phrase).any(|own| own == word)))
    };
    !plain_words(&look_for).any(new)
}

fn plain_words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
}

/// The words a question of yes or no begins with.
pub(super) const AUXILIARIES: &[&str] = &[
    "is", "are", "was", "were", "do", "does", "did", "has", "have", "had", "can", "could", "will", "would", "must",
    "should", "may",
];
pub(super) const BE: &[&str] = &["is", "are", "was", "were", "has", "have", "had"];

/// Verbs that are nothing else, in the form after "does" and "did".
const VERBS: &[&str] = &[
    "accept",
    "acknowledge",
    "add",
    "agree",
    "allow",
    "apologize",
    "appear",
    "arrive",
    "ask",
    "assign",
    "avoid",
    "become",
    "begin",
    "bring",
    "choose",
    "collect",
    "come",
    "compare",
    "confirm",
    "contain",
    "count",
    "cover",
    "decide",
    "deliver",
    "describe",
    "discuss",
    "eat",
    "ensure",
    "enter",
    "escort",
    "explain",
    "fill",
    "find",
    "follow",
    "forward",
    "get",
    "give",
    "go",
    "greet",
    "guide",
    "happen",
    "hear",
    "hold",
    "identify",
    "include",
    "inform",
    "introduce",
    "invite",
    "keep",
    "know",
    "learn",
    "let",
    "listen",
    "make",
    "meet",
    "mention",
    "notify",
    "obtain",
    "offer",
    "pay",
    "prepare",
    "protect",
    "provide",
    "put",
    "read",
    "receive",
    "refer",
    "remain",
    "remove",
    "repeat",
    "reply",
    "return",
    "say",
    "see",
    "sell",
    "send",
    "serve",
    "set",
    "sit",
    "smile",
    "speak",
    "stay",
    "store",
    "take",
    "tell",
    "thank",
    "think",
    "throw",
    "understand",
    "verify",
    "wear",
    "welcome",
    "write",
];

/// Words that are a verb or a noun; a verb when "the", "each", "it" or the like follows.
const MAYBE_VERBS: &[&str] = &[
    "answer", "call", "change", "charge", "check", "clean", "close", "complete", "copy", "date", "document", "fax",
    "file", "hand", "help", "label", "leave", "list", "lock", "log", "look", "mail", "mark", "measure", "move", "name",
    "note", "number", "open", "order", "phone", "place", "plan", "point", "post", "print", "record", "release",
    "report", "request", "review", "scan", "seal", "share", "show", "sign", "sort", "stamp", "stand", "start", "state",
    "stop", "tag", "talk", "test", "time", "track", "transfer", "turn", "update", "use", "visit", "wait", "walk",
    "watch", "weigh", "work",
];

const DETERMINERS: &[&str] = &[
    "the",
    "a",
    "an",
    "each",
    "every",
    "all",
    "any",
    "both",
    "his",
    "her",
    "their",
    "its",
    "it",
    "them",
    "him",
    "this",
    "that",
    "these",
    "those",
    "one",
    "two",
    "three",
    "another",
    "everybody",
    "everyone",
    "somebody",
    "people",
    "what",
    "how",
    "when",
    "where",
    "who",
    "whether",
    "for",
    "until",
];

const PARTICIPLES: &[&str] = &[
    "begun",
    "bought",
    "broken",
    "brought",
    "built",
    "chosen",
    "done",
    "drawn",
    "driven",
    "found",
    "given",
    "gone",
    "heard",
    "held",
    "hung",
    "kept",
    "known",
    "laid",
    "left",
    "lit",
    "lost",
    "made",
    "met",
    "paid",
    "put",
    "read",
    "said",
    "seen",
    "sent",
    "set",
    "shown",
    "shut",
    "sold",
    "spoken",
    "told",
    "taken",
    "thrown",
    "torn",
    "understood",
    "worn",
    "written",
];

/// Adjectives that say how a thing is.
const STATES: &[&str] = &[
    "accessible",
    "accurate",
    "available",
    "bright",
    "calm",
    "clean",
    "clear",
    "closed",
    "complete",
    "correct",
    "current",
    "dry",
    "empty",
    "flat",
    "free",
    "friendly",
    "full",
    "functional",
    "helpful",
    "legible",
    "level",
    "neat",
    "open",
    "orderly",
    "polite",
    "present",
    "proper",
    "quiet",
    "readable",
    "ready",
    "reachable",
    "right",
    "safe",
    "secure",
    "silent",
    "stable",
    "tidy",
    "true",
    "unlocked",
    "valid",
    "visible",
    "warm",
    "within",
    "working",
];

/// What follows a verb or adjective that ends its part of the sentence.
const AFTER_PREDICATES: &[&str] = &[
    "in", "on", "at", "by", "to", "with", "from", "for", "within", "before", "after", "until", "as", "of", "into",
    "over", "under", "against", "during", "per", "when", "where", "if", "so", "that", "away", "back", "up", "down",
    "out", "off", "today", "twice", "again", "there", "here", "together", "without", "every", "near", "behind",
    "above", "below", "between", "and", "or", "not",
];

pub(super) const ADVERBS: &[&str] = &[
    "then",
    "also",
    "always",
    "still",
    "both",
    "already",
    "immediately",
    "promptly",
    "only",
    "never",
    "not",
];
pub(super) const RELATIVES: &[&str] = &[
    "who", "that", "which", "what", "how", "whether", "where", "why", "whom", "whose",
];

/// Whether a word stands as a verb in its base form here.
pub(super) fn is_verb(word: &str, next: Option<&str>) -> bool {
    VERBS.contains(&word) || (MAYBE_VERBS.contains(&word) && next.is_some_and(|next| DETERMINERS.contains(&next)))
}

/// Whether a word may be a verb in its base form.
pub(super) fn may_be_verb(word: &str) -> bool {
    VERBS.contains(&word) || MAYBE_VERBS.contains(&word)
}

/// Whether a word is a participle or adjective that ends its part of the sentence: no noun follows.
pub(super) fn is_predicate(word: &str, next: Option<&str>) -> bool {
    let ends =
        next.is_none_or(|next| AFTER_PREDICATES.contains(&next) || DETERMINERS.contains(&next) || next.ends_with("ly"));
    (is_participle(word) || STATES.contains(&word)) && ends
}

/// Whether a word is a participle or an adjective of state, wherever it stands.
pub(super) fn is_state(word: &str) -> bool {
    is_participle(word) || STATES.contains(&word)
}

fn is_participle(word: &str) -> bool {
    let regular = word.len() > 4
        && word.ends_with("ed")
        && !["need", "speed", "indeed", "exceed", "proceed", "hundred"].contains(&word);
    regular || PARTICIPLES.contains(&word)
}

pub(super) fn is_determiner(word: &str) -> bool {
    DETERMINERS.iter().take(21).any(|own| *own == word)
}

/// Things whose presence is bad.
pub(super) const TROUBLES: &[&str] = &[
    "backlog",
    "breach",
    "breaches",
    "clutter",
    "complaint",
    "complaints",
    "crack",
    "cracks",
    "damage",
    "damages",
    "danger",
    "defect",
    "defects",
    "delay",
    "delays",
    "deviation",
    "deviations",
    "dirt",
    "error",
    "errors",
    "fault",
    "faults",
    "gaps",
    "hazard",
    "hazards",
    "issue",
    "issues",
    "leak",
    "leaks",
    "litter",
    "mistake",
    "mistakes",
    "obstacle",
    "obstacles",
    "obstruction",
    "obstructions",
    "omission",
    "omissions",
    "problem",
    "problems",
    "rubbish",
    "trash",
    "violation",
    "violations",
];

/// States that are bad, each with its opposite.
pub(super) const BAD_STATES: &[(&str, &str)] = &[
    ("missing", "in place"),
    ("broken", "in working order"),
    ("blocked", "free"),
    ("late", "on time"),
    ("overdue", "on time"),
    ("damaged", "free of damage"),
    ("expired", "still valid"),
    ("dirty", "free of dirt"),
    ("wet", "dry"),
    ("lost", "in place"),
    ("outdated", "the current edition"),
    ("incomplete", "complete"),
    ("unsafe", "free of hazards"),
    ("obstructed", "free"),
    ("illegible", "readable"),
    ("unreadable", "readable"),
    ("unsigned", "signed"),
    ("unanswered", "answered"),
    ("ignored", "answered"),
    ("forgotten", "done"),
    ("skipped", "done"),
    ("omitted", "there"),
];

/// What is good when it is so: leaving out the "not" before it makes a better question.
pub(super) fn is_good_state(word: &str) -> bool {
    const GOOD: &[&str] = &[
        "answered", "closed", "dated", "filed", "given", "greeted", "labeled", "locked", "logged", "noted", "offered",
        "posted", "shown", "signed", "stamped", "told", "trained",
    ];
    GOOD.contains(&word) || STATES.contains(&word)
}

/// Whether a verb needs no object: "smile and thank the visitor" does not smile the visitor.
pub(super) fn needs_no_object(word: &str) -> bool {
    [
        "appear",
        "apologize",
        "arrive",
        "come",
        "eat",
        "go",
        "happen",
        "listen",
        "look",
        "remain",
        "reply",
        "sit",
        "smile",
        "speak",
        "stand",
        "stay",
        "stop",
        "talk",
        "think",
        "wait",
        "walk",
        "work",
    ]
    .contains(&word)
}

/// Verbs that say that something was left undone.
pub(super) const FAILINGS: &[&str] = &["fail", "forget", "ignore", "neglect", "skip"];
