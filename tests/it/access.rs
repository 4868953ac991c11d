//! Who may open what: every route of the product for everybody in the cast, in one table (`snapshots/`).
//!
//! After a change that is meant: `INSTA_UPDATE=always make test ONLY=access`, and read the difference.

use crate::browser::{Answer, Browser};
use crate::tidy::{read, sources};
use crate::town::{Cast, Place, Question, Town};
use actix_web::http::Method;
use diesel::prelude::*;
use plumbline::agency;
use plumbline::agency::model::UnitKind;
use plumbline::agency::shifts::model::ShiftWanted;
use plumbline::base::calendar::Hours;
use plumbline::base::codes::Role;
use plumbline::base::holidays::{Comes, Observed, Rule};
use plumbline::base::ids::*;
use plumbline::base::zone::Zone;
use plumbline::figures::changes::model::Wanted;
use plumbline::figures::changes::operations::enter;
use plumbline::findings::model::ActionKind;
use plumbline::findings::operations::{NewAction, plan_action};
use plumbline::findings::{evidence, views};
use plumbline::people;
use plumbline::platform::files::document::Arrived;
use regex::Regex;
use std::fmt::Write as _;

on_both![who_may_open_what];

/// Open to everybody, signed in or not.
const PUBLIC: &[&str] = &[
    "/",
    "/assets/{file}",
    // What a device keeps: the script without a network, and the page it fills in itself. Neither holds anything of anybody.
    "/sw.js",
    "/audits/kept",
    "/healthz",
    "/readyz",
    "/sign-in",
    "/sign-out",
    "/password-reset",
    "/password-reset/{token}",
    // By the secret key of its reader; see tests/it/reminders.rs.
    "/unsubscribe/{key}/{kind}",
    "/setup",
    // A reloaded page after a refused form: leads back to the audit, whose own page asks who it is.
    "/audits/{id}/start",
    "/audits/{id}/submission",
    "/audits/{id}/link",
    "/audits/{id}/link/removal",
    // For whoever holds the link.
    "/audit-links/{token}",
    "/packet-links/{token}",
    "/packet-links/{token}/file",
    "/packet-links/{token}/pdf",
    "/packet-links/{token}/renewal",
    "/audits/{id}/anonymous",
    "/audits/{id}/photos/{photo}/removal",
    // Calendar programs do not sign in: whoever has the address reads it.
    "/feeds/{token}.ics",
];

/// A route as the rooms declare it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Route {
    pub pattern: String,
    pub method: String,
    /// Where it is declared.
    pub at: String,
}

/// Every route of the product, read from the sources: `.route("/{id}", web::get().to(show))` inside its scopes.
pub fn routes() -> Vec<Route> {
    let route =
        Regex::new(r#"\.route\(\s*(?:(?:"([^"]*)"|([\w:]+)),\s*)?web::(get|post|put|delete|patch)\(\)"#).unwrap();
    let scope = Regex::new(r#"web::(?:scope|resource)\("([^"]*)"\)"#).unwrap();
    let mut routes = Vec::new();
    for source in sources() {
        let scopes: Vec<(usize, usize, String)> = scope
            .captures_iter(&source.text)
            .map(|found| {
                let at = found.get(0).unwrap().start();
                (at, end_of_call(&source.text, at), found[1].to_owned())
            })
            .collect();
        for found in route.captures_iter(&source.text) {
            let at = found.get(0).unwrap().start();
            let inside = scopes.iter().filter(|(from, to, _)| (*from..*to).contains(&at));
            let prefix: String = inside.map(|(_, _, path)| path.as_str()).collect();
            let own = match (found.get(1), found.get(2)) {
                (Some(text), _) => text.as_str().to_owned(),
                (None, Some(name)) => constant(name.as_str(), &source.text),
                (None, None) => String::new(),
            };
            routes.push(Route {
                pattern: format!("{prefix}{own}"),
                method: found[3].to_uppercase(),
                at: source.path.clone(),
            });
        }
    }
    routes.sort();
    let declared: usize = sources()
        .iter()
        .map(|source| source.text.matches(".route(").count())
        .sum();
    assert_eq!(
        routes.len(),
        declared,
        "a route of the product could not be read; see routes() in tests/it/access.rs"
    );
    routes
}

/// The address behind a name: `const DAY: &str = "/today/{date}"` here or in `base::links`.
fn constant(name: &str, here: &str) -> String {
    let last = name.rsplit("::").next().unwrap_or(name);
    let pattern = Regex::new(&format!(r#"const {last}: &str = "([^"]*)""#)).unwrap();
    let found = [here.to_owned(), read("src/base/links.rs")]
        .iter()
        .find_map(|text| pattern.captures(text).map(|found| found[1].to_owned()));
    found.unwrap_or_else(|| panic!("a route is at {name}, which is no constant of its file or of base::links"))
}

/// Where the call ends that a scope is an argument of.
fn end_of_call(text: &str, from: usize) -> usize {
    let mut depth = 0;
    for (at, c) in text[from..].char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth < 0 {
            return from + at;
        }
    }
    text.len()
}

/// An id that no record has.
const NOTHING: &str = "01900000-0000-7000-8000-000000000000";

/// Records for the routes' placeholders.
pub struct Scene {
    finding: FindingId,
    action: ActionId,
    manual: ManualId,
    plan: PlanId,
    pub audit: AuditId,
    /// A plan whose answers are without a name, and its audit of today.
    pub unnamed: (PlanId, AuditId),
    question: QuestionId,
    template: TemplateId,
    version: TemplateVersionId,
    process: ProcessId,
    clause: ClauseId,
    mail: OutboxId,
    /// Records that the table may close, send away or take away without changing who the cast are.
    person: PersonId,
    assignment: AssignmentId,
    unit: UnitId,
    holiday: HolidayId,
    rule: HolidayRuleId,
    shift: ShiftId,
    /// Jo's, far ahead.
    absence: AbsenceId,
    /// What is promised; the goal and the service may end.
    goal: GoalId,
    objective: ObjectiveId,
    service: ServiceId,
    /// What changed at Tax & Licensing.
    change: ChangePointId,
    /// What lets Sam switch mails off without signing in.
    mail_key: String,
    /// A secret address of the supervisor's.
    feed: FeedId,
    /// A packet of Tax & Licensing, and a meeting of its board far ahead.
    packet: PacketId,
    meeting: MeetingId,
    /// Jo's, at the finding.
    file: AttachmentId,
    /// The stranger's: of the cast the last who asks, so that nobody else takes it away before unseen.
    view: FindingViewId,
}

/// What stands in that address.
const FEED: &str = "feedfeedfeedfeedfeedfeedfeedfeedfeedfeedfeedfeedfeedfeedfeedfeed";

impl Scene {
    /// A finding at the Oak Street Office with an action of Jo's; a plan for that office, and its audit of today.
    pub async fn set(town: &Town) -> Self {
        let finding = town.finding(
            Place::OakStreet,
            Question::WaitTime,
            "The last person waited 22 minutes.",
        );
        let (act, owner) = (town.act(Some(Cast::Supervisor)), town.person(Cast::Clerk));
        let contained = town.act(Some(Cast::Supervisor));
        let action = town.write(move |conn| {
            plumbline::findings::operations::contain(conn, &contained.clone(), finding, "Another position opened.")?;
            let new = NewAction {
                kind: ActionKind::Corrective,
                body: "Open the second position by the rule of 10 minutes.".into(),
                owner_id: owner,
                due_on: None,
                strength: None,
                cost: None,
            };
            plan_action(conn, &act.clone(), finding, &new)
        });
        let (plan, audits) = town.plan(1, &[Place::OakStreet]);
        let unnamed = without_names(town);
        let (template, top) = (town.template, town.unit(Place::MillValley));
        let act = town.act(Some(Cast::Administrator));
        let (unit, holiday, rule, shift, person, assignment) = town.write(move |conn| {
            let act = act.clone();
            let unit = agency::operations::add_unit(conn, &act, Some(top), "Old Mill", UnitKind::Office, None, 9)?;
            let date = "2026-12-24".parse().unwrap();
            let holiday = agency::operations::add_holiday(conn, &act, unit, date, "Mill fair", false)?;
            let fair = Rule {
                comes: Comes::Date { month: 5, day: 1 },
                observed: Observed::Nearest,
                from_year: None,
                until_year: None,
            };
            let rule = agency::operations::add_rule(conn, &act, unit, "May fair", fair)?;
            let open = Some(Hours {
                opens: 360,
                closes: 840,
            });
            let early = ShiftWanted {
                name: "Early".into(),
                first_day: date,
                cycle: vec![open, None],
            };
            let shift = agency::operations::add_shift(conn, &act, unit, &early)?;
            let held = [(unit, Role::Staff)];
            let person =
                people::operations::add_person(conn, &act, "Sam Miller", "sam@millvalley.example", "en", &held)?;
            let assignment = people::queries::assignments_of(conn, person)?[0].id;
            Ok((unit, holiday, rule, shift, person, assignment))
        });
        let (manual, question, process, clause) = town.read(move |conn| {
            let questions = plumbline::checklists::queries::identities(conn, template)?;
            let manual = plumbline::manuals::queries::find_by_code(conn, "CS")?.unwrap().id;
            let process = plumbline::checklists::queries::find(conn, template)?.process_id;
            let clause = plumbline::manuals::queries::find_clause(conn, "CS", "1.2")?
                .unwrap()
                .clause_id;
            Ok((manual, questions[Question::WaitTime.code()], process, clause))
        });
        // The finding comes from that audit, so that its link leads somewhere.
        let audit = audits[0];
        town.write(move |conn| {
            use plumbline::schema::findings;
            let origin = findings::origin_id.eq(AnyId(audit.0));
            Ok(plumbline::figures::found::changing(conn, &[finding], |conn| {
                diesel::update(findings::table.find(finding)).set(origin).execute(conn)
            })?)
        });
        let (act, jo, post) = (
            town.act(Some(Cast::Clerk)),
            town.person(Cast::Clerk),
            town.app.post.clone(),
        );
        let absence = town.write(move |conn| {
            let wanted = people::absences::model::Wanted {
                from: "2026-12-24".parse().unwrap(),
                until: "2026-12-26".parse().unwrap(),
                stand_in: None,
                note: String::new(),
            };
            people::absences::operations::enter(conn, &act.clone(), &post, jo, &wanted)
        });
        let act = town.act(Some(Cast::Quality));
        let (goal, objective, service) = town.write(move |conn| {
            use plumbline::mission::model::{CannotPromise, ServiceWanted};
            use plumbline::mission::{operations, queries};
            let code = "counter-service".parse().map_err(CannotPromise::from)?;
            let wanted = ServiceWanted {
                unit_id: top,
                name: "Service at our counters".into(),
                description: "Residents ask, apply and pay.".into(),
                groups: Vec::new(),
                promises: Vec::new(),
                objectives: Vec::new(),
            };
            let service = operations::create_service(conn, &act.clone(), &code, &wanted)?;
            let goal = queries::ids_by_code(conn)?["G1"];
            Ok((goal, queries::objectives_of(conn, goal)?[0].id, service))
        });
        let act = town.act(Some(Cast::Quality));
        town.write(move |conn| {
            plumbline::checklists::operations::begin_draft(conn, &act.clone(), template, None, false)
        });
        let act = town.act(None);
        let mail_key = town.write(move |conn| Ok(people::mail_choices::of(conn, &act.clone(), person)?.link_key));
        let act = town.act(Some(Cast::Supervisor));
        let feed = town.write(move |conn| plumbline::planning::feeds::make(conn, &act.clone(), None, FEED));
        let (act, post) = (town.act(Some(Cast::Director)), town.app.post.clone());
        let licensing = town.unit(Place::Licensing);
        let (packet, meeting) = town.write(move |conn| {
            use plumbline::boards::packets::operations;
            let act = act.clone();
            let wanted = operations::Wanted {
                unit: licensing,
                meeting: None,
                period: plumbline::boards::model::Period::ThisMonth,
            };
            let packet = operations::make(conn, &act, &post, &wanted, FEED)?;
            let date = "2026-12-24".parse().unwrap();
            Ok((packet, operations::enter_meeting(conn, &act, licensing, date, 7)?))
        });
        let act = town.act(Some(Cast::Clerk));
        let arrived = Arrived {
            name: "plan.txt".into(),
            bytes: "The new places of the desks.".into(),
            zone: Zone::utc(),
            now: act.now,
        };
        let ready = town.app.files.look_at_document(arrived).await.unwrap();
        let stored = town.app.files.store(&act, ready).await.unwrap();
        let file = stored.id();
        town.write(move |conn| evidence::add(conn, &act.clone(), finding, &stored));
        let act = town.act(Some(Cast::Stranger));
        let view = town.write(move |conn| views::keep(conn, &act.clone(), "Late ones", "tab=overdue"));
        let (act, entered) = (
            town.act(Some(Cast::Director)),
            Wanted {
                unit: town.unit(Place::Licensing),
                process: None,
                on: "2026-06-01".parse().unwrap(),
                what: "New printers".into(),
                why: "The old ones jammed.".into(),
            },
        );
        let change = town.write(move |conn| enter(conn, &act.clone(), entered.on, &entered));
        town.run_jobs().await;
        Self {
            change,
            mail_key,
            feed,
            packet,
            meeting,
            file,
            view,
            finding,
            action,
            manual,
            plan,
            audit,
            unnamed,
            question,
            template,
            version: town.version,
            process,
            clause,
            mail: town.outbox()[0].id,
            person,
            assignment,
            unit,
            holiday,
            rule,
            shift,
            absence,
            goal,
            objective,
            service,
        }
    }

    /// The address of a route with records in its placeholders; `None` for what a table of people cannot ask.
    pub fn address(&self, route: &Route) -> Option<String> {
        let pattern = route.pattern.as_str();
        let parts: Vec<&str> = pattern.split('/').collect();
        let address = parts.iter().enumerate().map(|(n, part)| {
            let before = if n > 0 { parts[n - 1] } else { "" };
            match (before, *part) {
                ("findings", "{id}") => self.finding.to_string(),
                ("actions", "{id}") => self.action.to_string(),
                ("manuals", "{id}") => self.manual.to_string(),
                ("planning", "{id}") if pattern.ends_with("/results") => self.unnamed.0.to_string(),
                ("audits", "{id}") if pattern.ends_with("/anonymous") => self.unnamed.1.to_string(),
                ("planning", "{id}") => self.plan.to_string(),
                ("feeds", "{id}") => self.feed.to_string(),
                ("feeds", "{token}.ics") => format!("{FEED}.ics"),
                ("audits", "{id}") => self.audit.to_string(),
                ("absences", "{id}") => self.absence.to_string(),
                ("people", "{id}") => self.person.to_string(),
                ("processes", "{id}") => self.process.to_string(),
                ("health", "{process}") => self.process.to_string(),
                ("summary", "{table}.{ending}") => "offices.csv".to_owned(),
                (_, "{table}.{ending}") => "units.csv".to_owned(),
                (_, part) if part.ends_with(".{ending}") => part.replace("{ending}", "csv"),
                ("clauses", "{id}") => self.clause.to_string(),
                (_, "{gap}") => "promises".to_owned(),
                ("checklists", "{id}") => self.template.to_string(),
                ("units", "{id}") => self.unit.to_string(),
                ("packets", "{id}") => self.packet.to_string(),
                (_, "{meeting}") => self.meeting.to_string(),
                ("outbox", "{id}") => self.mail.to_string(),
                ("goals", "{id}") => self.goal.to_string(),
                ("objectives", "{id}") => self.objective.to_string(),
                ("services", "{id}") => self.service.to_string(),
                ("mission", "{unit}") => self.unit.to_string(),
                // The text of a question stands for it in the bank and in the list of changed clauses.
                ("reviews", "{question}") => NOTHING.to_owned(),
                ("causes", "{code}") => "method".to_owned(),
                (_, "{code}") => Question::WaitTime.code().to_owned(),
                (_, "{question}") => self.question.to_string(),
                ("files", "{file}") => self.file.to_string(),
                ("views", "{view}") => self.view.to_string(),
                ("changes", "{id}") => self.change.to_string(),
                (_, "{assignment}") => self.assignment.to_string(),
                (_, "{holiday}") => self.holiday.to_string(),
                (_, "{rule}") => self.rule.to_string(),
                (_, "{shift}") => self.shift.to_string(),
                (_, "{mail}") => "reminder".to_owned(),
                ("trial", "{version}") => self.version.to_string(),
                (_, "{number}") => "1".to_owned(),
                (_, "{date}" | "{day}") => "2026-06-09".to_owned(),
                // As the code on a sheet of paper says it.
                ("audits", "matching") => "matching?template=counter&layer=1".to_owned(),
                (_, "{key}") => self.mail_key.clone(),
                (_, "{kind}") => "outlook".to_owned(),
                (_, "{token}") => "0".repeat(64),
                // Nobody's photo or device: nothing is there for anybody.
                (_, "{photo}" | "{submission}") | ("devices", "{id}") => NOTHING.to_owned(),
                (_, part) => {
                    assert!(
                        !part.starts_with('{'),
                        "say in Scene of tests/it/access.rs which record stands for {part} in {pattern}"
                    );
                    part.to_owned()
                }
            }
        });
        (pattern != "/assets/{file}").then(|| address.collect::<Vec<_>>().join("/"))
    }
}

/// A plan for the Oak Street Office whose answers are without a name, and its audit of today.
fn without_names(town: &Town) -> (PlanId, AuditId) {
    let (plan, audits) = town.plan(1, &[Place::OakStreet]);
    let audit = audits[0];
    town.write(move |conn| {
        use plumbline::schema::{audits, plans};
        let unnamed = (
            plans::anonymous.eq(true),
            plans::assignment.eq("pool"),
            plans::about_layer.eq(Some(2)),
        );
        diesel::update(plans::table.find(plan)).set(unnamed).execute(conn)?;
        let nobody = audits::assignee_id.eq(None::<PersonId>);
        Ok(diesel::update(audits::table.find(audit)).set(nobody).execute(conn)?)
    });
    (plan, audit)
}

async fn ask(browser: &Browser<'_>, route: &Route, address: &str) -> String {
    let json = [("content-type", "application/json")];
    let answer = match route.method.as_str() {
        "GET" => browser.get(address).await,
        "POST" => match browser.post(address, &[]).await {
            // Where files may come, forms are of the other kind.
            answer if answer.status == 415 => browser.post_multipart(address, &[]).await,
            answer => answer,
        },
        method => browser.script(method.parse().unwrap(), address, &json, "{}").await,
    };
    let to_sign_in = answer.location().is_some_and(|to| to.starts_with("/sign-in"));
    if to_sign_in {
        "in".into()
    } else {
        answer.status.to_string()
    }
}

async fn who_may_open_what(town: &Town) {
    let scene = Scene::set(town).await;
    let mut table = format!("{:6} {:56}", "", "");
    for who in Cast::ALL {
        write!(table, " {:>6}", who.first_name()).unwrap();
    }
    table.push_str(" nobody\n");
    let mut wrong = Vec::new();
    // Reading first: what is sent changes the records.
    let mut all = routes();
    all.sort_by_key(|route| route.method != "GET");
    for route in &all {
        let Some(address) = scene.address(route) else { continue };
        // `make test` has the feature: without it nobody finds the PDF of a packet, and the line is left as it is.
        if cfg!(not(feature = "pdf")) && route.pattern.ends_with("/pdf") {
            table.push_str(&known_line(route));
            continue;
        }
        let name = format!("{} {}", route.method, route.pattern);
        write!(table, "{:6} {:56}", route.method, route.pattern).unwrap();
        let mut found = false;
        for who in Cast::ALL {
            let status = ask(&town.as_(who), route, &address).await;
            found |= status != "404";
            write!(table, " {status:>6}").unwrap();
        }
        let nobody = ask_as_nobody(town, route, &address).await;
        writeln!(table, " {nobody:>6}").unwrap();
        let is_public = PUBLIC.contains(&route.pattern.as_str());
        if !found && !address.contains(NOTHING) {
            wrong.push(format!(
                "{name} ({}) is found by nobody: mount its room in src/routes.rs, or give the scene in tests/it/access.rs a \
                 record for it.",
                route.at
            ));
        }
        if !is_public && !["in", "401", "403"].contains(&nobody.as_str()) {
            wrong.push(format!(
                "{name} answers {nobody} to somebody who is not signed in: let its handler take a Viewer."
            ));
        }
        if route.method != "GET" {
            let bare = without_token(town, route, &address).await;
            if bare.status != 403 {
                wrong.push(format!(
                    "{name} answers {} without a form token: let its handler take a Form or JsonBody.",
                    bare.status
                ));
            }
        } else if !is_public {
            let accept = [("accept", "application/json")];
            let json = town
                .as_nobody()
                .send(Method::GET, &address, &accept, String::new())
                .await;
            if json.status != 401 {
                wrong.push(format!(
                    "{name} answers {} to a script that is not signed in: it has to be 401.",
                    json.status
                ));
            }
        }
    }
    // Links that were asked for.
    town.app.deliver_mail().await.unwrap();
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
    insta::with_settings!({prepend_module_to_snapshot => false, omit_expression => true}, {
        insta::assert_snapshot!("who_may_open_what", table);
    });
}

/// The line of a route in the snapshot.
fn known_line(route: &Route) -> String {
    let known = read("tests/it/snapshots/who_may_open_what.snap");
    let name = format!("{:6} {:56}", route.method, route.pattern);
    let line = known.lines().find(|line| line.starts_with(&name));
    line.map(|line| format!("{line}\n")).unwrap_or_default()
}

/// The same as another site would send it: in whichever form the route reads.
async fn without_token(town: &Town, route: &Route, address: &str) -> Answer {
    let browser = town.as_(Cast::Administrator);
    if route.method != "POST" {
        let headers = [("content-type", "application/json")];
        return browser
            .send(route.method.parse().unwrap(), address, &headers, "{}".into())
            .await;
    }
    let answer = browser.post_bare(address, &[("name", "x")]).await;
    if answer.status != 415 {
        return answer;
    }
    let headers = [("content-type", "multipart/form-data; boundary=town")];
    let body = "--town\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nx\r\n--town--\r\n";
    browser.send(Method::POST, address, &headers, body.into()).await
}

/// A form of somebody not signed in carries a token of the sign-in page, as it would in a browser.
async fn ask_as_nobody(town: &Town, route: &Route, address: &str) -> String {
    ask(&town.as_nobody(), route, address).await
}

#[test]
fn an_address_is_declared_once() {
    let routes = routes();
    let mut wrong = Vec::new();
    for pair in routes
        .windows(2)
        .filter(|pair| pair[0].pattern == pair[1].pattern && pair[0].method == pair[1].method)
    {
        wrong.push(format!(
            "{} {} is declared in {} and in {}: only the one mounted first is ever asked, so drop the other.",
            pair[0].method, pair[0].pattern, pair[0].at, pair[1].at
        ));
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn every_room_with_routes_is_mounted() {
    let mounted = read("src/routes.rs");
    let mut wrong = Vec::new();
    for route in routes() {
        let room = route.at.split('/').nth(1).unwrap_or_default().trim_end_matches(".rs");
        if room != "routes" && !mounted.contains(&format!("{room}::")) {
            wrong.push(format!(
                "{} declares {}, and src/routes.rs does not mount {room}.",
                route.at, route.pattern
            ));
        }
    }
    wrong.dedup();
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}
