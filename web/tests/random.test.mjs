// Whatever happens in between, what the device said it keeps arrives, once. A random walk: several audits, two tabs of one
// person on a phone, a second device; answers, photos, a network that goes and comes, a server that dies, browsers that close.
// SEED=7 STEPS=2000 npm test -- random
import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { card } from './support/checklist.mjs';
import { ask, told } from './support/database.mjs';
import { conforming, give, keptOn, openOffice, same } from './support/device.mjs';
import { until } from './support/until.mjs';

const SEED = Number(process.env.SEED ?? 2);
const STEPS = Number(process.env.STEPS ?? 500);
const WHO = 'dana.whitfield';
const SENT = 'Nothing waits here. All you finished on this device was sent.';

/** The same numbers for the same seed (mulberry32). */
function dice(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const below = (n) => Math.floor(next() * n);
  const one = (list) => list[below(list.length)];
  /** One of [weight, thing]. */
  const weighed = (list) => {
    let left = next() * list.reduce((sum, [weight]) => sum + weight, 0);
    return list.find(([weight]) => (left -= weight) < 0)[1];
  };
  return { below, one, weighed, chance: (p) => next() < p };
}
const luck = dice(SEED);

/** A picture nobody took before: a bitmap of one colour. */
let pictures = 0;
function picture() {
  const [side, n] = [16, ++pictures];
  const body = Buffer.alloc(side * side * 4);
  for (let at = 0; at < body.length; at += 4) body.set([(n * 37) & 255, (n * 91) & 255, (n * 151) & 255, 255], at);
  const head = Buffer.alloc(54);
  head.write('BM');
  head.writeUInt32LE(54 + body.length, 2);
  head.writeUInt32LE(54, 10);
  head.writeUInt32LE(40, 14);
  head.writeInt32LE(side, 18);
  head.writeInt32LE(side, 22);
  head.writeUInt16LE(1, 26);
  head.writeUInt16LE(32, 28);
  return { name: `${n}.bmp`, mimeType: 'image/bmp', buffer: Buffer.concat([head, body]) };
}

/** A device: its tabs, and for each of its audits what the person was told is kept. */
class Device {
  constructor(office, name, phone, audits) {
    Object.assign(this, { office, name, phone, audits, tabs: [phone.visitor] });
    this.told = new Map(audits.map((audit) => [audit, { given: {}, photos: new Map(), finished: false, asked: undefined }]));
  }

  get open() {
    return this.audits.filter((audit) => !this.told.get(audit).finished);
  }

  tab() {
    return luck.one(this.tabs);
  }

  /** The audit whose checklist a tab shows, if it shows one that is not finished. */
  async shownBy(tab) {
    const audit = /\/audits\/([0-9a-f-]{36})$/.exec(new URL(tab.page.url()).pathname)?.[1];
    if (!audit || this.told.get(audit)?.finished !== false) return undefined;
    return (await tab.page.locator('form[data-checklist]').count()) ? audit : undefined;
  }

  /** A tab with a checklist that is not finished. */
  async at(audit = luck.one(this.open), tab = this.tab()) {
    if ((await this.shownBy(tab)) === audit) return { tab, audit };
    const questions = await this.phone.checklist(audit, tab);
    this.told.get(audit).asked ??= questions;
    return { tab, audit };
  }

  /** Mostly where the tab is already. */
  async somewhere() {
    if (!this.open.length) return undefined;
    const tab = this.tab();
    const audit = await this.shownBy(tab);
    return audit && !luck.chance(0.1) ? { tab, audit } : this.at(luck.one(this.open), tab);
  }

  async draft(page, audit) {
    return (await keptOn(page)).drafts.find((draft) => draft.audit === audit);
  }

  /** The tab shows what was given last, in whichever tab it was. */
  async agrees(tab, audit, question) {
    const last = this.told.get(audit).given[question.id];
    if (last) await until(`the tab shows the last answer to ${question.text}`, async () => isShown(tab.page, question, last));
  }

  /** Gives an answer and waits until the device keeps it. */
  async answer() {
    const here = await this.somewhere();
    if (!here) return 'nothing is left';
    const { tab, audit } = here;
    const { given, asked } = this.told.get(audit);
    const question = luck.one(asked);
    await this.agrees(tab, audit, question);
    const answer = await this.pick(tab.page, question);
    await give(tab.page, question, answer);
    await this.keeps(tab.page, audit, question, answer);
    given[question.id] = { ...answer, question: question.id };
    return `${question.text.slice(0, 30)}: ${JSON.stringify(answer)}`;
  }

  async pick(page, question) {
    if (question.kind !== 'conformance' || luck.chance(0.5)) {
      const answer = await conforming(page, question);
      if (question.kind === 'measure') answer.value = luck.below((question.max ?? 20) + 4);
      return { ...answer, ...((answer.seen || isOutside(question, answer)) && { seen: words() }) };
    }
    const outcome = luck.one(['nonconforming', 'corrected', 'not_applicable']);
    if (outcome === 'not_applicable') return { outcome };
    return { outcome, seen: words(), ...(outcome === 'corrected' && { done: words() }) };
  }

  /** Types other words where there are some. */
  async words() {
    const here = await this.somewhere();
    if (!here) return 'nothing is left';
    const { tab, audit } = here;
    const { given, asked } = this.told.get(audit);
    const question = luck.one(asked.filter(({ id }) => given[id]?.seen !== undefined));
    if (!question) return 'no words yet';
    await this.agrees(tab, audit, question);
    const answer = { ...given[question.id], seen: words() };
    await give(tab.page, question, { seen: answer.seen });
    await this.keeps(tab.page, audit, question, answer);
    given[question.id] = answer;
    return `${question.text.slice(0, 30)}: ${answer.seen}`;
  }

  async keeps(page, audit, question, answer) {
    await page.evaluate(() => document.activeElement?.blur());
    await until(`the device keeps the answer to ${question.text}`, async () => {
      const content = (await this.draft(page, audit))?.answers[question.id]?.content;
      return content && Object.entries(answer).every(([name, given]) => name === 'question' || content[name] === given);
    });
  }

  async photo() {
    const here = await this.somewhere();
    if (!here) return 'nothing is left';
    const { tab, audit } = here;
    const { given, asked, photos } = this.told.get(audit);
    const question = luck.one(asked.filter(({ id, photos }) => photos && ['nonconforming', 'corrected'].includes(given[id]?.outcome)));
    if (!question) return 'no place for a photo';
    await this.agrees(tab, audit, question);
    const place = card(tab.page, question);
    const change = place.locator('[data-change]');
    if (await change.count()) await change.click();
    await place.locator('input[type="file"]').setInputFiles(picture());
    const photo = await until('the device keeps the photo', async () => {
      const kept = await keptOn(tab.page);
      const listed = kept.drafts.find((draft) => draft.audit === audit)?.photos ?? [];
      return kept.photos.find(({ id }) => listed.some((one) => one.id === id && !one.gone) && !photos.has(id));
    });
    photos.set(photo.id, { question: question.id, sha256: photo.sha256 });
    return `${photo.id.slice(0, 4)} to ${question.text.slice(0, 30)}`;
  }

  async removePhoto() {
    const here = await this.somewhere();
    if (!here) return 'nothing is left';
    const { tab, audit } = here;
    const { photos } = this.told.get(audit);
    const items = tab.page.locator('li[data-photo]');
    const names = await items.evaluateAll((items) => items.map((item) => item.dataset.photo));
    if (!names.length) return 'no photo';
    const name = luck.one(names);
    const item = tab.page.locator(`li[data-photo="${name}"]`);
    const { photos: kept } = await this.draft(tab.page, audit);
    const photo = kept.find(({ id, sent, gone }) => !gone && (id === name || sent?.id === name));
    if (!photo) return 'taken back in the other tab';
    const folded = tab.page.locator('[data-question]', { has: item }).locator('[data-change]');
    if (await folded.count()) await folded.first().click();
    if (!(await item.isVisible())) return 'not to be seen'; // under an answer that asks for none now
    await item.locator('[data-photo-remove]').click();
    await until('the photo is taken back', async () => !(await this.draft(tab.page, audit)).photos.some(({ id, gone }) => id === photo.id && !gone));
    photos.delete(photo.id);
    return photo.id.slice(0, 4);
  }

  /** Finishes an audit in which everything is answered. */
  async finish({ tab, audit }) {
    const kept = this.told.get(audit);
    for (const question of kept.asked) await this.agrees(tab, audit, question);
    await tab.page.locator('[data-finish]').click();
    const mistakes = tab.page.locator('[data-problems]');
    const dialog = tab.page.locator('[data-review]');
    await mistakes.or(dialog).filter({ visible: true }).first().waitFor();
    if (!(await dialog.isVisible())) {
      const said = await mistakes.locator('li').allTextContents();
      assert.ok(said.length && said.every((text) => /photo/.test(text)), `only photos may be missing: ${said.join(' | ')}`);
      return `a photo is missing: ${said.length}`;
    }
    await dialog.getByRole('button', { name: 'Send now' }).click();
    await until('it is finished', async () => {
      const draft = await this.draft(tab.page, audit).catch(() => undefined);
      return draft?.done || (!draft && told(this.office.server, audit).state === 'submitted');
    });
    kept.finished = true;
    await until('the page goes on', async () => /\/audits\/kept$/.test(new URL(tab.page.url()).pathname) || (await tab.page.getByText('How it counts').count()));
    return audit.slice(-4);
  }

  /** Questions that fail and ask for a photo nobody took. */
  async withoutPhoto({ tab, audit }) {
    const { given, asked, photos } = this.told.get(audit);
    const needs = await tab.page.locator('[data-needs-photo]').evaluateAll((items) => items.map((item) => item.dataset.question));
    const has = new Set([...photos.values()].map(({ question }) => question));
    return asked.filter(({ id }) => needs.includes(id) && given[id].outcome === 'nonconforming' && !has.has(id));
  }

  async send() {
    const ready = this.open.filter((audit) => {
      const { given, asked } = this.told.get(audit);
      return asked?.every(({ id }) => given[id]);
    });
    if (!ready.length) return 'nothing is whole';
    return this.finish(await this.at(luck.one(ready)));
  }

  async tryNow() {
    const { page } = this.tab();
    await page.goto('/audits/kept');
    const now = page.locator('[data-now]');
    await page.locator('[data-kept-none]:not([hidden]), [data-kept-list] li').first().waitFor();
    if (!(await now.isVisible())) return 'nothing waits';
    // It may have been sent by itself in this moment.
    return now.click({ timeout: 1500 }).then(() => 'pressed', () => 'nothing waits any more');
  }

  async reload() {
    const { page } = this.tab();
    // A page no copy is kept of waits for its answer as long as the browser does.
    if (!this.office.wire.whole && !(await isKeptHere(page))) return 'no copy to show';
    await page.reload();
  }

  async day() {
    await this.tab().page.goto('/today');
  }

  async openTab() {
    if (this.tabs.length > 1) return 'there are two';
    this.tabs.push(await this.phone.tab());
    await this.at(luck.one(this.open.length ? this.open : this.audits), this.tabs[1]).catch((failure) => {
      if (this.open.length) throw failure;
    });
    return 'two';
  }

  async closeTab() {
    if (this.tabs.length < 2) return 'there is one';
    const [gone] = this.tabs.splice(luck.below(2), 1);
    await gone.page.close();
    return 'one';
  }

  async restart() {
    await this.phone.restart();
    this.tabs = [this.phone.visitor];
    if (this.isOff) await this.phone.context.setOffline(true);
    await this.tabs[0].page.goto('/today');
  }

  async switchOff() {
    this.isOff = !this.isOff;
    await this.phone.context.setOffline(this.isOff);
    return this.isOff ? 'off' : 'on';
  }

  /** Everything that is open is done, and all of it has arrived. */
  async end() {
    if (this.isOff) await this.switchOff();
    for (const audit of this.open) {
      const here = await this.at(audit, this.tabs[0]);
      const { given, asked } = this.told.get(audit);
      for (const question of asked.filter(({ id }) => !given[id])) {
        const answer = await conforming(here.tab.page, question);
        await give(here.tab.page, question, answer);
        await this.keeps(here.tab.page, audit, question, answer);
        given[question.id] = { ...answer, question: question.id };
      }
      // Where a photo is asked for and none was taken, nothing was wrong after all.
      for (const question of await this.withoutPhoto(here)) {
        const answer = await conforming(here.tab.page, question);
        await give(here.tab.page, question, answer);
        await this.keeps(here.tab.page, audit, question, answer);
        given[question.id] = { ...answer, question: question.id };
      }
      await this.finish(here);
    }
    await this.tabs[0].page.goto('/audits/kept');
    const now = this.tabs[0].page.locator('[data-now]');
    await until('everything is sent', async () => {
      if (await now.isVisible()) await now.click({ timeout: 1000 }).catch(() => {});
      return this.tabs[0].page.locator('[data-kept-none]', { hasText: SENT }).isVisible();
    }, 60_000);
    const kept = await keptOn(this.tabs[0].page);
    assert.deepEqual([kept.drafts, kept.photos, kept.sealed], [[], [], 0], `nothing is left on the ${this.name}`);
  }
}

/** Whether the device has a copy of the page a tab shows. */
const isKeptHere = (page) => page.evaluate(async () => Boolean(await caches.match(location.pathname, { ignoreVary: true })));

const isOutside = ({ max, min }, { value }) => value > max || value < min;

let said = 0;
const words = () => `What was seen, number ${++said}.`;

/** Whether a tab shows an answer as it was given. */
async function isShown(page, question, answer) {
  return card(page, question).evaluate((item, { id, answer }) => {
    const field = (kind) => item.querySelector(`[name="${kind}-${id}"]`);
    const chosen = (kind) => item.querySelector(`[name="${kind}-${id}"]:checked`)?.value;
    const { outcome, value, given, seen, done } = answer;
    return (
      (outcome === undefined || chosen('outcome') === outcome || chosen('given') === outcome) &&
      (value === undefined || Number(field('value').value) === value) &&
      (given === undefined || (field('given').type === 'radio' ? chosen('given') : field('given').value) === given) &&
      (seen === undefined || field('seen').value === seen) &&
      (done === undefined || field('done').value === done)
    );
  }, { id: question.id, answer });
}

test(`${STEPS} steps at random, seed ${SEED}`, { timeout: 1_200_000 }, async (t) => {
  t.diagnostic(`SEED=${SEED} STEPS=${STEPS}`);
  const office = await openOffice();
  const log = [];
  const [counts, times] = [{}, {}];
  try {
    const audits = ask(
      office.server,
      `SELECT lower(hex(a.id)) AS id FROM audits a JOIN persons p ON p.id = a.assignee_id
         WHERE p.email = '${WHO}@alderbay.example' AND a.state = 'scheduled' AND a.opens_at < 1781104200000000 ORDER BY a.id`,
    ).map(({ id }) => id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'));
    assert.ok(audits.length >= 6, `${audits.length} audits`);
    const phone = new Device(office, 'phone', await office.phone(WHO), audits.slice(2));
    const tablet = new Device(office, 'tablet', await office.phone(WHO), audits.slice(0, 2));
    for (const device of [phone, tablet]) await device.phone.day();

    const { wire } = office;
    const steps = {
      cut: async () => wire.cut(),
      mend: async () => wire.mend(),
      deafen: async () => wire.deafen(),
      crash: async () => office.crash(),
    };
    const weights = (n) => [
      [26, 'answer'],
      [8, 'words'],
      [8, 'photo'],
      [4, 'removePhoto'],
      [n < STEPS / 2 ? 0 : 2, 'send'],
      [5, 'reload'],
      [2, 'day'],
      [3, 'openTab'],
      [2, 'closeTab'],
      [1.2, 'restart'],
      [2.5, 'switchOff'],
      [3, 'tryNow'],
      [4, 'cut'],
      [wire.whole ? 0 : 9, 'mend'],
      [2, 'deafen'],
      [1.5, 'crash'],
    ];
    for (let n = 1; n <= STEPS; n++) {
      const name = luck.weighed(weights(n));
      const device = luck.chance(0.15) ? tablet : phone;
      counts[name] = (counts[name] ?? 0) + 1;
      const at = Date.now();
      log.push(`${n} ${steps[name] ? '' : device.name} ${name} …`);
      const what = await (steps[name] ? steps[name]() : device[name]());
      const took = Date.now() - at;
      times[name] = (times[name] ?? 0) + took;
      log[log.length - 1] = `${n} ${steps[name] ? '' : device.name} ${name} ${what ?? ''} (${took} ms)`;
    }
    log.push('the end');
    wire.mend();
    for (const device of [phone, tablet]) await device.end();

    let photos = 0;
    for (const { name, told: all } of [phone, tablet])
      for (const [audit, { given, photos: kept, asked }] of all) {
        log.push(`comparing ${audit} of the ${name}`);
        const server = told(office.server, audit);
        assert.equal(server.answers.size, asked.length);
        for (const question of asked.filter((question) => isOutside(question, given[question.id]))) given[question.id].fails = true;
        same(server, given, { photos: [...kept.values()] });
        photos += kept.size;
      }
    for (const command of ['figures', 'history']) {
      const { code, said } = await office.server.run(command, 'verify');
      assert.equal(code, 0, said);
    }
    // A copy of the day may ask for an audit that was sent since, and a photo may be taken away twice.
    const expected = /\/preparation answered 409$|\/photos\/[0-9a-f-]+(\/removal)? answered 404$/;
    const faults = office.place.visitors.flatMap((visitor) => visitor.faults).filter((fault) => !expected.test(fault));
    assert.deepEqual(faults, [], 'no page complained');
    t.diagnostic(`${audits.length} audits, ${photos} photos: ${Object.entries(counts).map(([name, n]) => `${n} ${name} (${Math.round(times[name] / n)} ms)`).join(', ')}`);
  } catch (failure) {
    await office.place.pictures('random');
    await fs.writeFile(path.join(import.meta.dirname, 'out/random-steps.txt'), log.join('\n'));
    console.error([`SEED=${SEED} STEPS=${STEPS}`, ...log.slice(-60)].join('\n'));
    throw failure;
  } finally {
    await office.close();
  }
});
