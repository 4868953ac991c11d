//! For whoever runs the installation: is it alive, is it ready?

use crate::app::App;
use actix_web::{HttpResponse, web};

/// Health, for load balancers and service managers.
pub fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/healthz", web::get().to(healthy))
        .route("/readyz", web::get().to(ready));
}

/// The process is alive.
async fn healthy() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain").body("ok\n")
}

/// The database answers reads and takes writes.
async fn ready(app: web::Data<App>) -> HttpResponse {
    let answers = app
        .db
        .write(|conn| Ok(crate::platform::installation::get(conn, "ready")?))
        .await;
    match answers {
        Ok(_) => HttpResponse::Ok().content_type("text/plain").body("ready\n"),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            HttpResponse::ServiceUnavailable()
                .content_type("text/plain")
                .body("the database does not answer\n")
        }
    }
}
