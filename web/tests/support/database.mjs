// What the server has, as it lies on its disk: the database (SQLite) and the folder of photos.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

const uuid = (hex) => hex.toLowerCase().replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
const blob = (id) => `x'${id.replaceAll('-', '')}'`;
const quoted = (text) => `'${text.replaceAll("'", "''")}'`;

/** Asks the database; needs the `sqlite3` program. */
export function ask(server, sql) {
  const said = execFileSync('sqlite3', ['-json', '-cmd', '.timeout 10000', path.join(server.home, 'd.db'), sql], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  return said.trim() ? JSON.parse(said) : [];
}

/** Everything the server has of an audit. */
export function told(server, audit) {
  const id = blob(audit);
  const [found] = ask(
    server,
    `SELECT state, asked, conforms, nonconforming, corrected, not_applicable, started_at, submitted_at, closes_at, due_at,
       lower(hex(assignee_id)) AS assignee, lower(hex(submitted_by)) AS by FROM audits WHERE id = ${id}`,
  );
  const answers = ask(
    server,
    `SELECT hex(question_id) AS question, outcome, value, given, seen, done, steps, saved_at FROM answers WHERE audit_id = ${id}`,
  );
  const photos = ask(
    server,
    `SELECT hex(id) AS id, hex(part) AS question, sha256 FROM attachments WHERE subject_kind = 'audit' AND subject_id = ${id}`,
  );
  return {
    ...found,
    submissions: ask(
      server,
      `SELECT hex(id) AS id, device_at, arrived_at, sent_at, done_at, hex(person_id) AS person FROM submissions WHERE audit_id = ${id}`,
    ).map((row) => ({ ...row, id: uuid(row.id) })),
    answers: new Map(answers.map(({ question, ...answer }) => [uuid(question), answer])),
    findings: ask(
      server,
      `SELECT number, hex(question_id) AS question, part, seen, done, state FROM findings WHERE origin_id = ${id} ORDER BY number`,
    ).map((row) => ({ ...row, question: uuid(row.question) })),
    photos: photos.map((photo) => ({ ...photo, question: uuid(photo.question), stored: hashOf(server, photo.id.toLowerCase()) })),
    history: ask(
      server,
      `SELECT event FROM history WHERE record_kind = 'audit' AND record_id = ${id} ORDER BY seq`,
    ).map(({ event }) => event),
  };
}

/** Of the bytes as they lie in the storage. */
function hashOf(server, id) {
  return sha256(fs.readFileSync(path.join(server.home, 'files', id.slice(-2), id)));
}

export const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** The id of somebody, as the database has it. */
export function personId(server, name) {
  return ask(server, `SELECT lower(hex(id)) AS id FROM persons WHERE email = ${quoted(`${name}@alderbay.example`)}`)[0].id;
}

/** The id of an audit of today by who has it, its process and its place. */
export function auditOf(server, name, process, unit) {
  const rows = ask(
    server,
    `SELECT hex(a.id) AS id FROM audits a JOIN persons p ON p.id = a.assignee_id JOIN units u ON u.id = a.unit_id
       JOIN processes r ON r.id = a.process_id WHERE p.email = ${quoted(`${name}@alderbay.example`)} AND r.name LIKE ${quoted(`%${process}%`)}
       AND u.name = ${quoted(unit)} AND a.state IN ('scheduled', 'in_progress') ORDER BY a.opens_at LIMIT 1`,
  );
  return uuid(rows[0].id);
}

/** The server's clock by our own, in milliseconds: the demo's stands on another day. */
export function aheadOf(server) {
  const [{ value }] = ask(server, "SELECT value FROM installation WHERE key = 'demo_ahead'");
  return Number(value) / 1000;
}

/** Sets the clock of a server that does not run on by so many hours; it starts again at that time. */
export function letPass(server, hours) {
  ask(server, `UPDATE installation SET value = CAST(value AS INTEGER) + ${Math.round(hours * 3600)} * 1000000 WHERE key = 'demo_ahead'`);
}
