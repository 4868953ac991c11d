//! The timed jobs: when each ran, when it runs next, and what went wrong.

use crate::base::said::Said;
use crate::page;
use crate::people::nav::Here;
use crate::people::viewer::{Administrator, Viewer};
use crate::platform::error::AppResult;
use crate::platform::i18n::When;
use crate::platform::jobs;
use actix_web::{HttpResponse, web};
use serde::Serialize;

/// Routes for administrators.
pub fn routes(config: &mut web::ServiceConfig) {
    config.route("/jobs", web::get().to(index));
}

/// A job in the list.
#[derive(Debug, Serialize)]
pub struct Row {
    name: String,
    purpose: String,
    next: When,
    finished: Option<When>,
    failures: i32,
    error: Option<String>,
}

page! {
    /// The list of timed jobs.
    pub struct IndexPage in "desk/jobs.html" {
        pub title: String,
        pub lead: String,
        pub rows: Vec<Row>,
    }
}

async fn index(viewer: Viewer<Administrator>) -> AppResult<HttpResponse> {
    let rows = viewer.app.db.read(|conn| Ok(jobs::list(conn)?)).await?;
    let failing = rows.iter().filter(|job| job.failures > 0).count();
    let purpose = |name: &str| {
        let key = format!("desk-job-{name}");
        if viewer.i18n().has(viewer.lang(), &key) {
            viewer.t(&key)
        } else {
            String::new()
        }
    };
    let page = IndexPage {
        title: viewer.t("desk-jobs-title"),
        lead: viewer.say(&Said::new("desk-jobs-lead").with("count", failing)),
        rows: rows
            .iter()
            .map(|job| Row {
                name: job.name.clone(),
                purpose: purpose(&job.name),
                next: viewer.moment(&viewer.zone, job.next_at),
                finished: job.finished_at.map(|at| viewer.moment(&viewer.zone, at)),
                failures: job.failures,
                error: job.last_error.clone(),
            })
            .collect(),
    };
    viewer.show(Here::Outbox, &page)
}
