//! Rules of passwords, names and addresses.

use super::operations::{CannotKeep, read_email, read_name};
use super::password::{BadPassword, check, hash_now, matches};

#[test]
fn a_password_is_long_and_not_the_first_that_others_try() {
    let email = "maria.okafor@alderbay.example";
    let cases = [
        ("eleven char", Err(BadPassword::Short)),
        ("Maria.Okafor", Err(BadPassword::Email)),
        ("maria.okafor@alderbay.example", Err(BadPassword::Email)),
        ("Password1234", Err(BadPassword::Common)),
        ("zzzzzzzzzzzzz", Err(BadPassword::Common)),
        ("alder-bay-demo", Err(BadPassword::Demo)),
        ("twelve chars", Ok(())),
        ("ñandú ñandú ñ", Ok(())),
    ];
    for (password, judged) in cases {
        assert_eq!(check(password, email), judged, "{password}");
    }
    assert_eq!(check(&"long ".repeat(41), email), Err(BadPassword::Long));
}

#[actix_web::test]
async fn only_the_same_password_matches_its_hash() {
    let hash = hash_now("a long enough phrase").unwrap();
    assert!(hash.starts_with("$argon2id$"), "{hash}");
    let again = |password: &str| matches(Some(hash.clone()), password.to_owned());
    assert!(again("a long enough phrase").await.unwrap());
    assert!(!again("a long enough phrasE").await.unwrap());
    assert!(!matches(None, "a long enough phrase".into()).await.unwrap());
    assert!(!matches(Some("spoilt".into()), "x".into()).await.unwrap());
}

#[test]
fn names_and_addresses_are_kept_tidy() {
    assert_eq!(read_name("  Ana   María Ruiz "), Ok("Ana María Ruiz".into()));
    assert_eq!(read_name("   "), Err(CannotKeep::Name));
    assert_eq!(read_email(" Ana@City.Example "), Ok("ana@city.example".into()));
    for wrong in ["ana", "ana@", "ana@city.example\nbcc: x@y.z", "a b@city.example"] {
        assert_eq!(read_email(wrong), Err(CannotKeep::Email), "{wrong}");
    }
}
