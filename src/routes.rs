//! The whole URL table on one page. Each room brings its routes; here is who they are for.

use crate::platform::web as frame;
use crate::{boards, findings, health};
use actix_web::web;

/// Mounts every route.
pub fn mount(config: &mut web::ServiceConfig) {
    config
        // For browsers and machines: assets, health.
        .service(web::resource("/assets/{file}").route(web::get().to(frame::assets::serve)))
        .configure(health::routes)
        // For everybody who is signed in: the day; for whoever audits, its result; for whoever leads, the summary.
        .configure(boards::routes)
        // For everybody who is signed in: findings of the own units, own actions.
        .configure(findings::routes);
}
