// Quality staff change a checklist, alone and side by side, try it and publish it. The steps build on each other.
import assert from 'node:assert/strict';
import { answer, questionsOf } from './support/checklist.mjs';
import { found, place, stepsOf } from './support/journey.mjs';
import { until } from './support/until.mjs';

const TITLE = 'Walk-in service at the counter';
const VAGUE = 'Was each person in line acknowledged properly?';
const CLEAR = 'Was each person in line acknowledged within 2 minutes?';

const step = stepsOf('templates');

/** The fields of the open question. */
const form = (page) => page.locator('#edform');
const words = (page) => form(page).getByLabel('Question', { exact: true });

/** Opens a question of the draft by what it says. */
async function openQuestion(who, text) {
  await who.open(found.draft);
  await who.page.locator('.eq__t', { hasText: text }).click();
  await form(who.page).waitFor();
}

/** Types into the open question, and waits until the answer of the server is on the page: it is saved. */
async function type(who, field, text) {
  const saved = who.page.waitForResponse((response) => response.request().method() === 'POST' && response.url().includes('/draft/questions/'));
  await field.fill(text);
  await saved;
}

/** The ids of the questions in the order of the page. */
const order = (page) => page.locator('[data-row]').evaluateAll((rows) => rows.map((row) => row.dataset.row));

/** Waits until the questions stand in this order. */
async function stands(page, wanted) {
  await until('the questions stand in this order', async () => (await order(page)).join() === wanted.join());
}

step('a check sheet from a spreadsheet becomes a draft', async () => {
  const priya = await place.as('priya.raman', { width: 'desk' });
  const { page } = priya;
  // A checklist leaves as a workbook, and comes in again as another one.
  await priya.open('/checklists');
  await priya.follow(TITLE);
  await priya.sees(TITLE);
  const workbook = await page.request.get(`${new URL(page.url()).pathname}/versions/1/sheet.xlsx`);
  assert.equal(workbook.status(), 200);
  await priya.open('/checklists');
  await priya.follow('Import from Excel or CSV');
  await priya.sees('Bring in a check sheet');
  await priya.looksRight();
  await priya.press('Read the file');
  assert.deepEqual(await priya.mistakes(), ['Choose a file first.']);
  const file = { name: 'Counter at the fair.xlsx', mimeType: workbook.headers()['content-type'], buffer: await workbook.body() };
  await page.locator('input[type="file"]').setInputFiles(file);
  await priya.press('Read the file');
  await priya.sees('What does each column hold?');
  await page.locator('.qd__t', { hasText: 'Was each person in line acknowledged within 3 minutes?' }).waitFor();
  await priya.looksRight();
  await page.getByLabel('Title', { exact: true }).fill('Counter at the fair');
  await page.getByLabel('Id', { exact: true }).fill('fair-counter');
  await page.getByLabel('Name of the new process').fill('Service at the fair');
  await priya.press('Make the draft');
  await priya.reads(/is the draft of version 1 now/);
  await priya.sees('Counter at the fair');
  await priya.looksRight();
  await priya.follow('Go on editing');
  await until('every question of the sheet', async () => (await order(page)).length === 13);
});

step('a question saves itself, and advice and preview follow', async () => {
  const priya = await place.as('priya.raman', { width: 'desk' });
  const { page } = priya;
  await priya.open('/checklists');
  await priya.looksRight();
  await priya.follow(TITLE);
  await priya.sees(TITLE);
  found.checklist = new URL(page.url()).pathname;
  await priya.looksRight();
  await priya.press('Edit', { exact: true });
  await page.locator('#editor').waitFor();
  found.draft = new URL(page.url()).pathname;
  assert.match(found.draft, /\/draft$/);
  await priya.looksRight();

  await page.locator('.eq__t').first().click();
  await form(page).waitFor();
  await priya.looksRight();
  await type(priya, words(page), VAGUE);
  const advice = page.locator('#ed-text .edadv');
  await advice.getByText('can mean something else to everybody').waitFor();
  await page.locator('.phone .q__t', { hasText: VAGUE }).waitFor();
  await priya.looksRight();

  await type(priya, words(page), CLEAR);
  await page.locator('.phone .q__t', { hasText: CLEAR }).waitFor();
  await advice.getByText('can mean something else to everybody').waitFor({ state: 'detached' });
  await priya.reads(/^Saved/, page.locator('#ed-saved'));
  await page.locator('[data-unsaved]').waitFor({ state: 'hidden' });

  // Nothing was pressed, and it is there when the page is opened again.
  await page.reload();
  assert.equal(await words(page).inputValue(), CLEAR);
});

step('a question moves by keyboard and by pointer', async () => {
  const priya = await place.as('priya.raman', { width: 'desk' });
  const { page } = priya;
  await priya.open(found.draft);
  const [first, second, third, ...rest] = await order(page);
  await page.locator(`[data-key="down-${first}"]`).focus();
  await page.keyboard.press('Enter');
  await stands(page, [second, first, third, ...rest]);
  // The focus goes with the question, so that the next press moves it on.
  await until('the focus is there', () => page.evaluate((key) => document.activeElement?.dataset.key === key, `down-${first}`));
  await page.keyboard.press('Enter');
  await stands(page, [second, third, first, ...rest]);
  await page.locator(`[data-row="${first}"] [data-grip]`).dragTo(page.locator(`[data-row="${second}"]`));
  await stands(page, [first, second, third, ...rest]);
  await page.reload();
  assert.deepEqual(await order(page), [first, second, third, ...rest]);
  await priya.looksRight();
});

step('a question comes from the question bank', async () => {
  const priya = await place.as('priya.raman', { width: 'desk' });
  const { page } = priya;
  await priya.open(found.draft);
  const before = (await order(page)).length;
  await priya.follow('From the question bank');
  await priya.sees('Question bank');
  await priya.looksRight();
  await page.getByLabel('Search questions').fill('receipt');
  await page.waitForURL('**q=receipt**');
  const one = page.locator('.bank li').first();
  const text = (await one.getByRole('heading').textContent()).trim();
  await one.getByLabel('Section').selectOption({ index: 0 });
  await one.getByRole('button', { name: 'Copy into the draft' }).click();
  await form(page).waitFor();
  assert.equal(await words(page).inputValue(), text);
  assert.equal((await order(page)).length, before + 1);
  await page.locator('.phone .q__t', { hasText: text }).waitFor();
  await priya.looksRight();
});

step('two people change the same question: the second is told and keeps the own words', async () => {
  const priya = await place.as('priya.raman', { width: 'desk' });
  const daniel = await place.as('daniel.osei', { width: 'desk' });
  await openQuestion(priya, 'the last person in line');
  await openQuestion(daniel, 'the last person in line');
  const why = (who) => form(who.page).getByLabel(/^Why we ask/);
  await type(priya, why(priya), 'The charter promises 15 minutes to everybody in line.');
  await priya.page.locator('.phone .q__why', { hasText: 'to everybody in line' }).waitFor();

  await type(daniel, why(daniel), 'Who waits longer goes home without the permit.');
  await daniel.reads('Somebody else saved other words meanwhile');
  await daniel.reads('The charter promises 15 minutes to everybody in line.');
  assert.equal(await why(daniel).inputValue(), 'Who waits longer goes home without the permit.');
  await daniel.looksRight();
  await daniel.press('Keep mine');
  await daniel.page.locator('.phone .q__why', { hasText: 'goes home without the permit' }).waitFor();
  await daniel.page.locator('#ed-conflict [data-problems]').waitFor({ state: 'detached' });
  await priya.page.reload();
  assert.equal(await why(priya).inputValue(), 'Who waits longer goes home without the permit.');
  // The saves that met the other words were refused (two, when somebody types slowly), and nothing else.
  assert.match(daniel.faults.splice(0).join(), /^(POST \S+\/draft\/questions\/wait-time answered 422,?)+$/);
});

step('"Save" waits for a save that is under way, and both are one person\'s', async () => {
  const daniel = await place.as('daniel.osei', { width: 'desk' });
  const { page } = daniel;
  await openQuestion(daniel, 'the last person in line');
  let mend;
  const mended = new Promise((done) => (mend = done));
  let saves = 0;
  await page.route('**/draft/questions/*', async (route) => {
    if (!saves++) await mended;
    await route.continue();
  });
  await form(page).getByLabel(/^Why we ask/).fill('Who waits longer comes back another day.');
  await until('it is being saved', () => saves === 1);
  await daniel.press('Save', { exact: true, within: form(page) });
  assert.equal(await form(page).getAttribute('aria-busy'), null, 'nothing else is sent meanwhile');
  mend();
  await until('"Save" was sent as well', () => saves === 2);
  await page.locator('.phone .q__why', { hasText: 'comes back another day' }).waitFor();
  assert.equal(await page.locator('[data-problems]').count(), 0);
  await page.reload();
  assert.equal(await form(page).getByLabel(/^Why we ask/).inputValue(), 'Who waits longer comes back another day.');
});

step('different questions are changed side by side without a word', async () => {
  const priya = await place.as('priya.raman', { width: 'desk' });
  const daniel = await place.as('daniel.osei', { width: 'desk' });
  await openQuestion(priya, CLEAR);
  await openQuestion(daniel, 'the last person in line');
  const look = (who) => form(who.page).getByLabel(/^Look for/);
  await type(priya, look(priya), 'A look and a word from a clerk.');
  await type(daniel, look(daniel), 'The time on the ticket and the clock above the counter.');
  await daniel.page.locator('.phone .q__how', { hasText: 'the clock above the counter' }).waitFor();
  for (const who of [priya, daniel]) assert.equal(await who.page.getByText('Somebody else saved').count(), 0);
  await openQuestion(daniel, CLEAR);
  assert.equal(await look(daniel).inputValue(), 'A look and a word from a clerk.');
  await openQuestion(priya, 'the last person in line');
  assert.equal(await look(priya).inputValue(), 'The time on the ticket and the clock above the counter.');
});

step('without scripts the same form saves', async () => {
  const priya = await place.as('priya.raman', { width: 'phone', scripts: false });
  const { page } = priya;
  await openQuestion(priya, 'the last person in line');
  await words(page).fill('');
  await priya.press('Save', { exact: true, within: form(page) });
  assert.ok((await priya.mistakes()).length >= 1);
  await words(page).fill('How many minutes did the last person in line wait for a clerk?');
  await priya.press('Save', { exact: true, within: form(page) });
  await form(page).waitFor();
  assert.equal(await page.locator('[data-problems]').count(), 0);
  assert.equal(await words(page).inputValue(), 'How many minutes did the last person in line wait for a clerk?');
  await priya.looksRight(['phone']);
});

step('the draft is tried, and nothing of it is recorded', async () => {
  const priya = await place.as('priya.raman', { width: 'phone' });
  const { page } = priya;
  const saves = [];
  page.on('request', (request) => request.method() === 'PUT' && saves.push(request.url()));
  await priya.open(found.draft);
  await priya.follow('Try it');
  await priya.reads('Trial: nothing is recorded.');
  await page.locator('[data-checklist]').waitFor();
  await priya.looksRight();
  const questions = await questionsOf(page);
  assert.ok(questions.some((question) => question.text === CLEAR), 'what is always asked is asked');
  assert.ok(questions.every((question) => !question.photos), 'no photo is asked for');
  for (const question of questions) await answer(page, question, question.measured ? question.max : 'Conforms');
  await page.locator('[data-progress-text]', { hasText: `${questions.length} of ${questions.length}` }).waitFor();
  await priya.press('Show the result');
  await page.getByRole('heading', { name: 'What it would have come to' }).waitFor();
  await priya.reads('No finding would be raised.');
  await priya.looksRight();
  assert.deepEqual(saves, []);
  await priya.follow('Back to the draft');
  await page.locator('#editor').waitFor();
});

step('it is reviewed word by word and published with a reason', async () => {
  const priya = await place.as('priya.raman', { width: 'desk' });
  const { page } = priya;
  await priya.open(found.draft);
  await priya.follow('Review and publish');
  const changes = page.locator('section', { has: page.getByRole('heading', { name: /^What changed|^Changes/ }) }).first();
  await changes.locator('del', { hasText: '3' }).first().waitFor();
  await changes.locator('ins', { hasText: '2' }).first().waitFor();
  await priya.looksRight();
  const publish = page.getByRole('button', { name: /^Publish version/ });
  await publish.click();
  assert.ok((await priya.mistakes()).length >= 1, 'a reason is missing');
  await page.getByLabel('What changed and why, in one sentence').fill('The charter says two minutes now.');
  await page.getByLabel('I have read the changes').check();
  await publish.click();
  await priya.reads(/^Version \d+ is in use now/);
  await priya.reads('The charter says two minutes now.');
  await priya.looksRight();
});

step("the supervisor's open audit keeps the version it opened with", async () => {
  const maria = await place.as('maria.okafor');
  const { page } = maria;
  await maria.open('/today');
  await maria.follow(new RegExp(`^Start ?: ${TITLE}`));
  await maria.press('Start the audit');
  await page.locator('[data-checklist]').waitFor();
  const texts = (await questionsOf(page)).map((question) => question.text);
  assert.ok(texts.includes('Was each person in line acknowledged within 3 minutes?'), texts.join(' | '));
  assert.ok(!texts.includes(CLEAR));
});
