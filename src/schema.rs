//! Every table of the product. Each names its owner: the one room that writes it; `queries.rs` of
//! other rooms may read it. Columns and their order are those of `migrations/`.
#![allow(
    missing_docs,
    unused_imports,
    reason = "the table! macro documents columns, not the items it makes, and every table imports the same types"
)]

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `platform`: facts about this installation, one a row: the demo's seed, the day it was set up.
    installation (key) {
        key -> Text,
        value -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `platform`: every change of a record: append-only, one hash chain a record.
    history (id) {
        id -> DbUuid,
        record_kind -> Text,
        record_id -> DbUuid,
        seq -> Integer,
        at -> Instant,
        who -> Nullable<DbUuid>,
        event -> Text,
        facts -> Text,
        text_hash -> Nullable<Text>,
        prev_hash -> Text,
        hash -> Text,
        seal -> Nullable<Integer>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `platform`: free text of a history entry, stored apart so that a retention rule can erase it.
    history_texts (history_id) {
        history_id -> DbUuid,
        salt -> Text,
        body -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `platform`: the daily chain over all heads.
    history_seals (seq) {
        seq -> Integer,
        sealed_at -> Instant,
        entries -> Integer,
        root -> Text,
        prev_hash -> Text,
        hash -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `platform`: mail that was composed once and is to be delivered.
    outbox (id) {
        id -> DbUuid,
        message_key -> Text,
        message_id -> Text,
        recipient_id -> Nullable<DbUuid>,
        recipient -> Text,
        subject -> Text,
        body_text -> Text,
        body_html -> Text,
        state -> Text,
        created_at -> Instant,
        next_try_at -> Instant,
        attempts -> Integer,
        last_error -> Nullable<Text>,
        sent_at -> Nullable<Instant>,
        search -> Text,
        address -> Text,
        unsubscribe -> Nullable<Text>,
        invite -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `platform`: letters that wait to be told in their reader's one mail a day.
    mail_kept (message_key) {
        message_key -> Text,
        person_id -> DbUuid,
        class -> Text,
        subject -> Text,
        link -> Text,
        created_at -> Instant,
        goes_at -> Instant,
        sent_in -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `platform`: addresses the mail server refused for good.
    mail_stops (address) {
        address -> Text,
        reason -> Text,
        at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `platform`: running numbers without gaps, one row a scope and year.
    counters (scope, year) {
        scope -> Text,
        year -> Integer,
        last -> Integer,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `platform`: photos and documents; the bytes are in the storage, named by their id.
    attachments (id) {
        id -> DbUuid,
        subject_kind -> Text,
        subject_id -> DbUuid,
        part -> Nullable<DbUuid>,
        name -> Text,
        mime -> Text,
        bytes -> BigInt,
        sha256 -> Text,
        created_at -> Instant,
        created_by -> Nullable<DbUuid>,
        taken_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `platform`: when each timed job runs next and how the last run went.
    jobs (name) {
        name -> Text,
        next_at -> Instant,
        started_at -> Nullable<Instant>,
        finished_at -> Nullable<Instant>,
        last_error -> Nullable<Text>,
        failures -> Integer,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `agency`: nodes of the organisation tree.
    units (id) {
        id -> DbUuid,
        parent_id -> Nullable<DbUuid>,
        name -> Text,
        kind -> Text,
        search -> Text,
        zone -> Nullable<Text>,
        position -> Integer,
        active -> Bool,
        revision -> Integer,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `agency`: every pair of a unit and a unit above it, itself included (depth 0); kept on every move.
    unit_ancestors (ancestor_id, descendant_id) {
        ancestor_id -> DbUuid,
        descendant_id -> DbUuid,
        depth -> Integer,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `agency`: levels of management that audit, numbered from the counter up.
    layers (number) {
        number -> Integer,
        name -> Text,
        role -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `agency`: working hours of a unit by weekday (1 is Monday); inherited down the tree.
    opening_hours (unit_id, weekday) {
        unit_id -> DbUuid,
        weekday -> Integer,
        opens_minute -> Integer,
        closes_minute -> Integer,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `agency`: days a unit and everything below it does not work.
    holidays (id) {
        id -> DbUuid,
        unit_id -> DbUuid,
        on_date -> Date,
        name -> Text,
        closure -> Bool,
        until_date -> Nullable<Date>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `agency`: holidays that come round every year, on a date or on a weekday of a month.
    holiday_rules (id) {
        id -> DbUuid,
        unit_id -> DbUuid,
        name -> Text,
        month -> Integer,
        day -> Nullable<Integer>,
        nth -> Nullable<Integer>,
        weekday -> Nullable<Integer>,
        days_after -> Integer,
        observed -> Text,
        from_year -> Nullable<Integer>,
        until_year -> Nullable<Integer>,
        revision -> Integer,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `agency`: days a unit and everything below it works although they are off above.
    worked_days (unit_id, on_date) {
        unit_id -> DbUuid,
        on_date -> Date,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `agency`: working hours that rotate: a cycle of days, repeated from its first day on.
    shifts (id) {
        id -> DbUuid,
        unit_id -> DbUuid,
        name -> Text,
        first_day -> Date,
        cycle_days -> Integer,
        active -> Bool,
        revision -> Integer,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `agency`: the hours of one day of a shift's cycle, counted from 1; a day without a row is free.
    shift_hours (shift_id, day) {
        shift_id -> DbUuid,
        day -> Integer,
        opens_minute -> Integer,
        closes_minute -> Integer,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `agency`: what changed in a working calendar, and the local dates it touches, for planning to follow.
    calendar_changes (id) {
        id -> DbUuid,
        unit_id -> DbUuid,
        at -> Instant,
        who -> Nullable<DbUuid>,
        what -> Text,
        from_date -> Date,
        until_date -> Nullable<Date>,
        said -> JsonDoc,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `people`: who signs in or receives mail.
    persons (id) {
        id -> DbUuid,
        name -> Text,
        email -> Text,
        search -> Text,
        password_hash -> Nullable<Text>,
        language -> Text,
        active -> Bool,
        created_at -> Instant,
        revision -> Integer,
        by_link -> Bool,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `people`: a person holds a role at a unit, which covers the unit's subtree.
    assignments (id) {
        id -> DbUuid,
        person_id -> DbUuid,
        unit_id -> DbUuid,
        role -> Text,
        since -> Date,
        until -> Nullable<Date>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `people`: who is away, from when to when, and who stands in.
    absences (id) {
        id -> DbUuid,
        person_id -> DbUuid,
        from_date -> Date,
        until_date -> Date,
        stand_in_id -> Nullable<DbUuid>,
        note -> Text,
        created_at -> Instant,
        cancelled_at -> Nullable<Instant>,
        revision -> Integer,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `people`: signed-in devices.
    sessions (id) {
        id -> DbUuid,
        person_id -> DbUuid,
        token_hash -> Text,
        device -> Text,
        address -> Text,
        created_at -> Instant,
        seen_at -> Instant,
        ended_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `people`: one-time links to choose a new password.
    password_resets (id) {
        id -> DbUuid,
        person_id -> DbUuid,
        token_hash -> Text,
        created_at -> Instant,
        expires_at -> Instant,
        used_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `people`: failed sign-ins per account and per address.
    sign_in_throttles (key) {
        key -> Text,
        failures -> Integer,
        last_at -> Instant,
        blocked_until -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `people`: how a person wants mail; minutes are of the local day.
    mail_choices (person_id) {
        person_id -> DbUuid,
        link_key -> Text,
        digest_minute -> Nullable<Integer>,
        quiet_from -> Nullable<Integer>,
        quiet_until -> Nullable<Integer>,
        opens -> Bool,
        outlook -> Bool,
        outlook_at -> Nullable<Instant>,
        revision -> Integer,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `mission`: what the agency (or a department) promises.
    mission_statements (id) {
        id -> DbUuid,
        unit_id -> DbUuid,
        statement -> JsonDoc,
        revision -> Integer,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `mission`: goals of a mission statement.
    goals (id) {
        id -> DbUuid,
        unit_id -> DbUuid,
        code -> Text,
        title -> JsonDoc,
        body -> JsonDoc,
        target -> Integer,
        position -> Integer,
        active -> Bool,
        parent_id -> Nullable<DbUuid>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `mission`: measurable objectives of a goal.
    objectives (id) {
        id -> DbUuid,
        goal_id -> DbUuid,
        code -> Text,
        title -> JsonDoc,
        measure -> JsonDoc,
        target -> JsonDoc,
        position -> Integer,
        unit -> Nullable<JsonDoc>,
        target_value -> Nullable<Double>,
        direction -> Nullable<Text>,
        period -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `manuals`: procedures manuals.
    manuals (id) {
        id -> DbUuid,
        code -> Text,
        title -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `manuals`: editions of a manual; immutable once in force.
    editions (id) {
        id -> DbUuid,
        manual_id -> DbUuid,
        number -> Integer,
        state -> Text,
        in_force_from -> Date,
        source_hash -> Text,
        created_at -> Instant,
        source -> Text,
        created_by -> Nullable<DbUuid>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `manuals`: identity of a clause across editions.
    clauses (id) {
        id -> DbUuid,
        manual_id -> DbUuid,
        key -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `manuals`: number, title and words of a clause in one edition.
    clause_texts (edition_id, clause_id) {
        edition_id -> DbUuid,
        clause_id -> DbUuid,
        number -> Text,
        title -> Text,
        body -> Text,
        depth -> Integer,
        position -> Integer,
        search -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `processes`: what is done to deliver services.
    processes (id) {
        id -> DbUuid,
        code -> Text,
        name -> JsonDoc,
        description -> Nullable<JsonDoc>,
        owner_id -> Nullable<DbUuid>,
        manual_id -> Nullable<DbUuid>,
        search -> Text,
        revision -> Integer,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `checklists`: audit checklists, one a process.
    templates (id) {
        id -> DbUuid,
        process_id -> DbUuid,
        code -> Text,
        title -> JsonDoc,
        search -> Text,
        created_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `checklists`: versions of a template; a published one never changes.
    template_versions (id) {
        id -> DbUuid,
        template_id -> DbUuid,
        number -> Integer,
        state -> Text,
        title -> JsonDoc,
        intro -> JsonDoc,
        ask -> JsonDoc,
        source -> Text,
        source_hash -> Text,
        note -> Text,
        created_at -> Instant,
        created_by -> Nullable<DbUuid>,
        published_at -> Nullable<Instant>,
        published_by -> Nullable<DbUuid>,
        publish_on -> Nullable<Date>,
        scheduled_by -> Nullable<DbUuid>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `checklists`: identity of a question across versions.
    questions (id) {
        id -> DbUuid,
        template_id -> DbUuid,
        code -> Text,
        goal_id -> Nullable<DbUuid>,
        goal_moves -> Integer,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `checklists`: a question as it was asked: immutable.
    question_versions (id) {
        id -> DbUuid,
        version_id -> DbUuid,
        question_id -> DbUuid,
        position -> Integer,
        section -> JsonDoc,
        texts -> JsonDoc,
        clause_id -> Nullable<DbUuid>,
        edition_id -> Nullable<DbUuid>,
        goal_id -> Nullable<DbUuid>,
        severity -> Text,
        kind -> Text,
        measure_unit -> Nullable<JsonDoc>,
        limit_low -> Nullable<Double>,
        limit_high -> Nullable<Double>,
        photo -> Text,
        layers -> Text,
        always -> Bool,
        max_age_days -> Integer,
        detail -> Nullable<JsonDoc>,
        note -> Text,
        tags -> Text,
        search -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `findings`: nonconformance records.
    findings (id) {
        id -> DbUuid,
        number -> Text,
        unit_id -> DbUuid,
        process_id -> DbUuid,
        question_id -> Nullable<DbUuid>,
        question_version_id -> Nullable<DbUuid>,
        layer -> Nullable<Integer>,
        origin_kind -> Text,
        origin_id -> DbUuid,
        origin_label -> Text,
        part -> Integer,
        title -> Text,
        seen -> Text,
        done -> Nullable<Text>,
        severity -> Text,
        state -> Text,
        resolution -> Nullable<Text>,
        owner_id -> Nullable<DbUuid>,
        found_by -> Nullable<DbUuid>,
        found_at -> Instant,
        due_days -> Nullable<Integer>,
        due_on -> Nullable<Date>,
        due_at -> Nullable<Instant>,
        due_picked -> Bool,
        repeat_of -> Nullable<DbUuid>,
        escalation -> Integer,
        notice_at -> Nullable<Instant>,
        closed_at -> Nullable<Instant>,
        search -> Text,
        revision -> Integer,
        sensitive -> Bool,
        chase_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `findings`: what was done at once so that nobody else is affected.
    finding_containments (finding_id) {
        finding_id -> DbUuid,
        body -> Text,
        at -> Instant,
        who -> DbUuid,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `findings`: root cause: the five whys or a cause category.
    finding_causes (finding_id) {
        finding_id -> DbUuid,
        category -> Text,
        whys -> JsonDoc,
        root_cause -> Text,
        at -> Instant,
        who -> DbUuid,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    /// Owner: `findings`: where causes may lie, as the agency words it.
    cause_categories (code) {
        code -> Text,
        name -> Text,
        hint -> Text,
        position -> Integer,
        active -> Bool,
        revision -> Integer,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    /// Owner: `findings`: working days until findings are due, and days of a repeat; one row.
    finding_rules (id) {
        id -> Integer,
        critical_days -> Integer,
        major_days -> Integer,
        minor_days -> Integer,
        repeat_days -> Integer,
        revision -> Integer,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant};
    /// Owner: `findings`: the clock of a finding stands still for a reason.
    finding_pauses (id) {
        id -> DbUuid,
        finding_id -> DbUuid,
        reason -> Text,
        from_on -> Date,
        until_on -> Date,
        again_on -> Date,
        at -> Instant,
        until_at -> Instant,
        who -> DbUuid,
        ended_at -> Nullable<Instant>,
        ended_by -> Nullable<DbUuid>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::DbUuid;
    /// Owner: `findings`: when a finding or one of its actions was due before a pause.
    finding_pause_dates (pause_id, dated_id) {
        pause_id -> DbUuid,
        dated_id -> DbUuid,
        due_on -> Date,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant};
    /// Owner: `findings`: a finding that leads others on the same question, at several units.
    finding_groups (member_id) {
        member_id -> DbUuid,
        leading_id -> DbUuid,
        at -> Instant,
        who -> DbUuid,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant};
    /// Owner: `findings`: a fix that held, told to others.
    finding_stories (finding_id) {
        finding_id -> DbUuid,
        title -> Text,
        wrong -> Text,
        changed -> Text,
        at -> Instant,
        who -> DbUuid,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant};
    /// Owner: `findings`: filters of the queue that somebody gave a name.
    finding_views (id) {
        id -> DbUuid,
        person_id -> DbUuid,
        name -> Text,
        query -> Text,
        created_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `findings`: what is done so that it does not happen again.
    corrective_actions (id) {
        id -> DbUuid,
        finding_id -> DbUuid,
        number -> Integer,
        kind -> Text,
        body -> Text,
        owner_id -> DbUuid,
        due_on -> Date,
        due_at -> Instant,
        due_days -> Nullable<Integer>,
        due_picked -> Bool,
        state -> Text,
        created_at -> Instant,
        created_by -> Nullable<DbUuid>,
        done_at -> Nullable<Instant>,
        done_by -> Nullable<DbUuid>,
        done_note -> Nullable<Text>,
        notice_at -> Nullable<Instant>,
        escalation -> Integer,
        revision -> Integer,
        strength -> Nullable<Text>,
        cost -> Nullable<BigInt>,
        taken_from -> Nullable<DbUuid>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `findings`: somebody who owned none of the actions looked and says it holds.
    finding_verifications (id) {
        id -> DbUuid,
        finding_id -> DbUuid,
        body -> Text,
        layered_answer -> Text,
        layered_note -> Text,
        at -> Instant,
        who -> DbUuid,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `findings`: whether the plan of a finding waits for a decision, and of which layer.
    finding_plans (finding_id) {
        finding_id -> DbUuid,
        standing -> Text,
        layer -> Integer,
        at -> Instant,
        who -> DbUuid,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `findings`: what was decided on the plans of a finding.
    finding_decisions (id) {
        id -> DbUuid,
        finding_id -> DbUuid,
        verdict -> Text,
        reason -> Text,
        at -> Instant,
        who -> DbUuid,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `findings`: a later date that is asked for, and what a leader answered.
    due_requests (id) {
        id -> DbUuid,
        finding_id -> DbUuid,
        action_id -> Nullable<DbUuid>,
        from_on -> Date,
        asked_on -> Date,
        reason -> Text,
        at -> Instant,
        who -> DbUuid,
        verdict -> Nullable<Text>,
        answer -> Nullable<Text>,
        decided_at -> Nullable<Instant>,
        decided_by -> Nullable<DbUuid>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `findings`: the question that a finding put into the draft of a checklist.
    finding_questions (finding_id, question_id) {
        finding_id -> DbUuid,
        question_id -> DbUuid,
        at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `findings`: why a finding was set aside.
    finding_dismissals (finding_id) {
        finding_id -> DbUuid,
        reason -> Text,
        at -> Instant,
        who -> DbUuid,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `findings`: effectiveness watch after closing: the next three audits of the question at the unit.
    watches (finding_id) {
        finding_id -> DbUuid,
        unit_id -> DbUuid,
        question_id -> DbUuid,
        state -> Text,
        needed -> Integer,
        since -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `findings`: what an audit under watch said.
    watch_checks (finding_id, origin_id) {
        finding_id -> DbUuid,
        origin_id -> DbUuid,
        person_id -> Nullable<DbUuid>,
        at -> Instant,
        conforms -> Bool,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `figures`: answers counted by unit, question, layer and local day.
    figure_answers (unit_id, day, question_id, layer) {
        unit_id -> DbUuid,
        process_id -> DbUuid,
        question_id -> DbUuid,
        layer -> Integer,
        day -> Date,
        conforms -> Integer,
        nonconforming -> Integer,
        corrected -> Integer,
        not_applicable -> Integer,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `figures`: audits counted by unit, process, layer and local day.
    figure_audits (unit_id, day, process_id, layer) {
        unit_id -> DbUuid,
        process_id -> DbUuid,
        layer -> Integer,
        day -> Date,
        submitted -> Integer,
        on_time -> Integer,
        missed -> Integer,
        excused -> Integer,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant};
    /// Owner: `figures`: something changed in how the work is done, so that what is to be expected begins anew there.
    change_points (id) {
        id -> DbUuid,
        unit_id -> DbUuid,
        process_id -> Nullable<DbUuid>,
        on_date -> Date,
        what -> Text,
        why -> Text,
        search -> Text,
        entered_at -> Instant,
        entered_by -> DbUuid,
        removed_at -> Nullable<Instant>,
        removed_by -> Nullable<DbUuid>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::DbUuid;
    /// Owner: `figures`: what was counted since the sums were moved on, on days that they hold; the job adds it to them.
    figure_fresh (unit_id, day, process_id, question_id, layer) {
        unit_id -> DbUuid,
        day -> Date,
        process_id -> DbUuid,
        question_id -> DbUuid,
        layer -> Integer,
        conforms -> Integer,
        nonconforming -> Integer,
        corrected -> Integer,
        not_applicable -> Integer,
        submitted -> Integer,
        on_time -> Integer,
        missed -> Integer,
        excused -> Integer,
        found -> Integer,
        again -> Integer,
        after_fix -> Integer,
        closed_by_due -> Integer,
        closed_late -> Integer,
        fell_due -> Integer,
        open -> Integer,
        planned -> Integer,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::DbUuid;
    /// Owner: `figures`: answers and audits of units without others below, by layer and local day.
    figure_days (unit_id, day, layer) {
        unit_id -> DbUuid,
        day -> Date,
        layer -> Integer,
        conforms -> Integer,
        nonconforming -> Integer,
        corrected -> Integer,
        not_applicable -> Integer,
        submitted -> Integer,
        on_time -> Integer,
        missed -> Integer,
        excused -> Integer,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::DbUuid;
    /// Owner: `figures`: answers and findings of a unit and all below it, by question, layer and month or months together; only of units with others below.
    figure_months (unit_id, span, begins, question_id, layer, process_id) {
        unit_id -> DbUuid,
        span -> Text,
        begins -> Date,
        question_id -> DbUuid,
        layer -> Integer,
        process_id -> DbUuid,
        conforms -> Integer,
        nonconforming -> Integer,
        corrected -> Integer,
        not_applicable -> Integer,
        found -> Integer,
        again -> Integer,
        after_fix -> Integer,
        closed_by_due -> Integer,
        closed_late -> Integer,
        fell_due -> Integer,
        open -> Integer,
        planned -> Integer,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::DbUuid;
    /// Owner: `figures`: answers and findings of a unit itself, by the day, week, month or months that begin on a day.
    figure_units (span, begins, unit_id) {
        unit_id -> DbUuid,
        span -> Text,
        begins -> Date,
        conforms -> Integer,
        nonconforming -> Integer,
        corrected -> Integer,
        not_applicable -> Integer,
        found -> Integer,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::DbUuid;
    /// Owner: `figures`: answers and audits of a unit and all below it, by process, layer and the day, week, month or months that begin on a day; only of units with others below.
    figure_processes (unit_id, span, begins, process_id, layer) {
        unit_id -> DbUuid,
        span -> Text,
        begins -> Date,
        process_id -> DbUuid,
        layer -> Integer,
        conforms -> Integer,
        nonconforming -> Integer,
        corrected -> Integer,
        not_applicable -> Integer,
        submitted -> Integer,
        on_time -> Integer,
        missed -> Integer,
        excused -> Integer,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::DbUuid;
    /// Owner: `figures`: answers, audits and findings of a unit itself, by process and the day, week, month or months that begin on a day.
    figure_places (process_id, span, begins, unit_id) {
        process_id -> DbUuid,
        span -> Text,
        begins -> Date,
        unit_id -> DbUuid,
        conforms -> Integer,
        nonconforming -> Integer,
        corrected -> Integer,
        not_applicable -> Integer,
        submitted -> Integer,
        on_time -> Integer,
        missed -> Integer,
        excused -> Integer,
        found -> Integer,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::DbUuid;
    /// Owner: `figures`: what audits found again at a unit itself, by month, question and process.
    figure_repeats (month, unit_id, question_id, process_id) {
        month -> Date,
        unit_id -> DbUuid,
        question_id -> DbUuid,
        process_id -> DbUuid,
        again -> Integer,
        after_fix -> Integer,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::DbUuid;
    /// Owner: `figures`: answers and findings on the questions of a goal at a unit itself, by the week, month or months that begin on a day.
    figure_goals (goal_id, span, begins, unit_id) {
        goal_id -> DbUuid,
        span -> Text,
        begins -> Date,
        unit_id -> DbUuid,
        conforms -> Integer,
        nonconforming -> Integer,
        corrected -> Integer,
        not_applicable -> Integer,
        found -> Integer,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::DbUuid;
    /// Owner: `figures`: answers on the questions of a goal at a unit and all below it, by week (its Monday); only of units with others below.
    figure_goal_weeks (goal_id, unit_id, begins) {
        goal_id -> DbUuid,
        unit_id -> DbUuid,
        begins -> Date,
        conforms -> Integer,
        nonconforming -> Integer,
        corrected -> Integer,
        not_applicable -> Integer,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::DbUuid;
    /// Owner: `figures`: what audits found again at a unit itself, by question and process, in the last so many whole months that are summed; 0 is the month that is running.
    figure_repeated (months, unit_id, question_id, process_id) {
        months -> Integer,
        unit_id -> DbUuid,
        question_id -> DbUuid,
        process_id -> DbUuid,
        again -> Integer,
        after_fix -> Integer,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    /// Owner: `figures`: one row: the days before which one are in the sums, the mark of the tree they are of, and the month that is running for the periods that are summed and ranked.
    figure_summed (id) {
        id -> Integer,
        until -> Date,
        tree -> BigInt,
        ranked -> Date,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `planning`: who audits what, how often.
    plans (id) {
        id -> DbUuid,
        title -> Text,
        template_id -> DbUuid,
        layer -> Integer,
        recurrence -> Text,
        starts_on -> Date,
        ends_on -> Nullable<Date>,
        opens_minute -> Integer,
        due_minute -> Integer,
        grace_minutes -> Integer,
        holiday_policy -> Text,
        active -> Bool,
        seed -> BigInt,
        made_until -> Nullable<Date>,
        created_at -> Instant,
        search -> Text,
        revision -> Integer,
        covers -> Text,
        assignment -> Text,
        person_id -> Nullable<DbUuid>,
        most_a_day -> Nullable<Integer>,
        not_own_work -> Bool,
        new_pairs -> Bool,
        ask_count -> Nullable<Integer>,
        tags -> Text,
        unannounced -> Bool,
        drawn_a_month -> Nullable<Integer>,
        shift_id -> Nullable<DbUuid>,
        anonymous -> Bool,
        about_layer -> Nullable<Integer>,
        paused_until -> Nullable<Date>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `planning`: the units a plan covers, with the stored rotation among several holders.
    plan_units (plan_id, unit_id) {
        plan_id -> DbUuid,
        unit_id -> DbUuid,
        turn -> Integer,
        ticked -> Bool,
        made_until -> Nullable<Date>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `planning`: a single date that a plan leaves out, or has beside its rule, and why.
    plan_exceptions (plan_id, on_date) {
        plan_id -> DbUuid,
        on_date -> Date,
        added -> Bool,
        reason -> Text,
        who -> Nullable<DbUuid>,
        at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `planning`: what a change of a plan, or of a working calendar, did to the audits of one plan.
    plan_effects (id) {
        id -> DbUuid,
        plan_id -> DbUuid,
        change_id -> Nullable<DbUuid>,
        at -> Instant,
        who -> Nullable<DbUuid>,
        why -> Text,
        made -> Integer,
        moved -> Integer,
        excused -> Integer,
        taken -> Integer,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `planning`: which audits an effect moved, excused or took away, and who had them.
    plan_effect_audits (effect_id, audit_id) {
        effect_id -> DbUuid,
        audit_id -> DbUuid,
        unit_id -> DbUuid,
        version_id -> DbUuid,
        assignee_id -> Nullable<DbUuid>,
        invited -> Bool,
        what -> Text,
        zone -> Text,
        opens_from -> Instant,
        opens_to -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `planning`: audits that were taken away before they opened, so that calendars can say so.
    cancelled_audits (audit_id) {
        audit_id -> DbUuid,
        plan_id -> DbUuid,
        unit_id -> DbUuid,
        version_id -> DbUuid,
        layer -> Integer,
        assignee_id -> Nullable<DbUuid>,
        local_date -> Date,
        opens_at -> Instant,
        due_at -> Instant,
        sequence -> Integer,
        cancelled_at -> Instant,
        why -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `planning`: the changes of working calendars that every plan has followed.
    followed_changes (change_id) {
        change_id -> DbUuid,
        at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `planning`: secret addresses at which calendar programs read audits: one's own, or those of a unit.
    calendar_feeds (id) {
        id -> DbUuid,
        person_id -> DbUuid,
        unit_id -> Nullable<DbUuid>,
        token_hash -> Text,
        created_at -> Instant,
        revoked_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `audits`: one occurrence of a plan in its window.
    audits (id) {
        id -> DbUuid,
        plan_id -> DbUuid,
        unit_id -> DbUuid,
        slot -> Integer,
        local_date -> Date,
        zone -> Text,
        opens_minute -> Integer,
        due_minute -> Integer,
        opens_at -> Instant,
        due_at -> Instant,
        closes_at -> Instant,
        process_id -> DbUuid,
        version_id -> DbUuid,
        layer -> Integer,
        assignee_id -> Nullable<DbUuid>,
        state -> Text,
        started_at -> Nullable<Instant>,
        submitted_at -> Nullable<Instant>,
        submitted_by -> Nullable<DbUuid>,
        reason -> Nullable<Text>,
        notice_at -> Nullable<Instant>,
        seed -> BigInt,
        draw -> Integer,
        asked -> Integer,
        conforms -> Integer,
        nonconforming -> Integer,
        corrected -> Integer,
        not_applicable -> Integer,
        revision -> Integer,
        planned_on -> Nullable<Date>,
        stands_in_for -> Nullable<DbUuid>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `audits`: the questions drawn for an audit and why each was chosen.
    audit_questions (audit_id, question_id) {
        audit_id -> DbUuid,
        question_id -> DbUuid,
        question_version_id -> DbUuid,
        position -> Integer,
        chosen -> Text,
        chosen_days -> Nullable<Integer>,
        failures_here -> Nullable<Integer>,
        failures -> Nullable<Integer>,
        failed_on -> Nullable<Date>,
        per_mille -> Nullable<Integer>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::DbUuid;
    /// Owner: `audits`: who took part in an audit whose answers are without a name.
    anonymous_participants (audit_id, person_id) {
        audit_id -> DbUuid,
        person_id -> DbUuid,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::DbUuid;
    /// Owner: `audits`: answers without a name, of a plan and a month.
    anonymous_answers (plan_id, month, sheet, question_id) {
        plan_id -> DbUuid,
        month -> Date,
        sheet -> DbUuid,
        question_id -> DbUuid,
        question_version_id -> DbUuid,
        outcome -> Text,
        words -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `audits`: answers, saved as they are given; final once the audit is submitted.
    answers (audit_id, question_id) {
        audit_id -> DbUuid,
        question_id -> DbUuid,
        question_version_id -> DbUuid,
        outcome -> Nullable<Text>,
        value -> Nullable<Double>,
        seen -> Text,
        done -> Text,
        steps -> Text,
        saved_at -> Instant,
        given -> Nullable<Text>,
        more -> Nullable<JsonDoc>,
        sensitive -> Bool,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant};
    /// Owner: `audits`: how a question was answered on the device: facts, no judgement.
    answer_facts (audit_id, question_id) {
        audit_id -> DbUuid,
        question_id -> DbUuid,
        nth -> Nullable<Integer>,
        seconds -> Nullable<Double>,
        changes -> Nullable<Integer>,
        pasted -> Nullable<Integer>,
        device_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant};
    /// Owner: `audits`: photos that a device took back, and when by its clock.
    photos_taken_back (audit_id, question_id, sha256) {
        audit_id -> DbUuid,
        question_id -> DbUuid,
        sha256 -> Text,
        sent_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `audits`: what arrived from a device, once: the client's id and the hash of the body.
    submissions (id) {
        id -> DbUuid,
        audit_id -> DbUuid,
        person_id -> DbUuid,
        body_hash -> Text,
        device_at -> Nullable<Instant>,
        arrived_at -> Instant,
        sent_at -> Nullable<Instant>,
        done_at -> Nullable<Instant>,
        from_paper -> Bool,
        started_at -> Nullable<Instant>,
        amends -> Nullable<DbUuid>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `audits`: links by mail that open one audit without an account, on the first device that begins.
    audit_links (id) {
        id -> DbUuid,
        audit_id -> DbUuid,
        person_id -> DbUuid,
        token_hash -> Text,
        made_at -> Instant,
        expires_at -> Instant,
        device_hash -> Nullable<Text>,
        begun_at -> Nullable<Instant>,
        elsewhere -> Integer,
        elsewhere_at -> Nullable<Instant>,
        revoked_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `audits`: to whom an audit was handed last.
    audit_handovers (audit_id) {
        audit_id -> DbUuid,
        to_id -> Nullable<DbUuid>,
        by_id -> DbUuid,
        at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `checklists`: questions whose clause changed, looked at and left as they are.
    clause_reviews (question_version_id, edition_id) {
        question_version_id -> DbUuid,
        edition_id -> DbUuid,
        reviewed_at -> Instant,
        reviewed_by -> DbUuid,
        note -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `mission`: what the agency provides to someone.
    services (id) {
        id -> DbUuid,
        code -> Text,
        unit_id -> DbUuid,
        name -> JsonDoc,
        description -> JsonDoc,
        search -> Text,
        active -> Bool,
        revision -> Integer,
        created_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `mission`: the objectives a service works towards.
    service_objectives (service_id, objective_id) {
        service_id -> DbUuid,
        objective_id -> DbUuid,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `mission`: whom a service is for.
    customer_groups (id) {
        id -> DbUuid,
        service_id -> DbUuid,
        kind -> Text,
        name -> JsonDoc,
        position -> Integer,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `mission`: public, measurable standards of a service.
    charter_promises (id) {
        id -> DbUuid,
        service_id -> DbUuid,
        wording -> JsonDoc,
        measure -> Nullable<JsonDoc>,
        unit -> Nullable<JsonDoc>,
        target_value -> Nullable<Double>,
        direction -> Nullable<Text>,
        since -> Date,
        until -> Nullable<Date>,
        position -> Integer,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `processes`: the units that carry a process out.
    process_units (process_id, unit_id) {
        process_id -> DbUuid,
        unit_id -> DbUuid,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `processes`: the services a process delivers.
    process_services (process_id, service_id) {
        process_id -> DbUuid,
        service_id -> DbUuid,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `boards`: days on which a board meets, and how many days before it its packet is made.
    board_meetings (id) {
        id -> DbUuid,
        unit_id -> DbUuid,
        held_on -> Date,
        days_before -> Integer,
        revision -> Integer,
        created_at -> Instant,
        created_by -> Nullable<DbUuid>,
        removed_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `boards`: what the summary of a unit told at a moment, numbered, signed and kept for good.
    packets (id) {
        id -> DbUuid,
        number -> Text,
        unit_id -> DbUuid,
        meeting_id -> Nullable<DbUuid>,
        held_on -> Nullable<Date>,
        from_day -> Date,
        to_day -> Date,
        made_at -> Instant,
        made_by -> Nullable<DbUuid>,
        replaces_id -> Nullable<DbUuid>,
        search -> Text,
        sha256 -> Text,
        signature -> Text,
        public_key -> Text,
        document -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::platform::db::types::sql::{DbUuid, Instant, JsonDoc};
    /// Owner: `boards`: links by mail that open one packet without an account, on one device for a day.
    packet_links (id) {
        id -> DbUuid,
        packet_id -> DbUuid,
        person_id -> DbUuid,
        token_hash -> Text,
        made_at -> Instant,
        expires_at -> Instant,
        device_hash -> Nullable<Text>,
        opened_at -> Nullable<Instant>,
    }
}

diesel::joinable!(history_texts -> history (history_id));
diesel::joinable!(opening_hours -> units (unit_id));
diesel::joinable!(holidays -> units (unit_id));
diesel::joinable!(holiday_rules -> units (unit_id));
diesel::joinable!(worked_days -> units (unit_id));
diesel::joinable!(shifts -> units (unit_id));
diesel::joinable!(shift_hours -> shifts (shift_id));
diesel::joinable!(calendar_changes -> units (unit_id));
diesel::joinable!(calendar_changes -> persons (who));
diesel::joinable!(assignments -> persons (person_id));
diesel::joinable!(assignments -> units (unit_id));
diesel::joinable!(sessions -> persons (person_id));
diesel::joinable!(password_resets -> persons (person_id));
diesel::joinable!(mail_choices -> persons (person_id));
diesel::joinable!(mission_statements -> units (unit_id));
diesel::joinable!(goals -> units (unit_id));
diesel::joinable!(objectives -> goals (goal_id));
diesel::joinable!(editions -> manuals (manual_id));
diesel::joinable!(clauses -> manuals (manual_id));
diesel::joinable!(clause_texts -> editions (edition_id));
diesel::joinable!(clause_texts -> clauses (clause_id));
diesel::joinable!(templates -> processes (process_id));
diesel::joinable!(template_versions -> templates (template_id));
diesel::joinable!(questions -> templates (template_id));
diesel::joinable!(questions -> goals (goal_id));
diesel::joinable!(question_versions -> template_versions (version_id));
diesel::joinable!(question_versions -> questions (question_id));
diesel::joinable!(question_versions -> clauses (clause_id));
diesel::joinable!(question_versions -> editions (edition_id));
diesel::joinable!(question_versions -> goals (goal_id));
diesel::joinable!(findings -> units (unit_id));
diesel::joinable!(findings -> processes (process_id));
diesel::joinable!(findings -> questions (question_id));
diesel::joinable!(findings -> question_versions (question_version_id));
diesel::joinable!(finding_containments -> findings (finding_id));
diesel::joinable!(finding_containments -> persons (who));
diesel::joinable!(finding_causes -> findings (finding_id));
diesel::joinable!(finding_causes -> persons (who));
diesel::joinable!(corrective_actions -> findings (finding_id));
diesel::joinable!(finding_verifications -> findings (finding_id));
diesel::joinable!(finding_verifications -> persons (who));
diesel::joinable!(finding_plans -> findings (finding_id));
diesel::joinable!(finding_decisions -> findings (finding_id));
diesel::joinable!(due_requests -> findings (finding_id));
diesel::joinable!(finding_questions -> questions (question_id));
diesel::joinable!(finding_pauses -> findings (finding_id));
diesel::joinable!(finding_pause_dates -> finding_pauses (pause_id));
diesel::joinable!(finding_dismissals -> findings (finding_id));
diesel::joinable!(finding_dismissals -> persons (who));
diesel::joinable!(finding_views -> persons (person_id));
diesel::joinable!(watches -> findings (finding_id));
diesel::joinable!(watches -> units (unit_id));
diesel::joinable!(watches -> questions (question_id));
diesel::joinable!(watch_checks -> findings (finding_id));
diesel::joinable!(change_points -> units (unit_id));
diesel::joinable!(change_points -> processes (process_id));
diesel::joinable!(figure_answers -> units (unit_id));
diesel::joinable!(figure_audits -> units (unit_id));
diesel::joinable!(figure_days -> units (unit_id));
diesel::joinable!(figure_fresh -> units (unit_id));
diesel::joinable!(figure_months -> units (unit_id));
diesel::joinable!(figure_units -> units (unit_id));
diesel::joinable!(figure_processes -> units (unit_id));
diesel::joinable!(figure_places -> units (unit_id));
diesel::joinable!(figure_repeats -> units (unit_id));
diesel::joinable!(figure_goals -> units (unit_id));
diesel::joinable!(figure_goal_weeks -> units (unit_id));
diesel::joinable!(figure_repeated -> units (unit_id));
diesel::joinable!(plans -> templates (template_id));
diesel::joinable!(plan_units -> plans (plan_id));
diesel::joinable!(plan_units -> units (unit_id));
diesel::joinable!(calendar_feeds -> persons (person_id));
diesel::joinable!(calendar_feeds -> units (unit_id));
diesel::joinable!(plan_exceptions -> plans (plan_id));
diesel::joinable!(plan_effects -> plans (plan_id));
diesel::joinable!(plan_effect_audits -> plan_effects (effect_id));
diesel::joinable!(plan_effect_audits -> units (unit_id));
diesel::joinable!(plan_effect_audits -> template_versions (version_id));
diesel::joinable!(cancelled_audits -> plans (plan_id));
diesel::joinable!(cancelled_audits -> units (unit_id));
diesel::joinable!(cancelled_audits -> template_versions (version_id));
diesel::joinable!(followed_changes -> calendar_changes (change_id));
diesel::joinable!(absences -> persons (person_id));
diesel::joinable!(audits -> plans (plan_id));
diesel::joinable!(audits -> units (unit_id));
diesel::joinable!(audits -> processes (process_id));
diesel::joinable!(audits -> template_versions (version_id));
diesel::joinable!(audit_questions -> audits (audit_id));
diesel::joinable!(audit_questions -> questions (question_id));
diesel::joinable!(audit_questions -> question_versions (question_version_id));
diesel::joinable!(anonymous_participants -> audits (audit_id));
diesel::joinable!(anonymous_participants -> persons (person_id));
diesel::joinable!(anonymous_answers -> plans (plan_id));
diesel::joinable!(anonymous_answers -> questions (question_id));
diesel::joinable!(anonymous_answers -> question_versions (question_version_id));
diesel::joinable!(answers -> audits (audit_id));
diesel::joinable!(answers -> questions (question_id));
diesel::joinable!(answers -> question_versions (question_version_id));
diesel::joinable!(answer_facts -> audits (audit_id));
diesel::joinable!(answer_facts -> questions (question_id));
diesel::joinable!(photos_taken_back -> audits (audit_id));
diesel::joinable!(submissions -> audits (audit_id));
diesel::joinable!(submissions -> persons (person_id));
diesel::joinable!(clause_reviews -> question_versions (question_version_id));
diesel::joinable!(clause_reviews -> editions (edition_id));
diesel::joinable!(clause_reviews -> persons (reviewed_by));
diesel::joinable!(services -> units (unit_id));
diesel::joinable!(service_objectives -> services (service_id));
diesel::joinable!(service_objectives -> objectives (objective_id));
diesel::joinable!(customer_groups -> services (service_id));
diesel::joinable!(charter_promises -> services (service_id));
diesel::joinable!(processes -> persons (owner_id));
diesel::joinable!(processes -> manuals (manual_id));
diesel::joinable!(process_units -> processes (process_id));
diesel::joinable!(process_units -> units (unit_id));
diesel::joinable!(process_services -> processes (process_id));
diesel::joinable!(process_services -> services (service_id));
diesel::joinable!(audit_links -> audits (audit_id));
diesel::joinable!(audit_links -> persons (person_id));
diesel::joinable!(board_meetings -> units (unit_id));
diesel::joinable!(packets -> units (unit_id));
diesel::joinable!(packet_links -> packets (packet_id));
diesel::joinable!(packet_links -> persons (person_id));

diesel::allow_tables_to_appear_in_same_query!(
    installation,
    history,
    history_texts,
    history_seals,
    outbox,
    mail_kept,
    mail_stops,
    counters,
    attachments,
    jobs,
    units,
    unit_ancestors,
    layers,
    opening_hours,
    holidays,
    holiday_rules,
    worked_days,
    shifts,
    shift_hours,
    calendar_changes,
    persons,
    assignments,
    absences,
    sessions,
    password_resets,
    sign_in_throttles,
    mail_choices,
    mission_statements,
    goals,
    objectives,
    manuals,
    editions,
    clauses,
    clause_texts,
    processes,
    templates,
    template_versions,
    questions,
    question_versions,
    findings,
    finding_containments,
    finding_causes,
    corrective_actions,
    finding_verifications,
    finding_plans,
    finding_decisions,
    due_requests,
    cause_categories,
    finding_rules,
    finding_pauses,
    finding_pause_dates,
    finding_questions,
    finding_dismissals,
    finding_groups,
    finding_stories,
    finding_views,
    watches,
    watch_checks,
    figure_answers,
    figure_audits,
    change_points,
    figure_days,
    figure_fresh,
    figure_months,
    figure_units,
    figure_processes,
    figure_places,
    figure_repeats,
    figure_goals,
    figure_goal_weeks,
    figure_repeated,
    figure_summed,
    plans,
    plan_units,
    calendar_feeds,
    plan_exceptions,
    plan_effects,
    plan_effect_audits,
    cancelled_audits,
    followed_changes,
    audits,
    audit_questions,
    anonymous_participants,
    anonymous_answers,
    answers,
    answer_facts,
    photos_taken_back,
    submissions,
    audit_links,
    audit_handovers,
    clause_reviews,
    services,
    service_objectives,
    customer_groups,
    charter_promises,
    process_units,
    process_services,
    board_meetings,
    packets,
    packet_links,
);
