//! The first who takes an audit that is nobody's yet has it.

use super::*;
use crate::planning::assign::taking;

/// Takes an audit; back to the day's work, with what came of it.
pub(super) async fn create(
    viewer: Viewer<crate::people::viewer::Anyone>,
    id: web::Path<AuditId>,
    _: Form,
) -> AppResult<HttpResponse> {
    let (act, id) = (viewer.act(), *id);
    let taken = viewer
        .app
        .db
        .write(move |conn| taking::take(conn, &act.clone(), id))
        .await;
    match taken {
        Ok(()) => Ok(see_other(&links::audit(id), Flash::done("plan-taken"))),
        Err(AppError::Refused(said)) => Ok(see_other(links::TODAY, Flash::note(said))),
        Err(error) => Err(error),
    }
}
