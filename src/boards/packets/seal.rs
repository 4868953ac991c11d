//! The hash of a packet and the agency's signature of it.
//!
//! A packet's file is hashed byte for byte (SHA-256). Signed (Ed25519) are its number and its hash, with the agency's
//! key, which is made when it is first needed and kept with the other secrets of the installation. The file that is
//! handed out carries both in its last line, so that one file is enough to check it.

use crate::people::sign_in::new_token;
use crate::platform::db::Conn;
use crate::platform::error::{AppError, AppResult};
use crate::platform::installation;
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The fact of the installation that the agency's key is made from.
const SEED: &str = "packet-key";
/// How the last line of a file begins and ends.
const BEFORE: &str = "\n<!-- plumbline-packet ";
const AFTER: &str = " -->\n";

/// The agency's key.
pub struct Key(Ed25519KeyPair);

impl Key {
    /// The key, made at the first need.
    ///
    /// # Errors
    /// When the database fails, or what it holds is no key.
    pub fn of(conn: &mut Conn) -> AppResult<Self> {
        installation::claim(conn, SEED, &new_token()?)?;
        let seed = installation::get(conn, SEED)?.unwrap_or_default();
        Self::from_seed(&seed)
    }
    /// The key, if there is one.
    ///
    /// # Errors
    /// When the database fails, or what it holds is no key.
    pub fn find(conn: &mut Conn) -> AppResult<Option<Self>> {
        installation::get(conn, SEED)?
            .map(|seed| Self::from_seed(&seed))
            .transpose()
    }
    fn from_seed(seed: &str) -> AppResult<Self> {
        let seed = hex::decode(seed).map_err(AppError::broken)?;
        let pair = Ed25519KeyPair::from_seed_unchecked(&seed);
        pair.map(Self)
            .map_err(|error| AppError::broken(format!("{SEED} is no key: {error}")))
    }
    /// What others check signatures with, in hexadecimal digits.
    pub fn public(&self) -> String {
        hex::encode(self.0.public_key())
    }
    /// The seal of a packet's file.
    pub fn seal(&self, number: &str, document: &str) -> Seal {
        let sha256 = hash(document);
        let signature = hex::encode(self.0.sign(signed(number, &sha256).as_bytes()));
        Seal {
            number: number.to_owned(),
            sha256,
            signature,
            public_key: self.public(),
        }
    }
}

/// What proves that a packet is as it was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seal {
    /// The packet's number.
    pub number: String,
    /// SHA-256 of its file.
    pub sha256: String,
    /// The signature of both.
    pub signature: String,
    /// The key to check it with.
    pub public_key: String,
}

impl Seal {
    /// Whether this file is the one that was sealed, and by whoever holds the key named in the seal.
    pub fn fits(&self, document: &str) -> bool {
        let (Ok(key), Ok(signature)) = (hex::decode(&self.public_key), hex::decode(&self.signature)) else {
            return false;
        };
        let signed = signed(&self.number, &self.sha256);
        hash(document) == self.sha256
            && UnparsedPublicKey::new(&ED25519, key)
                .verify(signed.as_bytes(), &signature)
                .is_ok()
    }
    /// The file as it is handed out: with the seal in its last line.
    ///
    /// # Errors
    /// Only when memory cannot be written.
    pub fn onto(&self, document: &str) -> AppResult<String> {
        let line = serde_json::to_string(self).map_err(AppError::broken)?;
        Ok(format!("{document}{BEFORE}{line}{AFTER}"))
    }
    /// The file and the seal of what was handed out; `None` when its last line is no seal, or holds anything else beside
    /// one, which a browser might show.
    pub fn off(file: &str) -> Option<(&str, Self)> {
        let (document, line) = file.rsplit_once(BEFORE)?;
        let seal: Self = serde_json::from_str(line.strip_suffix(AFTER)?).ok()?;
        (seal.onto(document).ok()? == file).then_some((document, seal))
    }
}

/// SHA-256 of a text, in hexadecimal digits.
pub fn hash(text: &str) -> String {
    hex::encode(Sha256::digest(text))
}

fn signed(number: &str, sha256: &str) -> String {
    format!("plumbline packet {number} {sha256}")
}

/// Names a key: the first sixteen bytes of its hash, in groups that can be read aloud.
pub fn fingerprint(public_key: &str) -> String {
    let digits = hash(public_key);
    let groups: Vec<&str> = (0..8).filter_map(|n| digits.get(n * 4..n * 4 + 4)).collect();
    groups.join(" ")
}
