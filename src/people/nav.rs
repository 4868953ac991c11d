//! The navigation: which places a person's roles open.

use super::model::{Assignment, holds};
use crate::base::codes::Role;
use crate::base::links;
use crate::platform::views::{NavGroup, NavItem};

/// Key of a navigation item; pages name theirs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Here {
    /// The day's work.
    Today,
    /// Findings and actions.
    Findings,
    /// Audits.
    Audits,
    /// The calendar of audits.
    Schedule,
    /// The summary.
    Summary,
    /// How each process does.
    Health,
    /// Audit templates.
    Checklists,
    /// Processes.
    Processes,
    /// From the mission down to the questions.
    Trace,
    /// Procedures manuals.
    Manuals,
    /// The mission.
    Mission,
    /// Services and their promises.
    Services,
    /// Audit plans.
    Planning,
    /// Units and calendars.
    Agency,
    /// Who is away.
    Absences,
    /// People.
    People,
    /// Mail.
    Outbox,
    /// No item (the account).
    Nowhere,
}

impl Here {
    /// The item's key.
    pub fn key(self) -> &'static str {
        match self {
            Self::Today => "today",
            Self::Findings => "findings",
            Self::Audits => "audits",
            Self::Schedule => "schedule",
            Self::Summary => "summary",
            Self::Health => "health",
            Self::Checklists => "checklists",
            Self::Processes => "processes",
            Self::Trace => "trace",
            Self::Manuals => "manuals",
            Self::Mission => "mission",
            Self::Services => "services",
            Self::Planning => "planning",
            Self::Agency => "agency",
            Self::Absences => "absences",
            Self::People => "people",
            Self::Outbox => "outbox",
            Self::Nowhere => "",
        }
    }
}

/// The groups of links for somebody with these assignments.
pub fn groups(assignments: &[Assignment]) -> Vec<NavGroup> {
    let has = |roles: &[Role]| holds(assignments, roles);
    let everyone = !assignments.is_empty();
    let auditors = has(&[
        Role::Supervisor,
        Role::Manager,
        Role::Director,
        Role::Board,
        Role::Quality,
        Role::Administrator,
    ]);
    let leaders = has(&[
        Role::Manager,
        Role::Director,
        Role::Board,
        Role::Quality,
        Role::Administrator,
    ]);
    let improvers = has(&[Role::Manager, Role::Director, Role::Quality, Role::Administrator]);
    let superiors = has(&[Role::Manager, Role::Director, Role::Board, Role::Administrator]);
    let administrators = has(&[Role::Administrator]);
    let group = |title: &str, items: Vec<(bool, Here, &str, &str, bool)>| NavGroup {
        title_key: format!("nav-group-{title}"),
        items: items
            .into_iter()
            .filter(|(open, ..)| *open)
            .map(|(_, here, href, icon, phone)| NavItem {
                key: here.key().into(),
                href: href.into(),
                icon: icon.into(),
                label_key: format!("nav-{}", here.key()),
                badge: String::new(),
                phone,
            })
            .collect(),
    };
    let groups = vec![
        group(
            "work",
            vec![
                (true, Here::Today, links::TODAY, "check_circle", true),
                (everyone, Here::Findings, links::FINDINGS, "flag", true),
                (auditors, Here::Audits, links::AUDITS, "fact_check", true),
                (auditors, Here::Schedule, links::SCHEDULE, "calendar_month", false),
                (superiors, Here::Absences, links::ABSENCES, "event_busy", false),
            ],
        ),
        group(
            "learn",
            vec![
                (leaders, Here::Summary, links::SUMMARY, "insights", true),
                (improvers, Here::Health, links::HEALTH, "target", false),
                (everyone, Here::Mission, links::MISSION, "account_balance", false),
                (everyone, Here::Trace, links::TRACE, "trending_up", false),
                (everyone, Here::Services, links::SERVICES, "support_agent", false),
            ],
        ),
        group(
            "set-up",
            vec![
                (auditors, Here::Checklists, links::CHECKLISTS, "assignment", false),
                (everyone, Here::Processes, links::PROCESSES, "loop", false),
                (everyone, Here::Manuals, links::MANUALS, "local_library", false),
                (leaders, Here::Planning, links::PLANS, "event", false),
                (administrators, Here::Agency, links::UNITS, "location_on", false),
                (administrators, Here::People, links::PEOPLE, "groups", false),
                (administrators, Here::Outbox, links::OUTBOX, "mail", false),
            ],
        ),
    ];
    groups.into_iter().filter(|group| !group.items.is_empty()).collect()
}
