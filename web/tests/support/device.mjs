// A phone of the office: a browser that keeps what it keeps, on a wire that can be cut, to a server that can be killed.
import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { openBrowser, openPhone, Place } from './browser.mjs';
import { card, questionsOf } from './checklist.mjs';
import { startDemo } from './plumbline.mjs';
import { until } from './until.mjs';
import { lay } from './wire.mjs';

/** A demo agency at the end of a wire. */
export async function openOffice() {
  const wire = await lay();
  const server = await startDemo({ publicUrl: wire.address });
  wire.towards(server.address);
  const place = new Place({ address: wire.address, said: server.said, mails: server.mails });
  const phones = [];
  let desks;
  return {
    wire,
    server,
    place,
    address: wire.address,
    /** Somebody's phone, with its owner signed in where one is named. */
    async phone(name, options = {}) {
      const phone = new Phone(this, await fs.mkdtemp(path.join(os.tmpdir(), 'plumbline-phone-')), options);
      phones.push(phone);
      await phone.open();
      if (name) await phone.visitor.signIn(`${name}@alderbay.example`);
      return phone;
    },
    /** Somebody at a desk, where the network is always there. */
    async desk(name) {
      desks ??= new Place(server, await openBrowser());
      const somebody = await desks.as(name, { width: 'desk' });
      place.visitors.push(somebody); // pictured and closed with the others
      return somebody;
    },
    /** The server ends without a word and comes again. */
    async crash() {
      await server.kill();
      await server.again();
      wire.towards(server.address);
    },
    async close() {
      for (const phone of phones) await phone.close();
      await desks?.browser.close();
      for (const phone of phones) await fs.rm(phone.folder, { recursive: true, force: true });
      await server.stop();
      await wire.stop();
    },
  };
}

export class Phone {
  constructor(office, folder, options) {
    Object.assign(this, { office, folder, options, expected: new Set() });
  }

  /** What the scripts of its pages may be answered, because the test wants it so. */
  expects(status) {
    this.expected.add(status);
  }

  /** Opens the browser, with one tab. */
  async open() {
    this.context = await openPhone(this.folder, { address: this.office.address, ...this.options });
    const [page] = this.context.pages();
    this.visitor = await this.office.place.with(this.context, { page });
    this.visitor.expected = this.expected;
    this.page = this.visitor.page;
  }

  async close() {
    await this.context?.close().catch(() => {});
    this.context = undefined;
  }

  /** The browser is closed and opened again, as after the phone was switched off. */
  async restart() {
    await this.close();
    await this.open();
  }

  /** One more tab. */
  async tab() {
    const visitor = await this.office.place.with(this.context);
    visitor.expected = this.expected;
    return visitor;
  }

  /** Opens the day, and waits until its checklists are kept here. */
  async day(visitor = this.visitor) {
    await visitor.open('/today');
    const kept = visitor.page.locator('[data-keep] [data-kept]');
    await until('the checklists of the day are kept', async () => {
      const hidden = await kept.evaluateAll((words) => words.map((word) => word.hidden));
      return hidden.length > 0 && !hidden.includes(true);
    });
  }

  /** Opens the checklist of an audit and says what it asks; starts it where that takes a button. */
  async checklist(audit, visitor = this.visitor) {
    const { page } = visitor;
    await page.goto(`/audits/${audit}`);
    const start = page.locator('form[action$="/start"] button');
    await page.locator('form[data-checklist]').or(start).first().waitFor();
    if (await start.count()) await start.click();
    await page.locator('form[data-checklist]').waitFor();
    await settled(page);
    return questionsOf(page);
  }

  /** What lies on the disk of this phone, opened with the keys that lie there. */
  kept(page = this.page) {
    return keptOn(page);
  }
}

/** The scripts of a checklist have begun: what was kept is laid over the page. */
async function settled(page) {
  await until('the checklist is ready', () => page.locator('form[data-checklist] [data-jump-state]').first().evaluate((state) => state.childNodes.length > 0));
}

/** The sentence of the checklist about where its answers are. */
export async function state(page) {
  return (await page.locator('[data-savestate]').textContent()).trim();
}

/** Waits until the page says that what was given is safe: with the server, or on this device. */
export async function safe(page) {
  return until('the answers are safe', async () => {
    const words = await state(page);
    assert.match(words, /^(Saved |Kept on this device)/);
    return words;
  });
}

/** Gives an answer as somebody at the counter would; says what the server has to have in the end. */
export async function give(page, question, given) {
  const place = card(page, question);
  const change = place.locator('[data-change]');
  if (await change.count()) await change.click();
  if (given.value !== undefined) await place.getByLabel('Measured value').fill(String(given.value));
  if (given.given !== undefined) {
    if (question.kind === 'choice') await place.locator(`[name^="given-"][value="${given.given}"]`).check();
    else await place.locator('[name^="given-"]').fill(given.given);
  }
  if (given.outcome) await place.locator(`[name="outcome-${question.id}"][value="${given.outcome}"]`).check();
  if (given.seen !== undefined) await place.locator(`[name="seen-${question.id}"]`).fill(given.seen);
  if (given.done !== undefined) await place.locator(`[name="done-${question.id}"]`).fill(given.done);
  return { question: question.id, ...given };
}

/** An answer that conforms, whatever is asked. */
export async function conforming(page, question) {
  const place = card(page, question);
  const needsNote = await place.evaluate((item) => item.dataset.needsNote !== undefined);
  const note = needsNote ? { seen: 'As the manual says.' } : {};
  if (question.kind === 'measure') return { value: question.min ?? Math.min(1, question.max ?? 1), ...note };
  if (question.kind === 'conformance') return { outcome: 'conforms', ...note };
  const first = place.locator('[name^="given-"]:not([data-outside])').first();
  if (question.kind === 'choice') return { given: await first.getAttribute('value'), ...note };
  if (question.kind === 'date') return { given: (await first.getAttribute('min')) || '2026-06-10', ...note };
  return { given: 'Nothing to add.', ...note };
}

/** Everything that is left conforms; what was given by question. */
export async function conformRest(page, questions, already = {}) {
  const all = { ...already };
  for (const question of questions) if (!all[question.id]) all[question.id] = await give(page, question, await conforming(page, question));
  return all;
}

/** What lies on the disk of a device, opened with the keys that lie there. */
export async function keptOn(page) {
  return until('what is kept can be read', () =>
    page.evaluate(async () => {
      const asked = (request) => new Promise((done, failed) => Object.assign(request, { onsuccess: () => done(request.result), onerror: () => failed(request.error) }));
      if (!(await indexedDB.databases()).some(({ name }) => name === 'plumbline')) return { keys: [], drafts: [], photos: [], sealed: 0 };
      const database = await asked(indexedDB.open('plumbline'));
      const all = (name) => asked(database.transaction(name).objectStore(name).getAll());
      const [keys, drafts, photos] = [await all('keys'), await all('drafts'), await all('photos')];
      database.close();
      const open = async ({ keeper, iv, data }) => {
        const found = keys.find((one) => one.keeper === keeper);
        return found && crypto.subtle.decrypt({ name: 'AES-GCM', iv }, found.key, data).catch(() => undefined);
      };
      const hash = async (bytes) => Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)), (byte) => byte.toString(16).padStart(2, '0')).join('');
      const result = { keys: keys.map(({ keeper }) => keeper), drafts: [], photos: [], sealed: 0 };
      for (const row of drafts) {
        const bytes = await open(row);
        if (bytes) result.drafts.push({ keeper: row.keeper, ...JSON.parse(new TextDecoder().decode(bytes)) });
        else result.sealed += 1;
      }
      for (const row of photos) {
        const bytes = await open(row);
        if (bytes) result.photos.push({ id: row.id, audit: row.audit, sha256: await hash(bytes) });
        else result.sealed += 1;
      }
      return result;
    }),
  );
}

/** Where these words stand in anything this device keeps for our pages: databases, caches, small stores. */
export async function findOn(page, words) {
  return page.evaluate(async (words) => {
    const asked = (request) => new Promise((done, failed) => Object.assign(request, { onsuccess: () => done(request.result), onerror: () => failed(request.error) }));
    const found = [];
    const look = (where, text) => words.forEach((word) => text.includes(word) && found.push(`${word} in ${where}`));
    const textOf = (value) => {
      if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return new TextDecoder('utf-8').decode(value);
      if (value instanceof CryptoKey) return value.extractable ? 'a key that can be read out' : '';
      if (value && typeof value === 'object') return Object.entries(value).map(([name, part]) => `${name} ${textOf(part)}`).join(' ');
      return String(value);
    };
    for (const { name } of await indexedDB.databases()) {
      const database = await asked(indexedDB.open(name));
      for (const store of database.objectStoreNames) {
        const table = database.transaction(store).objectStore(store);
        const [keys, rows] = await Promise.all([asked(table.getAllKeys()), asked(table.getAll())]);
        look(`the table ${store}`, textOf(keys));
        look(`the table ${store}`, textOf(rows));
      }
      database.close();
    }
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        look(`the cache ${name}`, request.url);
        look(`${request.url} of the cache ${name}`, await (await cache.match(request, { ignoreVary: true })).text());
      }
    }
    for (const store of [localStorage, sessionStorage]) look('a small store', JSON.stringify({ ...store }));
    return found;
  }, words);
}

/** The caches of this device: name, and what lies in each. */
export async function cachesOn(page) {
  return page.evaluate(async () => {
    const all = {};
    for (const name of await caches.keys()) all[name] = (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname);
    return all;
  });
}

/** Compares what was given on a device with what the server has: once, the same answers, its findings, its photos. */
export function same(told, given, { photos = [], findings } = {}) {
  assert.equal(told.state, 'submitted');
  assert.equal(told.submissions.length, 1, 'exactly one submission');
  assert.equal(told.history.filter((event) => /^audit-(submitted|arrived-later)$/.test(event)).length, 1, 'submitted once in the history');
  sameAnswers(told, given);
  const failed = Object.values(given).filter((answer) => answer.fails ?? ['nonconforming', 'corrected'].includes(answer.outcome));
  assert.deepEqual(
    told.findings.map(({ question }) => question).sort(),
    findings ?? failed.map(({ question }) => question).sort(),
    'one finding for each answer that fails',
  );
  assert.deepEqual(told.photos.map(({ question, stored }) => `${question} ${stored}`).sort(), photos.map(({ question, sha256 }) => `${question} ${sha256}`).sort());
  for (const photo of told.photos) assert.equal(photo.sha256, photo.stored, 'the hash of the bytes that lie there');
}

export function sameAnswers(told, given) {
  for (const [question, { outcome, value, given: chosen, seen, done }] of Object.entries(given)) {
    const saved = told.answers.get(question);
    assert.ok(saved, `the server has no answer to ${question}`);
    if (outcome) assert.equal(saved.outcome, outcome);
    if (value !== undefined) assert.equal(saved.value, value);
    if (chosen !== undefined) assert.equal(saved.given, chosen);
    if (seen !== undefined) assert.equal(saved.seen, seen);
    if (done !== undefined) assert.equal(saved.done, done);
  }
}
