//! Reads the command and calls the library.

use clap::{Parser, Subcommand};
use plumbline::app::App;
use plumbline::base::clock::Clock;
use plumbline::platform::settings::Settings;
use plumbline::platform::web::log;
use plumbline::server;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Layered process audits for public service.
#[derive(Parser)]
#[command(version, about)]
struct Arguments {
    /// Settings file (default: plumbline.toml, if there is one)
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the pages and run the timed jobs
    Serve,
    /// Bring the database's tables up to date
    Migrate,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            complain(&sentence);
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments) -> Result<(), String> {
    let settings = Settings::load(arguments.config.as_deref(), std::env::vars())?;
    log::start(settings.log_format)?;
    match arguments.command {
        Command::Serve => serve(settings),
        Command::Migrate => plumbline::platform::db::migrate::run(settings.database_url.expose()).map(drop),
    }
}

fn serve(settings: Settings) -> Result<(), String> {
    let listener = TcpListener::bind(&settings.listen)
        .map_err(|error| format!("cannot listen on {}: {error}", settings.listen))?;
    let app = App::build(settings, Clock::System)?;
    actix_web::rt::System::new()
        .block_on(server::serve(app, listener))
        .map_err(|error| format!("the server stopped: {error}"))
}

#[expect(clippy::print_stderr, reason = "the command line speaks to the terminal")]
fn complain(sentence: &str) {
    eprintln!("{sentence}");
}
