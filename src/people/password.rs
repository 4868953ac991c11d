//! Passwords: which may be chosen, and how they are kept (argon2id, never in a database thread).

use super::sign_in::DEMO_PASSWORD;
use crate::base::said::Said;
use crate::platform::error::{AppError, AppResult};
use crate::refusals;
use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use std::time::Duration;
use tokio::sync::Semaphore;

/// The fewest characters of a password.
pub const SHORTEST: usize = 12;
/// The most characters: a longer one only costs time.
pub const LONGEST: usize = 200;

/// Each hash takes 19 MiB and 20 ms of a core: this bounds what many sign-ins at once can take from the machine.
static HASHING: Semaphore = Semaphore::const_new(4);
/// How long a sign-in waits for its turn before it is told that the server is busy.
const PATIENCE: Duration = Duration::from_secs(10);

/// What people choose first when twelve characters are asked for.
const COMMON: &[&str] = &[
    "000000000000",
    "111111111111",
    "123123123123",
    "1234567890ab",
    "123456789012",
    "1234567890123",
    "12345678910",
    "123456789123",
    "1q2w3e4r5t6y",
    "1qaz2wsx3edc",
    "abcd1234abcd",
    "abcdefghijkl",
    "adminadminadmin",
    "administrator",
    "administrator1",
    "asdfghjkl123",
    "changeme1234",
    "correcthorsebatterystaple",
    "iloveyou1234",
    "letmein12345",
    "letmeinletmein",
    "password1234",
    "password12345",
    "password123456",
    "passwordpassword",
    "plumbline123",
    "plumbline1234",
    "plumblineplumbline",
    "q1w2e3r4t5y6",
    "qwerty123456",
    "qwertyuiop12",
    "qwertyuiop123",
    "qwertyuiopasdf",
    "secret123456",
    "welcome12345",
    "welcome123456",
];

/// Why a password cannot be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadPassword {
    /// Fewer than [`SHORTEST`] characters.
    #[error("too short")]
    Short,
    /// More than [`LONGEST`] characters.
    #[error("too long")]
    Long,
    /// The person's mail address, or the part before the @.
    #[error("it is the mail address")]
    Email,
    /// One of those everybody tries first.
    #[error("too common")]
    Common,
    /// The password every reader of the manual knows.
    #[error("the demo's password")]
    Demo,
}

impl BadPassword {
    /// The sentence the user reads.
    pub fn said(&self) -> Said {
        match self {
            Self::Short => Said::new("people-password-short").with("count", SHORTEST),
            Self::Long => Said::new("people-password-long").with("count", LONGEST),
            Self::Email => Said::new("people-password-email"),
            Self::Common => Said::new("people-password-common"),
            Self::Demo => Said::new("people-password-demo"),
        }
    }
}
refusals!(BadPassword);

/// May this password be chosen by the person with this address?
pub fn check(password: &str, email: &str) -> Result<(), BadPassword> {
    let length = password.chars().count();
    let folded = password.trim().to_lowercase();
    let local = email.split('@').next().unwrap_or_default();
    let one_letter = folded.chars().all(|c| folded.starts_with(c));
    if length < SHORTEST {
        Err(BadPassword::Short)
    } else if length > LONGEST {
        Err(BadPassword::Long)
    } else if folded == email || folded == local {
        Err(BadPassword::Email)
    } else if one_letter || COMMON.contains(&folded.as_str()) {
        Err(BadPassword::Common)
    } else if folded == DEMO_PASSWORD {
        Err(BadPassword::Demo)
    } else {
        Ok(())
    }
}

/// The hash under which a password is stored; takes its time, so never inside a write.
///
/// # Errors
/// Busy when too many are waiting.
pub async fn hash(password: String) -> AppResult<String> {
    apart(move || hash_now(&password)).await?
}

/// [`hash`] for threads that have no runtime (commands, the demo).
///
/// # Errors
/// Only when the system has no randomness.
pub fn hash_now(password: &str) -> AppResult<String> {
    Argon2::default()
        .hash_password(password.as_bytes())
        .map(|hash| hash.to_string())
        .map_err(|error| AppError::broken(error.to_string()))
}

/// Whether this is the password behind a stored hash. Where there is none (an unknown address, somebody who has not
/// chosen a password yet) it takes as long, so that the time tells nothing.
///
/// # Errors
/// Busy when too many are waiting.
pub async fn matches(stored: Option<String>, password: String) -> AppResult<bool> {
    // nobody has a longer one, and a megabyte would take a core for a while
    let password = if password.len() > LONGEST * 4 {
        String::new()
    } else {
        password
    };
    apart(move || match stored {
        Some(stored) => PasswordHash::new(&stored)
            .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok()),
        None => {
            let _ = hash_now(&password);
            false
        }
    })
    .await
}

async fn apart<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> AppResult<T> {
    let turn = tokio::time::timeout(PATIENCE, HASHING.acquire())
        .await
        .map_err(|_| AppError::Busy)?
        .map_err(AppError::broken)?;
    tokio::task::spawn_blocking(move || {
        // held until the work is done, also when the visitor has left meanwhile
        let _turn = turn;
        work()
    })
    .await
    .map_err(AppError::broken)
}
