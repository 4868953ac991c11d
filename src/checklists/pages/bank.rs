//! The question bank: every question that is in use somewhere, to be found by words and tags and taken into a draft.

use super::*;
use crate::checklists::file;
use crate::checklists::queries::BankAsked;
use crate::platform::web::parts::Choice;

/// A question in the bank.
#[derive(Debug, Serialize)]
pub struct BankRow {
    id: QuestionVersionId,
    text: String,
    look_for: String,
    tags: Vec<String>,
    severity: &'static str,
    answer: String,
    clause: Option<String>,
    goal: Option<String>,
    title: String,
    href: String,
}

page! {
    /// The question bank; with a draft it goes to, where there is one.
    pub struct BankPage in "checklists/bank.html" {
        pub title: String,
        pub words: String,
        pub tag: String,
        pub tags: Vec<Choice>,
        pub rows: Vec<BankRow>,
        pub more_href: Option<String>,
        pub filtered: bool,
        pub query: String,
        pub to: Option<String>,
        pub to_title: String,
        pub back: String,
        pub add_action: String,
        pub places: Vec<Choice>,
        pub drafts: Vec<Choice>,
    }
}

fn asked_of(query: &Fields) -> BankAsked {
    BankAsked {
        words: fold(query.get("q")),
        tag: query.get("tag").to_owned(),
    }
}

/// Every question the filters find, as a file.
pub(super) async fn export(viewer: Viewer<Quality>, ending: web::Path<Ending>) -> AppResult<HttpResponse> {
    let asked = asked_of(&Fields::parse_query(viewer.req.query_string()));
    let most = i64::try_from(MOST_ROWS).unwrap_or(i64::MAX - 1) + 1;
    let read = viewer
        .app
        .db
        .read(move |conn| exports::all(queries::bank(conn, &asked, None, most)?));
    let rows = read.await?;
    let head = [
        "question",
        "code",
        "checklist",
        "look-for",
        "severity",
        "answer",
        "goal",
        "clause",
        "tags",
    ];
    let head = head.map(|name| viewer.t(&format!("bank-file-{name}")));
    let (lang, say) = (viewer.lang(), |key: &str| viewer.t(key));
    let cells = |(question, _, title): &queries::Banked| {
        let asked = &question.asked;
        vec![
            asked.texts.text.get(lang).to_owned().into(),
            question.code.clone().into(),
            title.get(lang).to_owned().into(),
            asked.texts.look_for.get(lang).to_owned().into(),
            viewer.t(&format!("severity-{}", asked.severity)).into(),
            compare::answer(asked, lang, &say).into(),
            question.goal.as_ref().map(|(code, _)| code.clone()).into(),
            question.clause_label().into(),
            asked.tags.split_whitespace().collect::<Vec<_>>().join("; ").into(),
        ]
    };
    let rows = rows.iter().map(cells).collect();
    exports::download(*ending, "questions", head.into(), rows).await
}

pub(super) async fn index(viewer: Viewer<Quality>) -> AppResult<HttpResponse> {
    let query = Fields::parse_query(viewer.req.query_string());
    let asked = asked_of(&query);
    let (after, to): (Option<QuestionVersionId>, Option<TemplateId>) = (query.parse("after"), query.parse("to"));
    let a = asked.clone();
    let (mut rows, tags, draft, drafts) = viewer
        .app
        .db
        .read(move |conn| {
            let draft = match to {
                Some(id) => Some((queries::find(conn, id)?, draft_file(conn, id)?)),
                None => None,
            };
            let limit = i64::try_from(PAGE).unwrap_or(i64::MAX - 1) + 1;
            Ok((
                queries::bank(conn, &a, after, limit)?,
                queries::tags(conn)?,
                draft,
                queries::drafts(conn)?,
            ))
        })
        .await?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let lang = viewer.lang();
    let say = |key: &str| viewer.t(key);
    let last = rows.last().map(|(question, ..)| question.asked.id).filter(|_| more);
    let (template, file) = draft.unzip();
    let page = BankPage {
        title: viewer.t("checklists-bank-title"),
        words: query.get("q").to_owned(),
        query: links::query(&["q", "tag"].map(|name| (name, query.get(name).to_owned()))),
        filtered: !asked.words.is_empty() || !asked.tag.is_empty(),
        tags: tags.iter().map(|tag| Choice::new(tag, tag)).collect(),
        tag: asked.tag,
        more_href: last.map(|last| {
            let mut pairs = vec![("after", last.to_string())];
            let kept = ["q", "tag", "to"].into_iter();
            pairs.extend(kept.filter_map(|name| Some((name, query.given(name)?.to_owned()))));
            links::with(&format!("{}/bank", links::CHECKLISTS), &pairs)
        }),
        rows: rows
            .iter()
            .map(|(question, template, title)| BankRow {
                id: question.asked.id,
                text: question.asked.texts.text.get(lang).to_owned(),
                look_for: question.asked.texts.look_for.get(lang).to_owned(),
                tags: question.asked.tags.split_whitespace().map(str::to_owned).collect(),
                severity: question.asked.severity.as_str(),
                answer: compare::answer(&question.asked, lang, &say),
                clause: question.clause_label(),
                goal: question.goal.as_ref().map(|(code, _)| code.clone()),
                title: title.get(lang).to_owned(),
                href: format!("{}#q-{}", links::template(*template), question.code),
            })
            .collect(),
        to_title: template
            .as_ref()
            .map(|t| t.title.get(lang).to_owned())
            .unwrap_or_default(),
        back: match to {
            Some(id) => format!("{}/draft", links::template(id)),
            None => links::CHECKLISTS.to_owned(),
        },
        add_action: to
            .map(|id| format!("{}/draft/questions", links::template(id)))
            .unwrap_or_default(),
        to: to.map(|id| id.to_string()),
        places: file
            .iter()
            .flat_map(|file| &file.sections)
            .filter_map(|section| Some(Choice::new(&section.questions.first()?.id, section.title.get(lang))))
            .collect(),
        drafts: drafts
            .iter()
            .map(|(id, title)| Choice::new(id, title.get(lang)))
            .collect(),
    };
    viewer.show(Here::Checklists, &page)
}

/// The draft of a template as a file.
fn draft_file(conn: &mut Conn, id: TemplateId) -> AppResult<file::TemplateFile> {
    let draft = queries::draft(conn, id)?.ok_or(AppError::NotFound)?;
    let source = queries::source(conn, draft.id)?;
    read_file(&queries::find(conn, id)?, &source)
}

/// A question of a published version as its file has it, its clause with the manual named: what a copy begins with.
pub(super) fn as_written(conn: &mut Conn, id: QuestionVersionId) -> AppResult<file::Question> {
    let (template, code) = queries::published_question(conn, id)?;
    let version = queries::published(conn, template)?.ok_or(AppError::NotFound)?;
    let source = queries::source(conn, version.id)?;
    let file = read_file(&queries::find(conn, template)?, &source)?;
    let found = file.questions().find(|question| question.id.as_str() == code);
    let mut question = found.cloned().ok_or(AppError::NotFound)?;
    question.clause = file.clause_of(&question);
    Ok(question)
}
