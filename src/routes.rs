//! The whole URL table on one page. Each room brings its routes; here is who they are for.

use crate::platform::web as frame;
use crate::{
    agency, audits, boards, checklists, desk, figures, findings, health, manuals, mission, people, planning, processes,
};
use actix_web::web;

/// Mounts every route.
pub fn mount(config: &mut web::ServiceConfig) {
    config
        // For browsers and machines: assets, health.
        .service(web::resource("/assets/{file}").route(web::get().to(frame::assets::serve)))
        .route("/sw.js", web::get().to(frame::assets::worker))
        .configure(health::routes)
        // For everybody, signed in or not: the way in, a new password, the first setup.
        .configure(desk::routes)
        .configure(people::routes)
        // For administrators: units, hours, holidays, layers (people, mail and jobs are above).
        .configure(agency::routes)
        // For everybody who is signed in: the promise, what is done for it, and how the work is to be done.
        .configure(mission::routes)
        .configure(manuals::routes)
        .configure(processes::routes)
        // For whoever audits: the templates; quality staff load and publish them.
        .configure(checklists::routes)
        // For whoever audits: the audits of the own units, the checklist on the phone.
        .configure(audits::routes)
        // For everybody who is signed in: findings of the own units, own actions.
        .configure(findings::routes)
        // For whoever audits: the plans; quality staff and administrators write them.
        .configure(planning::routes)
        // For leaders: what changed in how the work is done; directors, quality staff and administrators enter it.
        .configure(figures::changes::pages::routes)
        // For everybody who is signed in: the day; for leaders: its results, and whether the mission is delivered.
        .configure(boards::routes);
}
