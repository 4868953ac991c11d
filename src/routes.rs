//! The whole URL table on one page. Each room brings its routes; here is who they are for.

use crate::platform::web as frame;
use crate::{checklists, desk, findings, health, manuals, mission, people};
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
        // For everybody who is signed in: the mission and the manuals, to read.
        .configure(mission::routes)
        .configure(manuals::routes)
        // For auditors: the checklists, to read. For quality staff: to bring in and to publish.
        .configure(checklists::routes);
}
