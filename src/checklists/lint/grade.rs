//! How many years of school a text asks for.

/// The Flesch–Kincaid grade level of a text, rounded; `None` when it has no words.
///
/// Grade = 0.39 × (words ÷ sentences) + 11.8 × (syllables ÷ words) − 15.59. The formula is of J. P. Kincaid,
/// R. P. Fishburne, R. L. Rogers and B. S. Chissom, *Derivation of New Readability Formulas for Navy Enlisted
/// Personnel*, Research Branch Report 8-75, Naval Technical Training Command, 1975.
pub(super) fn grade(text: &str) -> Option<i32> {
    let words: Vec<String> = words(text).collect();
    if words.is_empty() {
        return None;
    }
    let count = words.len() as f64;
    let syllables: usize = words.iter().map(|word| syllables(word)).sum();
    let grade = 0.39 * (count / sentences(text) as f64) + 11.8 * (syllables as f64 / count) - 15.59;
    Some(grade.round().max(1.0) as i32)
}

/// Long words that everybody uses, and that no other word would be plainer than.
const EVERYDAY: &[&str] = &[
    "another",
    "anybody",
    "anything",
    "customer",
    "customers",
    "every",
    "everybody",
    "everyone",
    "everything",
    "manager",
    "manual",
    "resident",
    "residents",
    "somebody",
    "supervisor",
    "telephone",
    "visitor",
    "visitors",
];

/// The word with the most syllables, the first of several; only those with three or more.
pub(super) fn hardest_word(text: &str) -> Option<String> {
    let mut hardest: Option<(usize, String)> = None;
    for word in words(text) {
        let own = syllables(&word);
        if own >= 3
            && !EVERYDAY.contains(&word.to_lowercase().as_str())
            && hardest.as_ref().is_none_or(|(most, _)| own > *most)
        {
            hardest = Some((own, word));
        }
    }
    hardest.map(|(_, word)| word)
}

/// The words of a text: a hyphen divides two words, as people read them.
fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’'))
        .map(|word| word.trim_matches(['\'', '’']).to_owned())
        .filter(|word| !word.is_empty())
}

/// How many sentences a text has: ends of sentences with something before them.
fn sentences(text: &str) -> usize {
    let (mut count, mut open) = (0, false);
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        let at_end = letters
            .peek()
            .is_none_or(|next| next.is_whitespace() || matches!(next, '"' | '”' | ')'));
        let is_end = matches!(c, '!' | '?' | ';' | '\n') || (matches!(c, '.' | ':') && at_end);
        if is_end && open {
            count += 1;
            open = false;
        } else if c.is_alphanumeric() {
            open = true;
        }
    }
    (count + usize::from(open)).max(1)
}

/// About how many syllables an English word has: its groups of vowels, corrected for what is silent and what is not.
fn syllables(word: &str) -> usize {
    let word: String = word
        .to_lowercase()
        .trim_end_matches("'s")
        .trim_end_matches("’s")
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect();
    if word.is_empty() || word.chars().any(|c| c.is_ascii_digit()) {
        return 1;
    }
    let vowel = |c: char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
    let letters: Vec<char> = word.chars().collect();
    let mut groups = 0;
    for (at, c) in letters.iter().enumerate() {
        let after_vowel = at > 0 && vowel(letters[at - 1]);
        groups += usize::from(vowel(*c) && !after_vowel);
    }
    let spoken_apart = [
        "ia", "io", "iu", "ua", "uou", "eo", "ying", "eing", "oing", "uing", "iet", "ier", "creat", "scien", "area",
        "idea", "uel",
    ];
    let one_sound = [
        "tion", "sion", "cial", "tial", "cian", "cious", "tious", "gion", "geon", "quar", "qua", "guar", "guag", "eou",
        "people", "lion", "nion",
    ];
    let count = |parts: &[&str]| parts.iter().filter(|part| word.contains(**part)).count();
    let apart = count(&spoken_apart).saturating_sub(count(&one_sound));
    // Endings after a consonant: "made", "signed", "files" lose a vowel; "table", "needed", "boxes" do not.
    let before = |ending: usize| {
        letters
            .len()
            .checked_sub(ending + 1)
            .and_then(|at| letters.get(at))
            .copied()
    };
    let silent = if word.ends_with("ed") {
        before(2).is_some_and(|c| !vowel(c) && !matches!(c, 't' | 'd')) && !ends_in_le(&letters, 2)
    } else if word.ends_with("es") {
        before(2).is_some_and(|c| !vowel(c) && !matches!(c, 's' | 'x' | 'z' | 'c' | 'g' | 'h'))
            && !ends_in_le(&letters, 2)
    } else {
        word.ends_with('e') && before(1).is_some_and(|c| !vowel(c)) && !ends_in_le(&letters, 1)
    };
    (groups + apart).saturating_sub(usize::from(silent)).max(1)
}

/// Whether a word ends like "table" before its last letters: the `l` after a consonant is spoken.
fn ends_in_le(letters: &[char], ending: usize) -> bool {
    let Some(at) = letters.len().checked_sub(ending + 1) else {
        return false;
    };
    letters.get(at) == Some(&'l')
        && at
            .checked_sub(1)
            .and_then(|at| letters.get(at))
            .is_some_and(|c| !matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'l' | 'r'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_are_counted_as_spoken() {
        let spoken = [
            ("the", 1),
            ("made", 1),
            ("signed", 1),
            ("files", 1),
            ("table", 2),
            ("tables", 2),
            ("needed", 2),
            ("boxes", 2),
            ("notice", 2),
            ("notices", 3),
            ("service", 2),
            ("customer", 3),
            ("evaluation", 5),
            ("procedure", 3),
            ("minutes", 2),
            ("question", 2),
            ("people", 2),
            ("area", 3),
            ("radio", 3),
            ("serious", 3),
            ("special", 2),
            ("appropriate", 4),
            ("visitor's", 3),
            ("being", 2),
            ("idea", 3),
            ("every", 3),
            ("queue", 1),
            ("office", 2),
            ("handled", 2),
            ("changed", 1),
            ("changes", 2),
            ("asked", 1),
            ("counter", 2),
            ("15", 1),
            ("language", 2),
            ("sensitive", 3),
            ("organization", 5),
            ("science", 2),
            ("created", 3),
            ("region", 2),
            ("million", 2),
        ];
        let wrong: Vec<String> = spoken
            .iter()
            .filter(|(word, count)| syllables(word) != *count)
            .map(|(word, count)| format!("{word}: {} and not {count}", syllables(word)))
            .collect();
        assert!(wrong.len() <= 3, "{}", wrong.join("\n"));
    }

    #[test]
    fn a_grade_follows_the_formula() {
        // 11 words, one sentence, 16 syllables: 0.39 × 11 + 11.8 × 16 ÷ 11 − 15.59 = 5.9
        assert_eq!(
            grade("Was each person greeted within ten seconds of reaching the desk?"),
            Some(6)
        );
        // the same as two sentences reads easier
        assert_eq!(grade("Was each person greeted? Was it within ten seconds?"), Some(3));
        assert!(grade("Is organizational communication documentation appropriately administered?") > Some(20));
        assert_eq!(grade(" … "), None);
        assert_eq!(
            hardest_word("Is the documentation there?").as_deref(),
            Some("documentation")
        );
        assert_eq!(hardest_word("Is it there?"), None);
    }

    #[test]
    fn sentences_end_where_people_stop() {
        assert_eq!(sentences("Count 3.5 minutes. Then stop!"), 2);
        assert_eq!(sentences("Wait ... and look"), 2);
        assert_eq!(sentences(""), 1);
    }
}
