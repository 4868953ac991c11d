// Who looks at what, and when: a plan is written and read back, its days are in the calendar, one is left out, a gap is
// filled; somebody is away and somebody stands in; an audit that was missed gets its reason.
import assert from 'node:assert/strict';
import { found, place, stepsOf } from './support/journey.mjs';

const TITLE = 'Forms at the counter, mornings';
/** Between the time and AM is a space that does not break. */
const SAID = /^Every Monday and Thursday, 9:00\sAM to 11:00\sAM, at one unit$/;
const LIST = '/planning/calendar?view=list';
const PATIENCE = 150_000; // stand-ins get their audits once a minute

const step = stepsOf('planning');

const part = (page, name) => page.getByRole('region', { name, exact: true });

/** Says what the plan is to be: Mondays and Thursdays from nine to eleven, at the Permit Center. */
async function write({ page }) {
  await page.getByLabel('Title').fill(TITLE);
  await page.getByLabel('Checklist').selectOption({ label: 'Plain language and forms' });
  await page.getByLabel('Who audits').selectOption('1');
  await page.getByLabel('Permit Center').check();
  await page.getByLabel('Weekly, on certain days').check();
  for (const day of ['Monday', 'Thursday']) await page.getByLabel(day, { exact: true }).check();
  await page.getByLabel('Opens').fill('09:00');
  await page.getByLabel('Due', { exact: true }).fill('11:00');
}

/** The days in the calendar of June on which the plan has an audit. */
async function daysInCalendar(visitor) {
  const { page } = visitor;
  await visitor.open(LIST);
  await page.getByLabel('Unit').selectOption({ label: found.unit });
  await visitor.press('Show');
  await page.waitForURL(/unit=./);
  const days = page.locator('.agenda', { has: page.locator('.agenda__a', { hasText: 'Plain language and forms' }) });
  return days.locator('.agenda__d time').evaluateAll((times) => times.map((time) => time.getAttribute('datetime')));
}

step('quality staff writes a plan, and it is read back before it is saved', async () => {
  const priya = await place.as('priya.raman', { width: 'desk' });
  const { page } = priya;
  await priya.open('/planning');
  await priya.looksRight();
  await priya.follow('New plan');
  await priya.sees('New plan');
  await priya.looksRight();
  await priya.press('Save plan');
  assert.deepEqual(await priya.mistakes(), [
    'Give the plan a title.',
    'Choose a checklist.',
    'Choose one of the layers.',
    'Choose at least one unit.',
  ]);
  await priya.looksRight();

  await write(priya);
  await priya.press('Show next dates');
  const preview = part(page, 'Next dates');
  await priya.reads(SAID, preview);
  await priya.reads('Mon, Jun 15', preview);
  assert.equal(await page.getByLabel('Title').inputValue(), TITLE, 'what was typed is kept');
  await priya.looksRight();

  await priya.press('Save plan');
  await priya.reads('Saved. 4 audits were made for the next two weeks.');
  await priya.sees(TITLE);
  await priya.reads('Owen Fraser', part(page, 'Units'));
  await priya.looksRight();
  found.plan = new URL(page.url()).pathname;
});

step('its days are in the calendar; one of them is left out', async () => {
  const priya = await place.as('priya.raman');
  const { page } = priya;
  await priya.open(LIST);
  const units = await page.getByLabel('Unit').locator('option').allTextContents();
  found.unit = units.find((name) => name.includes('Permit Center'));
  const coming = (days) => days.filter((day) => day >= '2026-06-10' && day <= '2026-06-24');
  assert.deepEqual(coming(await daysInCalendar(priya)), ['2026-06-11', '2026-06-15', '2026-06-18', '2026-06-22']);
  await priya.looksRight();

  await priya.open(found.plan);
  await page.getByText('Leave a date out, or add one').click();
  await priya.press('Save the date');
  assert.ok((await priya.mistakes()).length >= 1);
  await priya.looksRight();
  await page.getByLabel('Date', { exact: true }).fill('2026-06-15');
  await page.getByLabel('The audit of this day is left out').check();
  await page.getByLabel('Reason').fill('Training day');
  await priya.press('Save the date');
  await priya.reads('Training day', part(page, 'Single dates'));
  await priya.looksRight();
  assert.deepEqual(coming(await daysInCalendar(priya)), ['2026-06-11', '2026-06-18', '2026-06-22']);
});

step('a gap in layer cover is filled by its button', async () => {
  const priya = await place.as('priya.raman', { width: 'desk' });
  const { page } = priya;
  await priya.open('/planning/gaps');
  await priya.looksRight();
  const gap = page.locator('.lacks__i').first();
  const words = (await gap.locator(':scope > span').nth(1).textContent()).trim();
  const count = async () => Number.parseInt(await page.locator('.head p').first().textContent(), 10);
  const before = await count();
  await priya.press(/^Fill it/, { role: 'link', within: gap });
  await priya.sees('New plan');
  assert.notEqual(await page.getByLabel('Checklist').inputValue(), '', 'the checklist is chosen');
  assert.notEqual(await page.getByLabel('Who audits').inputValue(), '', 'and the layer');
  assert.ok((await page.locator('input[name="units"]:checked').count()) >= 1, 'and the unit');
  await priya.looksRight();
  await page.getByLabel('Title').fill('Fills a gap');
  await priya.press('Save plan');
  await priya.reads(/^Saved\./);
  await priya.open('/planning/gaps');
  assert.ok((await count()) < before, `${before} gaps before`);
  assert.equal(await page.getByText(words).count(), 0, words);
});

step('without scripts the form of a plan reads it back as well', async () => {
  const daniel = await place.as('daniel.osei', { scripts: false });
  await daniel.open('/planning/new');
  await daniel.looksRight();
  await write(daniel);
  await daniel.press('Show next dates');
  await daniel.reads(SAID, part(daniel.page, 'Next dates'));
  await daniel.looksRight();
});

step('a supervisor enters an absence, and the stand-in has the audits', async () => {
  const victor = await place.as('victor.chen', { scripts: false });
  await victor.open('/account/absences');
  await victor.looksRight();
  await victor.press('Enter the absence');
  assert.ok((await victor.mistakes()).length >= 1);
  await victor.page.getByLabel('First day').fill('2026-06-10');
  await victor.page.getByLabel('Last day').fill('2026-06-12');
  await victor.page.getByLabel('Stand-in').selectOption({ label: 'Yolanda Price' });
  await victor.press('Enter the absence');
  await victor.reads('The absence is entered.');
  await victor.looksRight();

  const yolanda = await place.as('yolanda.price');
  await yolanda.open('/today');
  await yolanda.reads('You stand in for Victor Chen until Friday, June 12, 2026.');
  const task = yolanda.page.locator('.task', { hasText: 'for Victor Chen' });
  for (const until = Date.now() + PATIENCE; !(await task.count()); ) {
    assert.ok(Date.now() < until, 'the stand-in got none of the audits');
    await yolanda.page.waitForTimeout(500);
    await yolanda.page.reload();
  }
  await yolanda.reads('Records Office', task);
  await yolanda.looksRight();
  await task.getByRole('link').first().click();
  await yolanda.reads('Victor Chen');
  await yolanda.looksRight();

  const ruth = await place.as('ruth.abernathy', { width: 'desk' });
  await ruth.open('/absences');
  await ruth.reads('Victor Chen');
  await ruth.looksRight();
  await ruth.open('/day');
  await ruth.reads('for Victor Chen');
  await ruth.looksRight();
});

step('a manager says with one tap what was in the way', async () => {
  const luis = await place.as('luis.herrera', { scripts: false });
  const { page } = luis;
  await luis.open('/audits?state=missed');
  await page.locator('main .tbl__main a').first().click();
  await luis.reads('It was missed');
  await luis.looksRight();
  await luis.follow('Say what is in the way');
  await luis.sees(/./);
  await luis.looksRight();
  await luis.press('Too few people are here.');
  await luis.reads('Thank you. The reason is shown beside the audit.');
  await luis.reads('Too few people are here.');
  await luis.looksRight();
});

step('whoever may answers an audit from below without a name, once', async () => {
  const maria = await place.as('maria.okafor');
  const { page } = maria;
  await maria.open('/today');
  await maria.follow(/^Answer ?: What management owes the counter/);
  await maria.sees('What management owes the counter');
  await maria.looksRight();
  await maria.press('Send without my name');
  assert.ok((await maria.mistakes()).length >= 1);
  await maria.looksRight();
  for (const answer of await page.locator('input[value="conforms"]').all()) await answer.check({ force: true });
  await maria.press('Send without my name');
  await maria.reads('Thank you. Your answers have arrived without your name.');
  await maria.looksRight();
  await maria.open('/today');
  assert.equal(await page.getByRole('link', { name: /^Answer/ }).count(), 0, 'nobody is asked twice');

  const dana = await place.as('dana.whitfield', { width: 'desk' });
  await dana.open('/planning?q=What+management+owes');
  await dana.follow('What management owes the counter');
  await dana.follow('What was said so far');
  await dana.reads('May 2026');
  await dana.looksRight();
});
