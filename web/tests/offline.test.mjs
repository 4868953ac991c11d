// A day without a network, from the morning when the day is opened to the evening when everything has arrived, once.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openBrowser, pictured } from './support/browser.mjs';
import { card, photo, send } from './support/checklist.mjs';
import { auditOf, told } from './support/database.mjs';
import { conforming, conformRest, give, openOffice, safe, same, state } from './support/device.mjs';
import { until } from './support/until.mjs';

const SEEN = 'The sign at window 3 was behind the plant.';
let office, phone, failed, picture;
const found = {};

before(async () => {
  office = await openOffice();
  const browser = await openBrowser();
  picture = await photo(browser);
  await browser.close();
});
after(() => office?.close());

/** A step of the day; after one that fails the others are left out. What the phone keeps lasts from one to the next. */
function step(name, run) {
  test(name, async (t) => {
    if (failed) return t.skip(`after “${failed}” failed`);
    failed = name;
    phone ??= await office.phone('maria.okafor');
    if (!phone.context) await phone.open();
    await pictured(office.place, `offline ${name}`, run);
    phone.context = undefined;
    failed = undefined;
  });
}

step('in the morning the checklists of the day are kept', async () => {
  await phone.day();
  const kept = phone.page.locator('[data-keep] [data-kept]');
  assert.equal(await kept.count(), 4, 'Maria has four audits today');
  await phone.visitor.looksRight();
  found.counter = auditOf(office.server, 'maria.okafor', 'Walk-in', 'City Hall front counter');
  found.tax = auditOf(office.server, 'maria.okafor', 'Walk-in', 'Tax & Licensing');
  found.opening = auditOf(office.server, 'maria.okafor', 'Opening the office', 'Tax & Licensing');
  assert.equal(told(office.server, found.counter).state, 'scheduled', 'kept is not started');
});

step('an audit is begun without a network, with a photo', async () => {
  office.wire.cut();
  const { page, visitor } = phone;
  await page.goto('/today');
  await visitor.sees(/Good \w+, Maria/);
  await page.locator(`[data-keep="/audits/${found.counter}"] h3 a`).click();
  await page.waitForURL(`**/audits/${found.counter}`);
  const questions = await phone.checklist(found.counter);
  assert.equal(questions.length, 9);
  await visitor.reads('You can do this audit without a network. It starts with your first answer.');
  await visitor.looksRight();

  const bad = questions.find((question) => question.photos);
  const [first, second] = questions.filter((question) => question !== bad);
  const given = {};
  given[first.id] = await give(page, first, await conforming(page, first));
  await safe(page);
  assert.match(await state(page), /^Kept on this device\. Sent as soon as there is a network\.$/);
  assert.equal(await page.locator('[data-unstarted]').isVisible(), false);
  given[bad.id] = await give(page, bad, { outcome: 'nonconforming', seen: SEEN });
  await card(page, bad).locator('input[type="file"]').setInputFiles(picture);
  await card(page, bad).locator('.photo img').waitFor();
  await safe(page);
  await visitor.reads('Kept on this device.', card(page, bad).locator('.photo'));
  given[second.id] = await give(page, second, await conforming(page, second));
  await safe(page);
  await visitor.looksRight();
  Object.assign(found, { given, bad, questions });
  assert.equal(told(office.server, found.counter).state, 'scheduled', 'the server knows nothing yet');

  // The page is opened again, still without a network.
  await page.reload();
  await phone.checklist(found.counter);
  await stands(page);
});

step('the phone is switched off and on; everything is there, and the audit is finished', async () => {
  const { page, visitor } = phone;
  const questions = await phone.checklist(found.counter);
  await stands(page);
  found.given = await conformRest(page, questions, found.given);
  await visitor.reads('9 of 9');
  await safe(page);
  await page.locator('[data-finish]').click();
  const dialog = page.locator('[data-review]');
  await dialog.waitFor();
  await visitor.reads(SEEN, dialog);
  await visitor.reads('With one photo.', dialog);
  await visitor.looksRight();
  await dialog.getByRole('button', { name: 'Back to the questions' }).click();
  await dialog.waitFor({ state: 'hidden' });
  const { photos } = await phone.kept();
  assert.equal(photos.length, 1);
  found.photo = photos[0].sha256;
  await send(page);

  await page.waitForURL('**/audits/kept#*');
  await visitor.sees('Kept on this device');
  await visitor.reads('Finished, thank you. Your answers are kept on this device and are sent by themselves, once.');
  await visitor.reads(/^Finished: \d/);
  await visitor.reads('Answers: 9. Photos: 1.');
  await visitor.looksRight();
});

step('the day and the checklist say that it waits, with the network still away', async () => {
  const { page, visitor } = phone;
  await page.goto('/today');
  await visitor.reads('1 to send');
  await visitor.reads('Offline', page.locator('[data-offline]'));
  await visitor.looksRight();
  await page.goto(`/audits/${found.counter}`);
  await visitor.reads(/^You finished this audit: \d/);
  await visitor.looksRight();
  await page.goto('/no/such/page');
  await visitor.sees('Kept on this device');
});

step('whoever signs out is asked first', async () => {
  const { page, visitor } = phone;
  await page.goto('/today');
  await visitor.reads('1 to send');
  await visitor.press('Menu');
  await visitor.press('Sign out');
  const dialog = page.locator('[data-leaving]');
  await dialog.waitFor();
  await visitor.reads('One audit on this device has answers that are not sent yet.', dialog);
  await visitor.looksRight();
  await visitor.press('Stay signed in', { within: dialog });
  await dialog.waitFor({ state: 'hidden' });
  assert.equal(new URL(page.url()).pathname, '/today');
  const { drafts } = await phone.kept();
  assert.equal(drafts.length, 1, 'still kept and open');
});

step('the network is back: it is sent by itself, exactly once, the photo byte by byte', async () => {
  const { page, visitor } = phone;
  await page.goto('/audits/kept');
  await visitor.reads('One finished audit waits to be sent.');
  office.wire.mend();
  await visitor.reads('Nothing waits here. All you finished on this device was sent.');
  const server = told(office.server, found.counter);
  same(server, found.given, { photos: [{ question: found.bad.id, sha256: found.photo }] });
  assert.equal(server.findings[0].seen, SEEN);
  assert.ok(server.history.includes('audit-started-without-network'), server.history.join(' '));
  assert.deepEqual((await phone.kept()).drafts, []);
  await page.goto(`/audits/${found.counter}`);
  await visitor.reads('How it counts');
  await visitor.reads('1 nonconforming');
});

step('the server dies between what was sent and its answer', async () => {
  const { page, visitor } = phone;
  const questions = await phone.checklist(found.tax);
  const bad = questions.find((question) => question.photos);
  const given = { [bad.id]: await give(page, bad, { outcome: 'nonconforming', seen: SEEN }) };
  await conformRest(page, questions, given).then((all) => Object.assign(given, all));
  await until('saved', async () => /^Saved /.test(await state(page)));
  office.wire.deafen();
  await send(page);
  await until('the server has taken it', () => told(office.server, found.tax).state === 'submitted');
  await office.crash();
  // The device was told nothing, and says so.
  await page.waitForURL('**/audits/kept#*');
  assert.equal((await phone.kept()).drafts.length, 1);
  office.wire.mend();
  await visitor.reads('Nothing waits here. All you finished on this device was sent.');
  same(told(office.server, found.tax), given);
});

step('one more without a network, by keys alone', async () => {
  const { page, visitor } = phone;
  const { keyboard } = page;
  await phone.day();
  office.wire.cut();
  await page.goto('/today');
  await tabTo(page, `[data-keep="/audits/${found.opening}"] h3 a`);
  await keyboard.press('Enter');
  await page.waitForURL(`**/audits/${found.opening}`);
  const questions = await phone.checklist(found.opening);
  const given = {};
  for (const question of questions) {
    const answer = await conforming(page, question);
    given[question.id] = { question: question.id, ...answer };
    if (answer.value !== undefined) {
      await tabTo(page, `[id="value-${question.id}"]`);
      await keyboard.type(String(answer.value));
    } else {
      await tabTo(page, `[name="outcome-${question.id}"]`);
      await keyboard.press('Space');
    }
    if (answer.seen) {
      await tabTo(page, `[name="seen-${question.id}"]`);
      await keyboard.type(answer.seen);
    }
  }
  await visitor.reads(`${questions.length} of ${questions.length}`);
  await tabTo(page, '[data-finish]');
  await keyboard.press('Enter');
  await page.locator('[data-review]').waitFor();
  await tabTo(page, '[data-review] button[value="send"]');
  await keyboard.press('Enter');
  await page.waitForURL('**/audits/kept#*');
  await visitor.reads('Finished, thank you.');
  office.wire.mend();
  await tabTo(page, '[data-now]');
  await keyboard.press('Enter');
  await visitor.reads('Nothing waits here. All you finished on this device was sent.');
  same(told(office.server, found.opening), given);
  const { code, said } = await office.server.run('history', 'verify');
  assert.equal(code, 0, said);
});

/** What was given before stands in the checklist. */
async function stands(page) {
  assert.equal(await card(page, found.bad).locator('[name^="seen-"]').first().inputValue(), SEEN);
  await card(page, found.bad).locator('.photo img').waitFor();
  assert.equal(await card(page, found.bad).locator('.photo img').count(), 1);
  for (const { question, outcome, value } of Object.values(found.given)) {
    if (outcome) assert.equal(await page.locator(`[name="outcome-${question}"]:checked`).inputValue(), outcome);
    if (value !== undefined) assert.equal(await page.locator(`[name="value-${question}"]`).inputValue(), String(value));
  }
}

/** Tabs on until the focus is there. */
async function tabTo(page, selector) {
  for (let count = 0; count < 120; count++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((wanted) => document.activeElement.matches(wanted), selector)) return;
  }
  assert.fail(`Tab does not lead to ${selector}`);
}
