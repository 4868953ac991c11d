//! Serving: the web server around the application, its timed work, and an end that loses nothing.

use crate::app::App;
use crate::platform::web::frame;
use crate::{routes, schedule};
use actix_web::middleware::{Compress, from_fn};
use actix_web::{HttpServer, web};
use std::net::TcpListener;

/// Serves until the process is told to stop (Ctrl-C, SIGTERM): then no new request is taken, those in progress are
/// answered, the mail in hand is delivered and the database is closed.
///
/// # Errors
/// When the address cannot be listened on.
pub async fn serve(app: App, listener: TcpListener) -> std::io::Result<()> {
    let jobs = schedule::start(app.clone());
    let shutdown = app.settings.shutdown_seconds;
    let shared = web::Data::new(app.clone());
    let server = HttpServer::new(move || {
        actix_web::App::new()
            .app_data(shared.clone())
            .app_data(shared.stage.clone())
            .wrap(from_fn(frame))
            // Outside of the frame: what leaves is complete. Assets are packed already and pass as they are.
            .wrap(Compress::default())
            .configure(routes::mount)
    })
    .workers(std::thread::available_parallelism().map_or(2, usize::from).max(2))
    .shutdown_timeout(shutdown)
    .listen(listener)?
    .run();
    let result = server.await;
    jobs.stop().await;
    app.db.close();
    result
}
