//! What the audits of a plan ask.

use super::*;

/// What is typed in this part.
pub(super) const FIELDS: [&str; 0] = [];

/// What stands in it: for a new plan, or for one as it is.
pub(super) fn fill(typed: Typed, _plan: Option<&Plan>) -> Typed {
    typed
}

/// What was typed.
pub(super) fn read(_form: &Fields, _problems: &mut Problems) -> Asking {
    Asking::default()
}
