// What a day costs on somebody's phone plan: every byte that comes from the server is counted, also for what is kept for
// later without a network. Speed depends on the machine and is measured elsewhere; weight does not.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openOffice } from './support/device.mjs';
import { until } from './support/until.mjs';

/** What each further checklist of the day may weigh; the first is in the first visit. */
const CHECKLIST = 13_000;
/** Signing in, the day, a checklist, and what is kept to do without a network from now on: 90 kB and the latter. */
const FIRST = 115_000;
const AGAIN = 15_000;
let office;

before(async () => {
  office = await openOffice();
});
after(() => office?.close());

test('a phone that sees the day and a checklist for the first time, and then again', async () => {
  const phone = await office.phone();
  const { page, visitor } = phone;
  await visitor.signIn('maria.okafor@alderbay.example');
  await kept(page);
  const audits = await page.locator('[data-keep]').evaluateAll((items) => items.map((item) => item.dataset.keep.split('/').pop()));
  assert.equal(audits.length, 4, 'Maria has four audits today');
  const [audit] = audits;
  await phone.checklist(audit);
  await quiet();
  const first = office.wire.brought - (audits.length - 1) * CHECKLIST;
  assert.ok(first <= FIRST, `the first visit weighs ${kilo(first)}`);

  // The same checklist again says what it said: nothing of it is sent twice.
  const again = await weighed(() => phone.checklist(audit));
  assert.ok(again <= AGAIN / 5, `the checklist again weighs ${kilo(again)}`);

  await phone.restart();
  const next = await weighed(async () => {
    await phone.day();
    await phone.checklist(audit);
  });
  assert.ok(next <= AGAIN, `the day and a checklist, the next time, weigh ${kilo(next)}`);
  await office.place.leave();
});

async function kept(page) {
  const words = page.locator('[data-keep] [data-kept]');
  await until('the checklists of the day are kept', async () => {
    const hidden = await words.evaluateAll((all) => all.map((word) => word.hidden));
    return hidden.length > 0 && !hidden.includes(true);
  });
}

/** Nothing has come for a moment. */
async function quiet() {
  let last;
  await until('nothing more comes', async () => {
    const before = last;
    last = office.wire.brought;
    await new Promise((done) => setTimeout(done, 500));
    return before === last && last === office.wire.brought;
  });
}

async function weighed(visit) {
  const before = office.wire.brought;
  await visit();
  await quiet();
  return office.wire.brought - before;
}

const kilo = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
