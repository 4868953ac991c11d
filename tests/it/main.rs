//! Everything that is proved from outside: stories of the town through its pages, on both engines; the house rules.
//!
//! Run all of it with `make test`, which starts a PostgreSQL of its own. Each story is an `async fn` that takes the
//! [`town::Town`] and is listed in its file's `on_both!`; CONTRIBUTING.md shows one.
#![allow(
    clippy::regex_creation_in_loops,
    reason = "a test reads better with the pattern where it is used"
)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test that cannot go on fails, and its output is for whoever runs it"
)]

#[macro_use]
mod town;
mod engines;
mod browser;
mod reading;
mod tidy;
mod schemas;
mod db;
mod crowd;
mod kill;
mod two_servers;
mod access;
mod pages;
mod findings;
mod repair;
mod own_findings;
mod pauses;
mod finding_settings;
mod queue;
mod evidence;
mod files;
mod mail_examples;
mod grouping;
mod raising;
mod chasing;
mod stories;
mod submissions;
mod photos;
mod bucket;
mod storage;
mod amendments;
mod audit_links;
mod handing;
mod arrivals;
mod assigning;
mod answer_kinds;
mod paper_code;
mod trial;
mod upward;
mod versions;
mod without_network;
mod mail;
mod mail_faults;
mod lives;
mod reminders;
mod people;
mod calendars;
mod mission;
mod numbers;
mod health;
mod hints;
mod summary;
mod calendar;
mod planning;
mod replanning;
mod manuals;
mod processes;
mod trace;
mod packets;
mod checklists;
mod importers;
