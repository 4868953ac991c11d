//! The URL of each page and record, in one place: pages, mails and redirects ask here.

use crate::base::ids::*;
use chrono::NaiveDate;

/// The day's work of the person signed in.
pub const TODAY: &str = "/today";
/// Findings to review.
pub const FINDINGS: &str = "/findings";
/// Raising a finding by hand.
pub const RAISE: &str = "/findings/new";
/// Corrective actions of the person signed in.
pub const ACTIONS: &str = "/findings/actions";
/// Audits done, due and missed.
pub const AUDITS: &str = "/audits";
/// The flat file of answers for analysts: its page.
pub const ANSWERS: &str = "/audits/answers";
/// The file itself.
pub const ANSWERS_FILE: &str = "/audits/answers.csv";
/// The board's summary.
pub const SUMMARY: &str = "/summary";
/// How each process does.
pub const HEALTH: &str = "/health";
/// What changed in how the work is done, so that charts expect something else.
pub const CHANGES: &str = "/figures/changes";
/// The board's packets, and the meetings they are made for.
pub const PACKETS: &str = "/packets";
/// Meetings of the board.
pub const MEETINGS: &str = "/packets/meetings";
/// Audit templates.
pub const CHECKLISTS: &str = "/checklists";
/// Procedures manuals.
pub const MANUALS: &str = "/manuals";
/// The mission, its goals and objectives.
pub const MISSION: &str = "/mission";
/// What is done to deliver services.
pub const PROCESSES: &str = "/processes";
/// From the mission down to the questions, and back up.
pub const TRACE: &str = "/trace";
/// What the agency provides to whom, with its charter promises.
pub const SERVICES: &str = "/services";
/// Audit plans.
pub const PLANS: &str = "/planning";
/// The calendar of audits.
pub const SCHEDULE: &str = "/planning/calendar";
/// Processes and layers that nobody looks at.
pub const GAPS: &str = "/planning/gaps";
/// Secret addresses for calendar programs.
pub const FEEDS: &str = "/planning/feeds";
/// Units, working calendars and layers.
pub const UNITS: &str = "/agency";
/// People and what they may do.
pub const PEOPLE: &str = "/people";
/// Mail composed, waiting and sent.
pub const OUTBOX: &str = "/outbox";
/// Timed jobs.
pub const JOBS: &str = "/jobs";
/// The own account: devices, password.
pub const ACCOUNT: &str = "/account";
/// How the person signed in wants mail.
pub const MAIL_CHOICES: &str = "/account/mail";
/// When the person signed in is away.
pub const MY_ABSENCES: &str = "/account/absences";
/// Who is away, for those who lead them.
pub const ABSENCES: &str = "/absences";
/// The sign-in page.
pub const SIGN_IN: &str = "/sign-in";
/// First-run setup.
pub const SETUP: &str = "/setup";

/// A finding's page.
pub fn finding(id: FindingId) -> String {
    format!("/findings/{id}")
}
/// A corrective action's page.
pub fn action(id: ActionId) -> String {
    format!("/findings/actions/{id}")
}
/// An audit: the checklist, or what came of it.
pub fn audit(id: AuditId) -> String {
    format!("/audits/{id}")
}
/// An audit that is under way: a device that kept its checklist before knows by this address that it is started.
pub fn started_audit(id: AuditId) -> String {
    format!("{}#started", audit(id))
}
/// Who does an audit, and handing it over.
pub fn assignment(id: AuditId) -> String {
    format!("/audits/{id}/assignment")
}
/// The audits that were missed on these local dates, for whoever asks.
pub fn missed_audits(from: NaiveDate, to: NaiveDate) -> String {
    format!("{AUDITS}?state=missed&unit=mine&from={from}&to={to}")
}
/// Entering what was written on a sheet of paper while the audit was open.
pub fn from_paper(id: AuditId) -> String {
    format!("/audits/{id}/paper")
}
/// Changing the answers of an audit in the minutes after it was sent.
pub fn amendment(id: AuditId) -> String {
    format!("/audits/{id}/amendment")
}
/// Where a one-time link leads.
pub fn audit_link(token: &str) -> String {
    format!("/audit-links/{token}")
}
/// A packet as it was made.
pub fn packet(id: PacketId) -> String {
    format!("{PACKETS}/{id}")
}
/// A packet as a file.
pub fn packet_file(id: PacketId) -> String {
    format!("{PACKETS}/{id}/file")
}
/// A packet as a PDF.
pub fn packet_pdf(id: PacketId) -> String {
    format!("{PACKETS}/{id}/pdf")
}
/// The figures of a packet as a table, without the ending of the file.
pub fn packet_table(id: PacketId) -> String {
    format!("{PACKETS}/{id}/table")
}
/// Taking a meeting away: are you sure?
pub fn meeting_removal(id: MeetingId) -> String {
    format!("{MEETINGS}/{id}/removal")
}
/// Where a one-time link to a packet leads.
pub fn packet_link(token: &str) -> String {
    format!("/packet-links/{token}")
}
/// A template.
pub fn template(id: TemplateId) -> String {
    format!("/checklists/{id}")
}
/// One version of a template.
pub fn version(template: TemplateId, number: i32) -> String {
    format!("/checklists/{template}/versions/{number}")
}
/// One version of a template as a sheet of paper.
pub fn paper(template: TemplateId, number: i32) -> String {
    format!("/checklists/{template}/versions/{number}/paper")
}
/// The audit of a template (by its id in the files) and layer that is due today, for whoever asks.
pub fn matching(template: &str, layer: i32) -> String {
    format!("/audits/matching?template={template}&layer={layer}")
}
/// A version of a template tried out, with nothing recorded.
pub fn trial(version: TemplateVersionId) -> String {
    format!("/audits/trial/{version}")
}
/// A procedures manual.
pub fn manual(id: ManualId) -> String {
    format!("/manuals/{id}")
}
/// A clause: its words, its questions and its findings.
pub fn clause(id: ClauseId) -> String {
    format!("/clauses/{id}")
}
/// The mission of a unit.
pub fn mission_of(id: UnitId) -> String {
    format!("/mission/{id}")
}
/// A goal of the agency or of a unit.
pub fn goal(id: GoalId) -> String {
    format!("/mission/goals/{id}")
}
/// A service.
pub fn service(id: ServiceId) -> String {
    format!("/services/{id}")
}
/// A process.
pub fn process(id: ProcessId) -> String {
    format!("/processes/{id}")
}
/// How a process does: by week, layer, unit and question.
pub fn process_health(id: ProcessId) -> String {
    format!("{HEALTH}/{id}")
}
/// Where two layers answered the same question of a process.
pub fn process_pairs(id: ProcessId) -> String {
    format!("{}/pairs", process_health(id))
}
/// How long the questions of a plan wait, and how soon a fault is seen.
pub fn simulation(id: PlanId) -> String {
    format!("/planning/{id}/simulation")
}
/// What was said by a plan whose answers are without a name.
pub fn results(id: PlanId) -> String {
    format!("/planning/{id}/results")
}
/// A plan.
pub fn plan(id: PlanId) -> String {
    format!("/planning/{id}")
}
/// What a calendar program reads at a secret address.
pub fn feed(token: &str) -> String {
    format!("/feeds/{token}.ics")
}
/// Taking an audit that is nobody's yet.
pub fn taking(id: AuditId) -> String {
    format!("/planning/audits/{id}/taking")
}
/// A unit.
pub fn unit(id: UnitId) -> String {
    format!("/agency/units/{id}")
}
/// A person.
pub fn person(id: PersonId) -> String {
    format!("/people/{id}")
}
/// Why an audit is not done.
pub fn audit_reason(id: AuditId) -> String {
    format!("/audits/{id}/reason")
}
/// The page that switches a kind of mail off and on, by the secret key of its reader.
pub fn unsubscribe(key: &str, kind: &str) -> String {
    format!("/unsubscribe/{key}/{kind}")
}
/// A person's absence.
pub fn absence(id: AbsenceId) -> String {
    format!("/absences/{id}")
}
/// A photo or document.
pub fn attachment(audit: AuditId, id: AttachmentId) -> String {
    format!("/audits/{audit}/photos/{id}")
}

/// An address with its query; parts without a value are left out.
pub fn with(path: &str, pairs: &[(&str, String)]) -> String {
    match query(pairs).as_str() {
        "" => path.to_owned(),
        query => format!("{path}?{query}"),
    }
}

/// The query of an address; parts without a value are left out.
pub fn query(pairs: &[(&str, String)]) -> String {
    let given: Vec<&(&str, String)> = pairs.iter().filter(|(_, value)| !value.is_empty()).collect();
    serde_urlencoded::to_string(given).unwrap_or_default()
}
