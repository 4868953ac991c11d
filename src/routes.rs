//! The whole URL table on one page. Each room brings its routes; here is who they are for.

use crate::platform::web as frame;
use crate::{audits, desk, findings, health, people};
use actix_web::web;

/// Mounts every route.
pub fn mount(config: &mut web::ServiceConfig) {
    config
        // For browsers and machines: assets, health.
        .service(web::resource("/assets/{file}").route(web::get().to(frame::assets::serve)))
        .configure(health::routes)
        // For everybody, signed in or not: the way in, a new password, the first setup.
        .configure(desk::routes)
        .configure(people::routes)
        // For everybody who is signed in: findings of the own units, own actions.
        .configure(findings::routes)
        // For everybody who is signed in: audits of the own units, and those that are one's own to do.
        .configure(audits::routes);
}
