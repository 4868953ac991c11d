//! The pages as people get them: through the routes, the middleware and the real templates.

use super::*;
use crate::app::App;
use crate::base::clock::Clock;
use crate::people::viewer::token_hash;
use crate::platform::db::Db;
use crate::platform::settings::Settings;
use crate::platform::web::frame;
use crate::platform::web::testing::token_of;
use actix_web::middleware::from_fn;
use actix_web::{test, web};

/// The application over the town's database.
struct Served {
    app: App,
}

impl Served {
    fn of(town: &Town, now: Instant) -> Self {
        let url = crate::platform::db::testing::url_of(&town.folder);
        let db = Db::open_migrated(&url, 1, 1).unwrap();
        let app = App::with_db(Settings::for_tests().unwrap(), Clock::fixed(now), db).unwrap();
        Self { app }
    }

    async fn send(&self, who: &str, method: &str, address: &str, body: &str) -> (u16, String) {
        let service = test::init_service(
            actix_web::App::new()
                .app_data(web::Data::new(self.app.clone()))
                .app_data(self.app.stage.clone())
                .wrap(from_fn(frame))
                .configure(crate::findings::routes),
        )
        .await;
        let request = test::TestRequest::with_uri(address)
            .method(method.parse().unwrap())
            .insert_header(("host", "localhost:8080"))
            .insert_header(("accept", "text/html"))
            .insert_header(("content-type", "application/x-www-form-urlencoded"))
            .insert_header(("cookie", format!("session={who}")))
            .set_payload(body.to_owned());
        let response = test::call_service(&service, request.to_request()).await;
        let status = response.status().as_u16();
        let location = response
            .headers()
            .get("location")
            .map(|v| v.to_str().unwrap().to_owned());
        let bytes = test::read_body(response).await;
        (
            status,
            location.unwrap_or_else(|| String::from_utf8(bytes.to_vec()).unwrap()),
        )
    }

    /// A page that has to be there and complete.
    async fn get(&self, who: &str, address: &str) -> String {
        let (status, body) = self.send(who, "GET", address, "").await;
        assert_eq!(status, 200, "{address}: {body}");
        checked(address, body)
    }

    async fn post(&self, who: &str, address: &str, fields: &str) -> (u16, String) {
        let body = format!("csrf={}&{fields}", token_of(who));
        self.send(who, "POST", address, &body).await
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.app.db.close();
    }
}

/// No sentence is missing, no id is there twice.
fn checked(name: &str, body: String) -> String {
    assert!(
        !body.contains('['),
        "a sentence is missing in {name}: {}",
        around(&body, '[')
    );
    let mut ids: Vec<&str> = body
        .split(" id=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    ids.sort_unstable();
    let count = ids.len();
    ids.dedup();
    assert_eq!(ids.len(), count, "an id is there twice in {name}: {ids:?}");
    body
}

fn around(body: &str, sign: char) -> String {
    let at = body.find(sign).unwrap_or(0);
    body.chars().skip(at.saturating_sub(60)).take(140).collect()
}

/// Signs somebody in: the session's token is the person's short name.
fn sign_in(town: &mut Town, token: &str, who: PersonId, now: Instant) {
    let act = town.act(who, now);
    diesel::insert_into(sessions::table)
        .values((
            sessions::id.eq(act.id::<SessionId>()),
            sessions::person_id.eq(who),
            sessions::token_hash.eq(token_hash(token)),
            sessions::device.eq("test"),
            sessions::address.eq("127.0.0.1"),
            sessions::created_at.eq(now),
            sessions::seen_at.eq(now),
        ))
        .execute(&mut town.conn)
        .unwrap();
}

fn signed_in(now: Instant) -> Town {
    let mut town = Town::new();
    for (token, who) in [
        ("maria", town.maria),
        ("sam", town.sam),
        ("luis", town.luis),
        ("dana", town.dana),
        ("tom", town.tom),
    ] {
        sign_in(&mut town, token, who, now);
    }
    town
}

const TABS: [&str; 6] = ["decision", "under-way", "overdue", "watched", "closed", "all"];

#[actix_web::test]
async fn empty_lists_say_what_will_be_there() {
    let town = signed_in(morning());
    let served = Served::of(&town, morning());
    for tab in TABS {
        let page = served.get("dana", &format!("/findings?tab={tab}")).await;
        assert!(page.contains("card empty"), "{tab}");
        let filtered = served
            .get("dana", &format!("/findings?tab={tab}&q=printer&layer=1"))
            .await;
        assert!(filtered.contains("Nothing fits these filters"), "{tab}");
        assert!(filtered.contains(&format!("name=\"tab\" value=\"{tab}\"")));
    }
    let page = served.get("dana", "/findings").await;
    assert!(
        page.contains("Nothing waits for its next step. Nothing is overdue."),
        "{page}"
    );
    let page = served.get("tom", "/findings/actions").await;
    assert!(page.contains("All your actions are done"));
}

#[actix_web::test]
async fn the_queue_shows_where_each_finding_stands() {
    let mut town = signed_in(morning());
    let (maria, sam, tom) = (town.maria, town.sam, town.tom);
    town.closed(morning().plus_days(-20));
    let new = town.new_finding(0, 1, Severity::Critical);
    let open = town.raise_all(sam, morning().plus_days(-6), &[new])[0].id;
    let new = town.new_finding(1, 1, Severity::Minor);
    let planned = town.raise_all(maria, morning(), &[new])[0].id;
    town.contain(maria, morning(), planned).unwrap();
    town.plan(maria, morning(), planned, tom).unwrap();
    let served = Served::of(&town, morning());
    let page = served.get("dana", "/findings").await;
    assert!(page.contains(&format!("href=\"/findings/{open}\"")) && page.contains("Repeat"));
    assert!(page.contains("Overdue") && page.contains("Critical") && page.contains("Sam Reyes"));
    assert!(page.contains("aria-current=\"page\" href") || page.contains("aria-current=\"page\""));
    for tab in TABS {
        served.get("dana", &format!("/findings?tab={tab}")).await;
    }
    let found = served.get("dana", "/findings?tab=all&q=FEE+table").await;
    assert!(found.contains("Fee table is out of date") && !found.contains("Patron left without"));
    let mine = served.get("tom", "/findings/actions").await;
    assert!(
        mine.contains("You have one open action.") && mine.contains("NC-2026-00003"),
        "{mine}"
    );
}

#[actix_web::test]
async fn a_finding_shows_its_next_step_to_whoever_may_take_it() {
    let mut town = signed_in(morning());
    let (maria, tom, luis) = (town.maria, town.tom, town.luis);
    let id = town.raise(morning());
    let served = Served::of(&town, morning());
    let href = format!("/findings/{id}");

    let page = served.get("maria", &href).await;
    assert!(page.contains("Next: contain it") && page.contains("name=\"containment\""));
    assert!(page.contains("10 working days from Tuesday, June 9, 2026 on the calendar of Tax &amp; Licensing."));
    let page = served.get("tom", &href).await;
    assert!(!page.contains("name=\"containment\"") && page.contains("Maria Okafor or anybody who audits here"));
    let page = served.get("dana", &href).await;
    assert!(
        page.contains("name=\"severity\"")
            && page.contains("name=\"finding_owner\"")
            && page.contains("name=\"reason\"")
    );

    town.contain(maria, morning(), id).unwrap();
    let page = served.get("maria", &href).await;
    assert!(
        page.contains("Next: find the cause") && page.contains("name=\"root_cause\"") && page.contains("id=\"why-5\"")
    );
    assert!(
        page.contains("name=\"action\"")
            && page.contains("value=\"2026-06-23\"")
            && page.contains("min=\"2026-06-09\"")
    );
    served.get("tom", &href).await;

    town.find_cause(maria, morning(), id).unwrap();
    let page = served.get("maria", &href).await;
    assert!(page.contains("Next: decide what will change") && page.contains("value=\"The paper had run out.\""));
    assert!(page.contains("<option value=\"method\" selected>"));
    served.get("tom", &href).await;

    let action = town.plan(maria, morning(), id, tom).unwrap();
    let page = served.get("tom", &href).await;
    assert!(page.contains("Next: finish the open action"));
    assert!(page.contains(&format!("action=\"/findings/actions/{action}/completion\"")));
    served.get("sam", &href).await;
    served.get("luis", &href).await;
    let page = served.get("tom", &format!("/findings/actions/{action}")).await;
    assert!(page.contains("Please do this. Due: Tue, Jun 23") && page.contains("/cancellation"));
    let page = served.get("sam", &format!("/findings/actions/{action}")).await;
    assert!(page.contains("Tom Becker does this.") && !page.contains("/completion"));

    town.finish(tom, morning(), action).unwrap();
    let page = served.get("luis", &href).await;
    assert!(page.contains("Next: verify and close") && page.contains("name=\"layered\""));
    let page = served.get("tom", &href).await;
    assert!(!page.contains("name=\"verification\""));
    let page = served.get("tom", &format!("/findings/actions/{action}")).await;
    assert!(page.contains("This action is done"));

    town.close(luis, morning(), id).unwrap();
    town.conforms(maria, morning().plus_days(1));
    let page = served.get("maria", &href).await;
    assert!(page.contains("Now we watch whether the fix holds") && page.contains("1 of 3 audits conformed so far."));
    let new = town.new_finding(0, 1, Severity::Major);
    let again = town.raise_all(town.sam, morning().plus_days(2), &[new])[0].id;
    let page = served.get("maria", &href).await;
    assert!(page.contains("Found again") && page.contains("Next: decide what will change"));
    assert!(page.contains("the first fix did not hold") && page.contains("from Thursday, June 11, 2026"));
    let page = served.get("maria", &format!("/findings/{again}")).await;
    assert!(page.contains("Repeat within 90 days") && page.contains("NC-2026-00001"));
}

#[actix_web::test]
async fn one_who_did_an_action_is_told_that_somebody_else_has_to_look() {
    let mut town = signed_in(morning());
    let (maria, luis) = (town.maria, town.luis);
    let id = town.raise(morning());
    town.contain(maria, morning(), id).unwrap();
    town.find_cause(maria, morning(), id).unwrap();
    let action = town.plan(maria, morning(), id, luis).unwrap();
    town.finish(luis, morning(), action).unwrap();
    let served = Served::of(&town, morning());
    let page = served.get("luis", &format!("/findings/{id}")).await;
    assert!(page.contains("You did one of the actions") && !page.contains("name=\"verification\""));
}

#[actix_web::test]
async fn ends_tell_what_came_of_it() {
    let mut town = signed_in(morning());
    let mut new = town.new_finding(0, 1, Severity::Minor);
    new.corrected = Some("Paper refilled.".into());
    let corrected = town.raise_all(town.maria, morning(), &[new])[0].id;
    let dismissed = town.raise(morning());
    let act = town.act(town.dana, morning());
    operations::dismiss(&mut town.conn, &act, dismissed, "The rule changed on June 1.").unwrap();
    let held = town.closed(morning());
    for (who, day) in [(town.maria, 1), (town.sam, 2), (town.maria, 3)] {
        town.conforms(who, morning().plus_days(day));
    }
    let served = Served::of(&town, morning());
    let page = served.get("maria", &format!("/findings/{corrected}")).await;
    assert!(page.contains("Put right on the spot") && page.contains("Paper refilled."));
    let page = served.get("maria", &format!("/findings/{dismissed}")).await;
    assert!(page.contains("The rule changed on June 1."));
    let page = served.get("maria", &format!("/findings/{held}")).await;
    assert!(page.contains("Closed. The fix held"));
}

#[actix_web::test]
async fn what_was_typed_comes_back_with_what_is_missing() {
    let mut town = signed_in(morning());
    let id = town.raise(morning());
    let href = format!("/findings/{id}");
    let served = Served::of(&town, morning());
    let (status, page) = served
        .post("maria", &format!("{href}/containment"), "containment=+")
        .await;
    assert_eq!(status, 422);
    let page = checked("containment", page);
    assert!(
        page.contains("There is a problem") && page.contains("href=\"#containment\""),
        "{page}"
    );
    let (status, to) = served
        .post("maria", &format!("{href}/containment"), "containment=Called+back")
        .await;
    assert_eq!((status, to.as_str()), (303, href.as_str()));

    let (status, page) = served
        .post(
            "maria",
            &format!("{href}/cause"),
            "why=No+paper&why=Nobody+looks&root_cause=&category=method",
        )
        .await;
    assert_eq!(status, 422);
    let page = checked("cause", page);
    assert!(
        page.contains("value=\"No paper\"") && page.contains("value=\"Nobody looks\""),
        "{page}"
    );
    assert!(page.contains("<option value=\"method\" selected>"));

    let (status, page) = served
        .post(
            "maria",
            &format!("{href}/actions"),
            "action=Move+it&kind=preventive&owner=&due=2026-06-01",
        )
        .await;
    assert_eq!(status, 422);
    let page = checked("action", page);
    assert!(
        page.contains("Move it</textarea>")
            && page.contains("value=\"2026-06-01\"")
            && page.contains("class=\"fold\" open")
            && page.contains("href=\"#owner\"")
    );

    for (who, path, fields) in [
        ("maria", "closure", "verification="),
        ("dana", "dismissal", "reason="),
        ("luis", "severity", "severity=minor"),
        ("luis", "owner", "finding_owner="),
        ("tom", "notes", "note="),
        ("tom", "owner", "finding_owner="),
    ] {
        let (status, page) = served.post(who, &format!("{href}/{path}"), fields).await;
        let expected = if (who, path) == ("tom", "owner") { 403 } else { 422 };
        assert_eq!(status, expected, "{path}");
        checked(path, page);
    }
    let (status, _) = served.post("tom", &format!("{href}/notes"), "note=Seen+it+too.").await;
    assert_eq!(status, 303);
    let page = served.get("dana", &href).await;
    assert!(page.contains("wrote a note") && page.contains("Seen it too."));

    let action = town.plan(town.maria, morning(), id, town.tom).unwrap();
    for path in ["completion", "cancellation"] {
        let address = format!("/findings/actions/{action}/{path}");
        let (status, page) = served.post("tom", &address, "note=&reason=").await;
        assert_eq!(status, 422);
        checked(path, page);
    }
    let address = format!("/findings/actions/{action}/completion");
    let (status, to) = served.post("tom", &address, "note=It+stands+there").await;
    assert_eq!((status, to.as_str()), (303, href.as_str()));
}

#[actix_web::test]
async fn a_stranger_sees_nothing() {
    let mut town = signed_in(morning());
    let id = town.raise(morning());
    let served = Served::of(&town, morning());
    let (status, _) = served.send("nobody", "GET", &format!("/findings/{id}"), "").await;
    assert!(matches!(status, 303 | 401), "{status}");
    let stranger = FindingId(uuid::Uuid::from_u128(5));
    let (status, _) = served.send("dana", "GET", &format!("/findings/{stranger}"), "").await;
    assert_eq!(status, 404);
}
