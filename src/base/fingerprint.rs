//! Whether a file somebody loads is the one that was loaded before.

use sha2::{Digest, Sha256};

/// The fingerprint of a file's text. Line ends and a byte order mark do not count, so that a file is the same on every
/// desk.
pub fn of(text: &str) -> String {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n");
    hex::encode(Sha256::digest(text.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn line_ends_do_not_make_another_file() {
        assert_eq!(of("a\r\nb\r\n"), of("a\nb\n"));
        assert_eq!(of("\u{feff}a"), of("a"));
        assert_ne!(of("a b"), of("a  b"));
    }
}
