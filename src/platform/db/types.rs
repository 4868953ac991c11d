//! The column types both engines share: ids, instants, JSON documents and text enums of `base` and of the rooms.

use super::conn::MultiBackend;
use crate::base::clock::Instant;
use crate::base::codes::{OriginKind, Outcome, Role, Severity};
use crate::base::ids::*;
use chrono::{DateTime, Utc};
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::HasSqlType;
use diesel::sqlite::Sqlite;

/// The SQL types used in `schema.rs`.
pub mod sql {
    use diesel::sql_types::SqlType;

    /// An id: `BLOB(16)` on SQLite, `uuid` on PostgreSQL; both sort alike.
    #[derive(Debug, Clone, Copy, Default, SqlType, diesel::query_builder::QueryId)]
    #[cfg_attr(feature = "postgres", diesel(postgres_type(oid = 2950, array_oid = 2951)))]
    #[diesel(sqlite_type(name = "Binary"))]
    pub struct DbUuid;

    /// A moment: microseconds on SQLite, `timestamptz` on PostgreSQL.
    #[derive(Debug, Clone, Copy, Default, SqlType, diesel::query_builder::QueryId)]
    #[cfg_attr(feature = "postgres", diesel(postgres_type(oid = 1184, array_oid = 1185)))]
    #[diesel(sqlite_type(name = "Long"))]
    pub struct Instant;

    /// A JSON document: checked text on SQLite, `jsonb` on PostgreSQL.
    #[derive(Debug, Clone, Copy, Default, SqlType, diesel::query_builder::QueryId)]
    #[cfg_attr(feature = "postgres", diesel(postgres_type(oid = 3802, array_oid = 3807)))]
    #[diesel(sqlite_type(name = "Text"))]
    pub struct JsonDoc;
}

macro_rules! multi_sql_type {
    ($($t:ty),*) => {$(
        impl HasSqlType<$t> for MultiBackend {
            fn metadata(lookup: &mut Self::MetadataLookup) -> Self::TypeMetadata {
                MultiBackend::lookup_sql_type::<$t>(lookup)
            }
        }
    )*};
}
multi_sql_type!(sql::DbUuid, sql::Instant, sql::JsonDoc);
impl diesel::sql_types::SqlOrd for sql::Instant {}
impl diesel::sql_types::SqlOrd for sql::DbUuid {}

/// Lets a type stand in a query and be read from a row, as the two derives of diesel would, for types that are
/// defined where diesel is unknown.
#[macro_export]
macro_rules! column_value {
    ($t:ty, $st:ty) => {
        impl diesel::expression::AsExpression<$st> for $t {
            type Expression = diesel::internal::derives::as_expression::Bound<$st, Self>;
            fn as_expression(self) -> Self::Expression {
                diesel::internal::derives::as_expression::Bound::new(self)
            }
        }
        impl diesel::expression::AsExpression<diesel::sql_types::Nullable<$st>> for $t {
            type Expression = diesel::internal::derives::as_expression::Bound<diesel::sql_types::Nullable<$st>, Self>;
            fn as_expression(self) -> Self::Expression {
                diesel::internal::derives::as_expression::Bound::new(self)
            }
        }
        impl<'x> diesel::expression::AsExpression<$st> for &'x $t {
            type Expression = diesel::internal::derives::as_expression::Bound<$st, Self>;
            fn as_expression(self) -> Self::Expression {
                diesel::internal::derives::as_expression::Bound::new(self)
            }
        }
        impl<'x> diesel::expression::AsExpression<diesel::sql_types::Nullable<$st>> for &'x $t {
            type Expression = diesel::internal::derives::as_expression::Bound<diesel::sql_types::Nullable<$st>, Self>;
            fn as_expression(self) -> Self::Expression {
                diesel::internal::derives::as_expression::Bound::new(self)
            }
        }
        impl<DB> diesel::serialize::ToSql<diesel::sql_types::Nullable<$st>, DB> for $t
        where
            DB: diesel::backend::Backend,
            Self: diesel::serialize::ToSql<$st, DB>,
        {
            fn to_sql<'b>(&'b self, out: &mut diesel::serialize::Output<'b, '_, DB>) -> diesel::serialize::Result {
                diesel::serialize::ToSql::<$st, DB>::to_sql(self, out)
            }
        }
        impl<DB> diesel::deserialize::Queryable<$st, DB> for $t
        where
            DB: diesel::backend::Backend,
            Self: diesel::deserialize::FromSql<$st, DB>,
        {
            type Row = Self;
            fn build(row: Self) -> diesel::deserialize::Result<Self> {
                Ok(row)
            }
        }
    };
}

/// The glue of one Rust type to the multi backend, the same for every type.
macro_rules! multi_value {
    ($t:ty, $st:ty) => {
        impl ToSql<$st, MultiBackend> for $t {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, MultiBackend>) -> serialize::Result {
                out.set_value((<$st>::default(), self));
                Ok(IsNull::No)
            }
        }
        impl FromSql<$st, MultiBackend> for $t {
            fn from_sql(value: <MultiBackend as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
                value.from_sql::<Self, $st>()
            }
        }
    };
}

macro_rules! id_columns {
    ($($name:ident),+ $(,)?) => {$(
        impl ToSql<sql::DbUuid, Sqlite> for $name {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
                out.set_value(&self.0.as_bytes()[..]);
                Ok(IsNull::No)
            }
        }
        impl FromSql<sql::DbUuid, Sqlite> for $name {
            fn from_sql(value: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
                let bytes = <Vec<u8> as FromSql<diesel::sql_types::Binary, Sqlite>>::from_sql(value)?;
                Ok(Self(uuid::Uuid::from_slice(&bytes)?))
            }
        }
        #[cfg(feature = "postgres")]
        impl ToSql<sql::DbUuid, diesel::pg::Pg> for $name {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, diesel::pg::Pg>) -> serialize::Result {
                std::io::Write::write_all(out, self.0.as_bytes())?;
                Ok(IsNull::No)
            }
        }
        #[cfg(feature = "postgres")]
        impl FromSql<sql::DbUuid, diesel::pg::Pg> for $name {
            fn from_sql(value: diesel::pg::PgValue<'_>) -> deserialize::Result<Self> {
                Ok(Self(uuid::Uuid::from_slice(value.as_bytes())?))
            }
        }
        multi_value!($name, sql::DbUuid);
        column_value!($name, sql::DbUuid);
    )+};
}
id_columns!(
    AnyId,
    UnitId,
    HolidayId,
    HolidayRuleId,
    ShiftId,
    CalendarChangeId,
    PersonId,
    AssignmentId,
    AbsenceId,
    SessionId,
    PasswordResetId,
    MissionStatementId,
    GoalId,
    ObjectiveId,
    ServiceId,
    CustomerGroupId,
    CharterPromiseId,
    ManualId,
    EditionId,
    ClauseId,
    ProcessId,
    TemplateId,
    TemplateVersionId,
    QuestionId,
    QuestionVersionId,
    PlanId,
    FeedId,
    EffectId,
    AuditId,
    SubmissionId,
    AuditLinkId,
    MeetingId,
    PacketId,
    PacketLinkId,
    FindingId,
    ActionId,
    VerificationId,
    DecisionId,
    DueRequestId,
    PauseId,
    FindingViewId,
    ChangePointId,
    OutboxId,
    AttachmentId,
    HistoryId,
);

impl ToSql<sql::Instant, Sqlite> for Instant {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.micros());
        Ok(IsNull::No)
    }
}
impl FromSql<sql::Instant, Sqlite> for Instant {
    fn from_sql(value: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        let micros = <i64 as FromSql<diesel::sql_types::BigInt, Sqlite>>::from_sql(value)?;
        Ok(Self::from_micros(micros).ok_or("moment outside the calendar")?)
    }
}
#[cfg(feature = "postgres")]
impl ToSql<sql::Instant, diesel::pg::Pg> for Instant {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, diesel::pg::Pg>) -> serialize::Result {
        <DateTime<Utc> as ToSql<diesel::sql_types::Timestamptz, diesel::pg::Pg>>::to_sql(&self.0, out)
    }
}
#[cfg(feature = "postgres")]
impl FromSql<sql::Instant, diesel::pg::Pg> for Instant {
    fn from_sql(value: diesel::pg::PgValue<'_>) -> deserialize::Result<Self> {
        <DateTime<Utc> as FromSql<diesel::sql_types::Timestamptz, diesel::pg::Pg>>::from_sql(value).map(Self)
    }
}
multi_value!(Instant, sql::Instant);
column_value!(Instant, sql::Instant);

/// A JSON document in a column: only where its shape is not queried.
#[derive(Debug, Clone, PartialEq, AsExpression, FromSqlRow, serde::Serialize, serde::Deserialize)]
#[diesel(sql_type = sql::JsonDoc)]
#[serde(transparent)]
pub struct Doc(pub serde_json::Value);

impl Doc {
    /// A document from any value; a value that cannot be JSON (a map with odd keys) becomes null.
    pub fn of(value: &impl serde::Serialize) -> Self {
        Self(serde_json::to_value(value).unwrap_or_default())
    }
    /// The document as a value of this type, or its default where the shape does not fit.
    pub fn read<T: serde::de::DeserializeOwned + Default>(&self) -> T {
        serde_json::from_value(self.0.clone()).unwrap_or_default()
    }
}
impl ToSql<sql::JsonDoc, Sqlite> for Doc {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(serde_json::to_string(&self.0)?);
        Ok(IsNull::No)
    }
}
impl FromSql<sql::JsonDoc, Sqlite> for Doc {
    fn from_sql(value: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        let text = <String as FromSql<diesel::sql_types::Text, Sqlite>>::from_sql(value)?;
        Ok(Self(serde_json::from_str(&text)?))
    }
}
#[cfg(feature = "postgres")]
impl ToSql<sql::JsonDoc, diesel::pg::Pg> for Doc {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, diesel::pg::Pg>) -> serialize::Result {
        <serde_json::Value as ToSql<diesel::sql_types::Jsonb, diesel::pg::Pg>>::to_sql(&self.0, out)
    }
}
#[cfg(feature = "postgres")]
impl FromSql<sql::JsonDoc, diesel::pg::Pg> for Doc {
    fn from_sql(value: diesel::pg::PgValue<'_>) -> deserialize::Result<Self> {
        <serde_json::Value as FromSql<diesel::sql_types::Jsonb, diesel::pg::Pg>>::from_sql(value).map(Self)
    }
}
multi_value!(Doc, sql::JsonDoc);

/// Lets a `text_enum!` be a text column; a room calls it for its own states.
#[macro_export]
macro_rules! text_column {
    ($($t:ty),+ $(,)?) => {$(
        impl diesel::serialize::ToSql<diesel::sql_types::Text, diesel::sqlite::Sqlite> for $t {
            fn to_sql<'b>(&'b self, out: &mut diesel::serialize::Output<'b, '_, diesel::sqlite::Sqlite>) -> diesel::serialize::Result {
                out.set_value(self.as_str());
                Ok(diesel::serialize::IsNull::No)
            }
        }
        #[cfg(feature = "postgres")]
        impl diesel::serialize::ToSql<diesel::sql_types::Text, diesel::pg::Pg> for $t {
            fn to_sql<'b>(&'b self, out: &mut diesel::serialize::Output<'b, '_, diesel::pg::Pg>) -> diesel::serialize::Result {
                std::io::Write::write_all(out, self.as_str().as_bytes())?;
                Ok(diesel::serialize::IsNull::No)
            }
        }
        impl diesel::serialize::ToSql<diesel::sql_types::Text, $crate::platform::db::MultiBackend> for $t {
            fn to_sql<'b>(&'b self, out: &mut diesel::serialize::Output<'b, '_, $crate::platform::db::MultiBackend>) -> diesel::serialize::Result {
                out.set_value((diesel::sql_types::Text, self.as_str()));
                Ok(diesel::serialize::IsNull::No)
            }
        }
        impl<DB> diesel::deserialize::FromSql<diesel::sql_types::Text, DB> for $t
        where
            DB: diesel::backend::Backend,
            String: diesel::deserialize::FromSql<diesel::sql_types::Text, DB>,
        {
            fn from_sql(value: DB::RawValue<'_>) -> diesel::deserialize::Result<Self> {
                Ok(<String as diesel::deserialize::FromSql<diesel::sql_types::Text, DB>>::from_sql(value)?.parse()?)
            }
        }
        $crate::column_value!($t, diesel::sql_types::Text);
    )+};
}
text_column!(Role, Severity, OriginKind, Outcome);

/// Lets a value of serde stand in a JSON column, read straight into its own type; a room calls it for its own documents.
#[macro_export]
macro_rules! json_column {
    ($($t:ty),+ $(,)?) => {$(
        impl diesel::serialize::ToSql<$crate::platform::db::types::sql::JsonDoc, diesel::sqlite::Sqlite> for $t {
            fn to_sql<'b>(&'b self, out: &mut diesel::serialize::Output<'b, '_, diesel::sqlite::Sqlite>) -> diesel::serialize::Result {
                out.set_value(serde_json::to_string(self)?);
                Ok(diesel::serialize::IsNull::No)
            }
        }
        impl diesel::deserialize::FromSql<$crate::platform::db::types::sql::JsonDoc, diesel::sqlite::Sqlite> for $t {
            fn from_sql(value: <diesel::sqlite::Sqlite as diesel::backend::Backend>::RawValue<'_>) -> diesel::deserialize::Result<Self> {
                let text = <String as diesel::deserialize::FromSql<diesel::sql_types::Text, diesel::sqlite::Sqlite>>::from_sql(value)?;
                Ok(serde_json::from_str(&text)?)
            }
        }
        #[cfg(feature = "postgres")]
        impl diesel::serialize::ToSql<$crate::platform::db::types::sql::JsonDoc, diesel::pg::Pg> for $t {
            fn to_sql<'b>(&'b self, out: &mut diesel::serialize::Output<'b, '_, diesel::pg::Pg>) -> diesel::serialize::Result {
                let value = serde_json::to_value(self)?;
                <serde_json::Value as diesel::serialize::ToSql<diesel::sql_types::Jsonb, diesel::pg::Pg>>::to_sql(&value, &mut out.reborrow())
            }
        }
        #[cfg(feature = "postgres")]
        impl diesel::deserialize::FromSql<$crate::platform::db::types::sql::JsonDoc, diesel::pg::Pg> for $t {
            fn from_sql(value: diesel::pg::PgValue<'_>) -> diesel::deserialize::Result<Self> {
                let value = <serde_json::Value as diesel::deserialize::FromSql<diesel::sql_types::Jsonb, diesel::pg::Pg>>::from_sql(value)?;
                Ok(serde_json::from_value(value)?)
            }
        }
        impl diesel::serialize::ToSql<$crate::platform::db::types::sql::JsonDoc, $crate::platform::db::MultiBackend> for $t {
            fn to_sql<'b>(&'b self, out: &mut diesel::serialize::Output<'b, '_, $crate::platform::db::MultiBackend>) -> diesel::serialize::Result {
                out.set_value(($crate::platform::db::types::sql::JsonDoc, self));
                Ok(diesel::serialize::IsNull::No)
            }
        }
        impl diesel::deserialize::FromSql<$crate::platform::db::types::sql::JsonDoc, $crate::platform::db::MultiBackend> for $t {
            fn from_sql(value: <$crate::platform::db::MultiBackend as diesel::backend::Backend>::RawValue<'_>) -> diesel::deserialize::Result<Self> {
                value.from_sql::<Self, $crate::platform::db::types::sql::JsonDoc>()
            }
        }
        $crate::column_value!($t, $crate::platform::db::types::sql::JsonDoc);
    )+};
}
json_column!(crate::base::text::Localized, crate::base::said::Said);
