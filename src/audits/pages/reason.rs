//! An audit that is late or was missed, for whoever leads its auditors: say with one tap what is in the way, or give it to
//! somebody else.

use super::*;
use crate::audits::handing::queries::leads;
use crate::audits::reasons::{CannotExplain, Why};
use crate::platform::web::form::Typed;

page! {
    /// What is in the way of an audit.
    pub struct ReasonPage in "audits/reason.html" {
        pub title: String,
        pub lead: String,
        pub unit: String,
        pub href: String,
        pub back: String,
        pub problems: Vec<Problem>,
        pub errors: BTreeMap<String, String>,
        pub form: Typed,
        pub said: Option<String>,
        pub reasons: Vec<Choice>,
        pub hand_over: Option<String>,
        pub longest: usize,
    }
}

/// The page with its buttons.
pub async fn show(viewer: Viewer<Anyone>, id: web::Path<AuditId>) -> AppResult<HttpResponse> {
    page(&viewer, id.into_inner(), &Fields::default(), &Problems::new()).await
}

async fn page(viewer: &Viewer, id: AuditId, form: &Fields, problems: &Problems) -> AppResult<HttpResponse> {
    let scope = viewer.scope();
    let (around, leads) = viewer
        .app
        .db
        .read(move |conn| {
            let around = around(conn, &scope, id)?;
            let leads = leads(conn, scope.person, &around.audit)?;
            Ok((around, leads))
        })
        .await?;
    let audit = &around.audit;
    if !leads {
        return Err(AppError::Forbidden(CannotExplain::NotYours.said()));
    }
    let mut problems = problems.clone();
    let open = audit.check_explainable(viewer.now);
    if let (Err(cannot), true) = (&open, problems.is_empty()) {
        problems.add("", cannot.said());
    }
    let moment = |at| viewer.moment(&around.zone, at).text;
    let standing = audit.standing(viewer.now);
    let key = match standing {
        Standing::Missed => "audit-reason-lead-missed",
        Standing::Late => "audit-reason-lead-late",
        _ => "audit-reason-lead",
    };
    let lead = Said::new(key)
        .with(
            "who",
            around.assignee.clone().unwrap_or_else(|| viewer.t("audit-nobody")),
        )
        .with("due", moment(audit.due_at))
        .with("closes", moment(audit.closes_at));
    let page = ReasonPage {
        title: around.version.title.get(viewer.lang()).to_owned(),
        lead: viewer.say(&lead),
        unit: around.unit.clone(),
        href: links::audit_reason(id),
        back: links::audit(id),
        problems: viewer.told(&problems),
        errors: problems.by_field(viewer.i18n(), viewer.lang()),
        form: form.typed(),
        said: Reason::of(audit).map(|reason| reason.words_in(viewer.i18n(), viewer.lang())),
        reasons: if open.is_ok() {
            Why::ALL
                .iter()
                .map(|why| Choice::new(why, viewer.t(&format!("audit-why-{why}"))))
                .collect()
        } else {
            Vec::new()
        },
        hand_over: (audit.state == AuditState::Scheduled && audit.check_open(viewer.now).is_ok())
            .then(|| links::assignment(id)),
        longest: reasons::LONGEST_WORDS,
    };
    // A page that was asked for says what is so; only what was sent is refused.
    if problems.is_empty() || form.names().next().is_none() {
        viewer.show(Here::Audits, &page)
    } else {
        viewer.again(Here::Audits, &page)
    }
}

/// Keeps the reason that was tapped.
pub async fn update(viewer: Viewer<Anyone>, id: web::Path<AuditId>, form: Form) -> AppResult<HttpResponse> {
    let id = id.into_inner();
    let mut problems = Problems::new();
    let why: Option<Why> = form.read("why", &mut problems, "audit-reason-choose");
    problems.check("why", why.is_some() || !problems.is_empty(), "audit-reason-choose");
    let mut done = Ok(());
    if let Some(why) = why {
        let (act, scope, words) = (viewer.act(), viewer.scope(), form.get("words").to_owned());
        done = viewer
            .app
            .db
            .write(move |conn| {
                queries::find_visible(conn, &scope, id)?;
                reasons::explain(conn, &act.clone(), id, why, &words)
            })
            .await;
    }
    match done {
        Ok(()) if problems.is_empty() => Ok(see_other(&links::audit(id), Flash::done("audit-reason-kept"))),
        Ok(()) => page(&viewer, id, &form, &problems).await,
        Err(AppError::Refused(said)) => {
            let field = if said == CannotExplain::Words.said() {
                "words"
            } else {
                ""
            };
            problems.add(field, said);
            page(&viewer, id, &form, &problems).await
        }
        Err(error) => Err(error),
    }
}
