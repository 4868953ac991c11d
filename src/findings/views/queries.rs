//! Every SQL about views.

use super::View;
use crate::base::ids::{FindingViewId, PersonId};
use crate::platform::db::Conn;
use crate::schema::finding_views;
use diesel::prelude::*;

/// The views of a person, by name.
pub fn of(conn: &mut Conn, person: PersonId) -> QueryResult<Vec<View>> {
    finding_views::table
        .filter(finding_views::person_id.eq(person))
        .order((finding_views::name, finding_views::id))
        .select(View::as_select())
        .load(conn)
}

/// One view, whoever asks.
pub fn find(conn: &mut Conn, id: FindingViewId) -> QueryResult<View> {
    finding_views::table.find(id).select(View::as_select()).first(conn)
}

/// Writes a new view.
pub fn insert(conn: &mut Conn, view: &View) -> QueryResult<usize> {
    diesel::insert_into(finding_views::table).values(view).execute(conn)
}

/// Gives a view another name.
pub fn set_name(conn: &mut Conn, id: FindingViewId, name: &str) -> QueryResult<usize> {
    diesel::update(finding_views::table.find(id))
        .set(finding_views::name.eq(name))
        .execute(conn)
}

/// Takes a view away.
pub fn remove(conn: &mut Conn, id: FindingViewId) -> QueryResult<usize> {
    diesel::delete(finding_views::table.find(id)).execute(conn)
}
