use super::*;
use std::path::Path;

#[test]
fn letters_that_no_typeface_has_become_boxes_and_unseen_signs_nothing() {
    assert_eq!(
        readable("Straße, «niño», Ωμέγα, Жук"),
        ("Straße, «niño», Ωμέγα, Жук".into(), false)
    );
    assert_eq!(readable("Office 東京"), ("Office □□".into(), true));
    assert_eq!(readable("a\u{200b}b\u{ad}c\n\td"), ("abc\n\td".into(), false));
    assert_eq!(
        readable("\u{e000}"),
        ("□".into(), true),
        "what is private has no meaning"
    );
}

#[test]
fn every_language_can_be_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../locales");
    let mut languages = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let lost: String = text
            .chars()
            .filter(|letter| !letter.is_control() && !has_shape(*letter))
            .collect();
        assert_eq!(lost, "", "{}", path.display());
        languages += 1;
    }
    assert!(languages > 0);
}
