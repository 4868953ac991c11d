//! Reads the command and calls the library.

use clap::{Parser, Subcommand};
use plumbline::app::App;
use plumbline::base::clock::Clock;
use plumbline::base::codes::Role;
use plumbline::base::mistake::Mistake;
use plumbline::boards::packets::verify;
use plumbline::checklists::library::{self, Library};
use plumbline::checklists::lint;
use plumbline::people::sign_in;
use plumbline::platform::db::{Conn, Db, migrate};
use plumbline::platform::error::{AppError, cause_chain};
use plumbline::platform::history;
use plumbline::platform::i18n::{self, I18n};
use plumbline::platform::settings::Settings;
use plumbline::platform::web::log;
use plumbline::{agency, bench, demo, figures, people, schedule, server};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Layered process audits for public service: is the work done as the manuals say, and does it deliver what the mission promises?
#[derive(Parser)]
#[command(
    version,
    about,
    after_help = "Examples:\n  \
    plumbline demo                                   try it out: a city with 18 months of history\n  \
    plumbline serve                                  serve your agency; the first visit leads through setup\n  \
    PLUMBLINE_DATABASE_URL=postgres://… plumbline serve   the same on PostgreSQL\n  \
    plumbline templates check audit-templates        say what is wrong with template files\n\n\
    Settings come from plumbline.toml and PLUMBLINE_… variables; `plumbline settings` lists them."
)]
struct Arguments {
    /// Settings file (default: plumbline.toml, if there is one)
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the pages and run the timed jobs; an empty database leads through setup
    Serve,
    /// Serve the demo agency, made on the first start; only for this machine
    #[command(after_help = "Examples:\n  plumbline demo\n  plumbline demo --seed 7 --today 2026-06-09 --months 3")]
    Demo {
        /// The same seed and day make the same agency
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// The day the history ends on, as YYYY-MM-DD (default: today, or the next working day)
        #[arg(long)]
        today: Option<chrono::NaiveDate>,
        /// Months of history
        #[arg(long, default_value_t = 18, value_parser = clap::value_parser!(u32).range(1..=36))]
        months: u32,
        /// Make the agency and stop; do not serve
        #[arg(long)]
        only_make: bool,
    },
    /// Bring the database's tables up to date
    Migrate,
    /// Timed jobs
    #[command(subcommand)]
    Jobs(Jobs),
    /// Template files
    #[command(subcommand)]
    Templates(Templates),
    /// People who sign in
    #[command(subcommand)]
    User(User),
    /// The history of changes
    #[command(subcommand)]
    History(History),
    /// The figures' roll-ups
    #[command(subcommand)]
    Figures(Figures),
    /// Measure with a large agency, in a database of its own
    #[command(subcommand)]
    Bench(Bench),
    /// The board's packets
    #[command(subcommand)]
    Packet(Packet),
    /// List every setting, its variable and its default
    Settings,
}

#[derive(Subcommand)]
enum Jobs {
    /// Run every job that is due, or the named one now
    #[command(after_help = "Examples:\n  plumbline jobs run\n  plumbline jobs run remind")]
    Run {
        /// Only this job, due or not
        name: Option<String>,
    },
    /// List the jobs and how often they run
    List,
}

#[derive(Subcommand)]
enum Templates {
    /// Say what is wrong with the files of a folder, and which questions could be asked better
    #[command(
        after_help = "Examples:\n  plumbline templates check audit-templates\n  plumbline templates check audit-templates --strict"
    )]
    Check {
        /// Folder with templates, manuals/, mission.yaml and processes.yaml
        folder: PathBuf,
        /// Fail on a warning about a question too, not only on a mistake
        #[arg(long)]
        strict: bool,
    },
    /// Load mission, manuals, processes and templates of a folder; nothing is written when a file has a mistake
    #[command(after_help = "Example:\n  plumbline templates load audit-templates --publish --note \"Spring review\"")]
    Load {
        /// Folder with templates, manuals/, mission.yaml and processes.yaml
        folder: PathBuf,
        /// Publish the new versions (else they stay drafts)
        #[arg(long)]
        publish: bool,
        /// Why there are new versions
        #[arg(long, default_value = "Loaded from files")]
        note: String,
    },
}

#[derive(Subcommand)]
enum User {
    /// Add a person with a role at the top of the agency, who gets an invitation by mail
    #[command(
        after_help = "Example:\n  plumbline user add --name \"Ana Ruiz\" --email ana@city.example --role quality"
    )]
    Add {
        /// Full name
        #[arg(long)]
        name: String,
        /// E-mail address
        #[arg(long)]
        email: String,
        /// staff, supervisor, manager, director, board, quality or administrator
        #[arg(long)]
        role: Role,
    },
}

#[derive(Subcommand)]
enum History {
    /// Recompute every chain and every seal, and say what does not fit
    Verify,
}

#[derive(Subcommand)]
enum Figures {
    /// Count audits and answers again and compare with the roll-ups
    Verify,
    /// Make the roll-ups anew from audits and answers
    Rebuild,
}

#[derive(Subcommand)]
enum Bench {
    /// Fill an empty database with ten years of 500 units
    #[command(
        after_help = "Example:\n  PLUMBLINE_DATABASE_URL=sqlite:bench.db plumbline bench seed --answers 5000000\n\n\
        Left out: the history of audits and findings, why questions were drawn, causes, actions and watches, mails."
    )]
    Seed {
        /// About so many answers
        #[arg(long, default_value_t = 50_000, value_parser = clap::value_parser!(u64).range(1_000..=100_000_000))]
        answers: u64,
        /// The same seed and day make the same agency
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// The last day, as YYYY-MM-DD
        #[arg(long, default_value = "2026-06-30")]
        until: chrono::NaiveDate,
    },
    /// Say how long the summary, process health and the questions behind them take, at units and in periods drawn by lot
    #[command(after_help = "Example:\n  PLUMBLINE_DATABASE_URL=sqlite:bench.db plumbline bench read --only agency")]
    Read {
        /// How often each is asked
        #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..=100_000))]
        rounds: u32,
        /// The same seed asks the same
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// Only the lines whose names hold these words
        #[arg(long, default_value = "")]
        only: String,
    },
}

#[derive(Subcommand)]
enum Packet {
    /// Say whether a packet is as it was made: the stored one, or a file that was saved
    #[command(
        after_help = "Examples:\n  plumbline packet verify 2026-3\n  plumbline packet verify packet-2026-3.html\n  plumbline packet verify packet-2026-3.pdf"
    )]
    Verify {
        /// Number of a packet, or a file
        #[arg(value_name = "NUMBER|FILE")]
        what: String,
    },
}

fn main() -> ExitCode {
    match run(Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            complain(&sentence);
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments) -> Result<(), String> {
    // What needs no settings works without them.
    match &arguments.command {
        Command::Settings => {
            say(&Settings::reference());
            return Ok(());
        }
        Command::Templates(Templates::Check { folder, strict }) => return check_templates(folder, *strict),
        Command::Jobs(Jobs::List) => {
            for job in schedule::JOBS {
                say(&format!(
                    "{:<10} every {:>5} minutes: {}",
                    job.name, job.every_minutes, job.purpose
                ));
            }
            return Ok(());
        }
        _ => {}
    }
    let settings = Settings::load(arguments.config.as_deref(), std::env::vars())?;
    log::start(settings.log_format)?;
    match arguments.command {
        Command::Serve => serve(settings),
        Command::Demo {
            seed,
            today,
            months,
            only_make,
        } => {
            let now = Clock::System.now();
            let today = today.unwrap_or_else(|| demo::default_today(now));
            serve_demo(settings, demo::Wanted { seed, today, months }, only_make)
        }
        Command::Migrate => {
            let ran = migrate::run(settings.database_url.expose())?;
            say(&if ran.is_empty() {
                "The tables are up to date.".into()
            } else {
                format!("Ran: {}", ran.join(", "))
            });
            Ok(())
        }
        Command::Jobs(Jobs::Run { name }) => run_jobs(settings, name.as_deref()),
        Command::Templates(Templates::Load { folder, publish, note }) => {
            load_templates(settings, &folder, publish, note)
        }
        Command::User(User::Add { name, email, role }) => add_user(settings, name, email, role),
        Command::History(History::Verify) => verify_history(settings),
        Command::Figures(Figures::Verify) => verify_figures(settings),
        Command::Packet(Packet::Verify { what }) => verify_packet(settings, what),
        Command::Figures(Figures::Rebuild) => {
            let db = open(&settings)?;
            db.write_now(figures::operations::rebuild).map_err(told)?;
            say("The roll-ups were made anew.");
            Ok(())
        }
        Command::Bench(Bench::Seed { answers, seed, until }) => {
            seed_bench(&settings, bench::seed::Wanted { answers, seed, until })
        }
        Command::Bench(Bench::Read { rounds, seed, only }) => {
            let rounds = rounds as usize;
            read_bench(settings, bench::read::Wanted { rounds, seed, only })
        }
        Command::Settings | Command::Templates(Templates::Check { .. }) | Command::Jobs(Jobs::List) => Ok(()),
    }
}

fn serve(settings: Settings) -> Result<(), String> {
    let listener = listen(&settings)?;
    let app = App::build(settings, Clock::System)?;
    serve_on(app, listener)
}

fn serve_demo(settings: Settings, wanted: demo::Wanted, only_make: bool) -> Result<(), String> {
    // Only making needs no address: a demo may be served there already.
    let listener = if only_make {
        TcpListener::bind("127.0.0.1:0").map_err(|error| error.to_string())
    } else {
        listen(&settings)
    }?;
    let local = listener.local_addr().map_err(|error| error.to_string())?;
    if !local.ip().is_loopback() {
        return Err(format!(
            "the demo is for this machine only: set PLUMBLINE_LISTEN to 127.0.0.1:{}",
            local.port()
        ));
    }
    let address = settings.public_url.clone();
    let db = open(&settings)?;
    if !demo::is_made(&db).map_err(told)? {
        let taken = db
            .read_now(|conn| Ok(agency::queries::root(conn)?.is_some()))
            .map_err(told)?;
        if taken {
            return Err(
                "this database holds a real agency: give the demo another one by PLUMBLINE_DATABASE_URL".into(),
            );
        }
        say(&format!(
            "Making the demo agency: {} months of history, once …",
            wanted.months
        ));
        let began = std::time::Instant::now();
        let maker = App::with_db(settings.clone(), Clock::System, db.clone())?;
        demo::make(&db, &maker.post, wanted, |date| {
            say(&format!("  … {}", date.format("%B %Y")))
        })
        .map_err(told)?;
        say(&format!("Made in {:.0} seconds.", began.elapsed().as_secs_f32()));
    }
    let clock = demo::clock(&db, Clock::System.now()).map_err(told)?;
    let app = App::with_db(settings, clock, db)?;
    demo::catch_up(&app).map_err(told)?;
    if only_make {
        app.db.close();
        return Ok(());
    }
    say(&format!(
        "\nThe demo agency is at {address}\nPassword of everybody: {}\n",
        demo::DEMO_PASSWORD
    ));
    for person in demo::sign_ins() {
        say(&format!(
            "  {:<14} {:<18} {}",
            person.role.as_str(),
            person.name,
            person.email
        ));
    }
    say("\nStop with Ctrl-C; starting again keeps the data.");
    serve_on(app, listener)
}

fn listen(settings: &Settings) -> Result<TcpListener, String> {
    TcpListener::bind(&settings.listen).map_err(|error| format!("cannot listen on {}: {error}", settings.listen))
}

fn serve_on(app: App, listener: TcpListener) -> Result<(), String> {
    actix_web::rt::System::new()
        .block_on(server::serve(app, listener))
        .map_err(|error| format!("the server stopped: {error}"))
}

fn open(settings: &Settings) -> Result<Db, String> {
    Db::open(settings.database_url.expose(), settings.db_readers as usize)
}

fn told(error: AppError) -> String {
    match &error {
        AppError::Broken(cause) => cause_chain(cause.as_ref()),
        AppError::Refused(said) => format!("refused: {}", said.key),
        other => other.to_string(),
    }
}

fn mistakes(mistakes: &[Mistake]) -> String {
    let mut text: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
    text.push(format!("{} mistakes. Nothing was changed.", mistakes.len()));
    text.join("\n\n")
}

fn check_templates(folder: &Path, strict: bool) -> Result<(), String> {
    let library = Library::read(folder).map_err(|found| mistakes(&found))?;
    let warnings = say_advice(&library)?;
    say(&format!(
        "{} templates, {} manuals: no mistakes, {warnings} warnings.",
        library.templates.len(),
        library.manuals.len()
    ));
    if strict && warnings > 0 {
        return Err(format!("{warnings} warnings"));
    }
    Ok(())
}

/// Says what the linter thinks of each template, and how many warnings there are.
fn say_advice(library: &Library) -> Result<usize, String> {
    let i18n = I18n::load()?;
    let mut warnings = 0;
    for (template, _) in &library.templates {
        for advice in lint::lint(template, i18n::DEFAULT) {
            warnings += usize::from(advice.weight == lint::Weight::Warning);
            let question = advice.question.as_deref().map(|id| format!(" {id},"));
            say(&format!(
                "{}:{} {} ({}): {}",
                template.template,
                question.unwrap_or_default(),
                advice.field,
                advice.weight,
                i18n.say(i18n::DEFAULT, &advice.said())
            ));
            if let Some(better) = advice.better() {
                say(&format!("   hint: {}", i18n.say(i18n::DEFAULT, &better)));
            }
        }
    }
    Ok(warnings)
}

fn load_templates(settings: Settings, folder: &Path, publish: bool, note: String) -> Result<(), String> {
    let library = Library::read(folder).map_err(|found| mistakes(&found))?;
    let app = App::build(settings, Clock::System)?;
    let act = app.act(None);
    let counts = app
        .db
        .write_now(move |conn| {
            let root = agency::queries::root(conn)?
                .ok_or_else(|| AppError::broken("set the agency up first: plumbline serve"))?;
            library::load_all(conn, &act.clone(), root.id, &library, publish, &note)
        })
        .map_err(told)?;
    app.db.close();
    say(&if counts.is_unchanged() {
        "Everything was loaded before: nothing changed.".to_owned()
    } else {
        format!(
            "{} new editions, {} processes new or changed, {} new drafts, {} published.",
            counts.editions, counts.processes, counts.drafts, counts.published
        )
    });
    Ok(())
}

fn add_user(settings: Settings, name: String, email: String, role: Role) -> Result<(), String> {
    let app = App::build(settings, Clock::System)?;
    let (act, post) = (app.act(None), app.post.clone());
    let token = sign_in::new_token().map_err(told)?;
    app.db
        .write_now(move |conn| {
            let act = act.clone();
            let root = agency::queries::root(conn)?
                .ok_or_else(|| AppError::broken("set the agency up first: plumbline serve"))?;
            let id = people::operations::add_person(conn, &act, &name, &email, "en", &[(root.id, role)])?;
            sign_in::invite(conn, &act, &post, id, &token)
        })
        .map_err(|error| match &error {
            AppError::Refused(said) => app.stage.i18n.say("en", said),
            _ => told(error),
        })?;
    app.db.close();
    say("Added. The invitation is in the outbox and leaves with the next mail run.");
    Ok(())
}

fn run_jobs(settings: Settings, name: Option<&str>) -> Result<(), String> {
    if let Some(name) = name.filter(|name| !schedule::JOBS.iter().any(|job| job.name == *name)) {
        let known: Vec<&str> = schedule::JOBS.iter().map(|job| job.name).collect();
        return Err(format!("there is no job {name:?}; there are {}", known.join(", ")));
    }
    let app = App::build(settings, Clock::System)?;
    let ran = actix_web::rt::System::new()
        .block_on(schedule::run_due(&app, name))
        .map_err(told)?;
    app.db.close();
    let mut failed = 0;
    for (name, error) in &ran {
        failed += usize::from(error.is_some());
        say(&format!("{name}: {}", error.as_deref().unwrap_or("done")));
    }
    if ran.is_empty() {
        say("No job is due.");
    }
    if failed > 0 {
        Err(format!("{failed} jobs failed"))
    } else {
        Ok(())
    }
}

fn verify_history(settings: Settings) -> Result<(), String> {
    let db = open(&settings)?;
    let found = db.read_now(|conn| Ok(history::verify(conn)?)).map_err(told)?;
    say(&format!(
        "{} entries of {} records in {} seals are as they were written.",
        found.entries, found.records, found.seals
    ));
    if found.faults.is_empty() {
        Ok(())
    } else {
        Err(found.faults.join("\n"))
    }
}

fn verify_packet(settings: Settings, what: String) -> Result<(), String> {
    // a number is never a path: 2026-3
    let file = match std::fs::read(&what) {
        Ok(bytes) => Some(bytes),
        Err(error) if what.contains(['.', '/', '\\']) => return Err(format!("cannot read {what}: {error}")),
        Err(_) => None,
    };
    let db = open(&settings)?;
    let i18n = I18n::load()?;
    let verdict = db
        .read_now(move |conn| match &file {
            Some(bytes) => verify::file(conn, &i18n, bytes),
            None => verify::stored(conn, &what),
        })
        .map_err(told)?;
    match verdict {
        Ok(sentence) => {
            say(&sentence);
            Ok(())
        }
        Err(sentence) => Err(sentence),
    }
}

fn verify_figures(settings: Settings) -> Result<(), String> {
    let db = open(&settings)?;
    let differences = db.read_now(figures::operations::recount).map_err(told)?;
    if differences.is_empty() {
        say("The roll-ups are equal to a recount.");
        return Ok(());
    }
    for difference in differences.iter().take(100) {
        say(&format!("{difference:?}"));
    }
    Err(format!(
        "{} roll-ups differ; `plumbline figures rebuild` makes them anew",
        differences.len()
    ))
}

fn seed_bench(settings: &Settings, wanted: bench::seed::Wanted) -> Result<(), String> {
    migrate::run(settings.database_url.expose())?;
    let mut conn = Conn::open(settings.database_url.expose()).map_err(|error| error.to_string())?;
    let began = std::time::Instant::now();
    let seconds = || began.elapsed().as_secs_f32();
    let made = bench::seed::make(&mut conn, wanted, |date, answers| {
        say(&format!(
            "  … {}: {answers} answers, {:.0} seconds",
            date.format("%Y"),
            seconds()
        ));
    })
    .map_err(told)?;
    say(&format!("Made {made} answers in {:.0} seconds.", seconds()));
    Ok(())
}

fn read_bench(settings: Settings, wanted: bench::read::Wanted) -> Result<(), String> {
    let db = open(&settings)?;
    let (now, sizes) = db
        .read_now(|conn| Ok((bench::seed::last_moment(conn)?, bench::read::sizes(conn)?)))
        .map_err(told)?;
    say(&format!(
        "{} answers, {} audits, {} findings",
        sizes[0], sizes[1], sizes[2]
    ));
    let mut conn = Conn::open(settings.database_url.expose()).map_err(|error| error.to_string())?;
    let began = std::time::Instant::now();
    bench::read::sum_up(&mut conn).map_err(told)?;
    drop(conn);
    say(&format!("Summed up in {:.0} seconds.", began.elapsed().as_secs_f32()));
    say(&format!("{:<46} {:>9} {:>9}", "milliseconds", "p50", "p95"));
    let app = App::with_db(settings, Clock::fixed(now), db)?;
    let tell = |line: &bench::read::Line| say(&format!("{:<46} {:>9.2} {:>9.2}", line.what, line.p50, line.p95));
    actix_web::rt::System::new()
        .block_on(bench::read::pages(app.clone(), &wanted, tell))
        .map_err(told)?;
    app.db
        .read_now(move |conn| bench::read::questions(conn, &wanted, tell))
        .map_err(told)?;
    app.db.close();
    Ok(())
}

#[expect(clippy::print_stdout, reason = "the command line speaks to the terminal")]
fn say(sentence: &str) {
    println!("{sentence}");
}

#[expect(clippy::print_stderr, reason = "the command line speaks to the terminal")]
fn complain(sentence: &str) {
    eprintln!("{sentence}");
}
