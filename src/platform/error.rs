//! What can go wrong, in the few kinds that differ in what the user sees.
//!
//! *When to use which*: a query returns `QueryResult`; an operation or a handler returns [`AppResult`]. A rule that
//! says no is a typed error of its room that turns into [`AppError::Refused`] with the sentence the user will read.
//! A badly filled form is not an error: the page again, 422, with what was typed.

use crate::base::said::Said;
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, ResponseError};

/// The result of operations and handlers.
pub type AppResult<T> = Result<T, AppError>;

/// Why a request ends without doing what was asked.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// Nobody is signed in: the sign-in page, or 401 for JSON.
    #[error("nobody is signed in")]
    SignIn,
    /// There is no such thing, or not for this viewer. 404.
    #[error("not found")]
    NotFound,
    /// In scope, but without the right to do it. 403 with a sentence.
    #[error("forbidden: {}", .0.key)]
    Forbidden(Said),
    /// A rule says no. 422 with the sentence.
    #[error("refused: {}", .0.key)]
    Refused(Said),
    /// Somebody else changed it meanwhile. 409: look again.
    #[error("changed by somebody else meanwhile")]
    Stale,
    /// More work than the database takes at the moment, or a storage that cannot be reached. 503: try again.
    #[error("busy")]
    Busy,
    /// Our fault. 500; the cause goes to the log, never to the user.
    #[error("broken: {0}")]
    Broken(Box<dyn std::error::Error + Send + Sync>),
}

impl AppError {
    /// A fault of ours, told in words for the log.
    pub fn broken(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Broken(cause.into())
    }
    /// A rule says no, with the sentence's message id.
    pub fn refused(key: &str) -> Self {
        Self::Refused(Said::new(key))
    }
    /// The sentence the user reads.
    pub fn said(&self) -> Said {
        match self {
            Self::SignIn => Said::new("error-sign-in"),
            Self::NotFound => Said::new("error-not-found"),
            Self::Forbidden(said) | Self::Refused(said) => said.clone(),
            Self::Stale => Said::new("error-stale"),
            Self::Busy => Said::new("error-busy"),
            Self::Broken(_) => Said::new("error-broken"),
        }
    }
}

impl From<diesel::result::Error> for AppError {
    fn from(error: diesel::result::Error) -> Self {
        match error {
            diesel::result::Error::NotFound => Self::NotFound,
            other => Self::Broken(other.into()),
        }
    }
}

/// Turns a room's typed refusals into [`AppError::Refused`]; each type has a method `said()`.
#[macro_export]
macro_rules! refusals {
    ($($t:ty),+ $(,)?) => {$(
        impl From<$t> for $crate::platform::error::AppError {
            fn from(no: $t) -> Self { Self::Refused(no.said()) }
        }
    )+};
}

impl ResponseError for AppError {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::SignIn => StatusCode::UNAUTHORIZED,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Forbidden(_) => StatusCode::FORBIDDEN,
            Self::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Stale => StatusCode::CONFLICT,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Broken(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn error_response(&self) -> HttpResponse {
        // The page is made by the frame, which knows who asks and in which language.
        HttpResponse::new(self.status_code())
    }
}

/// An error and what caused it, on one line.
pub fn cause_chain(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}
