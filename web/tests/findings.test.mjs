// A finding from the queue to a fix that is watched: it is handed over, contained, understood, planned, sent back, planned
// anew, accepted, given more time, shown by a file, done, verified by somebody else; and one that a clerk raises by hand.
// The steps build on each other.
import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import { found, labelOf, place, stepsOf } from './support/journey.mjs';
import { seen, tabTo } from './support/keyboard.mjs';
import { mailTo } from './support/mails.mjs';

const OFFICE = 'City Hall front counter';
const VIEW = 'Front counter, to decide';
const CAUSE = 'Nobody at the front counter has the key of the door opener, so faults wait for the porter.';
const REMINDER = 'Remind the morning shift to try the door opener.';
const STRONGER = 'Put the door opener on the opening sheet, with the key in the drawer below it.';
const WHY_NOT = 'A reminder was tried in March. What will be different at the door?';
const LATER = 'The locksmith brings the key on June 24.';
const SIGN = 'The sign at the stairs points to a closed door.';
const QUESTION = 'Is the key of the door opener in the drawer below the opening sheet?';

const step = stepsOf('findings');

/** A part of the page by its heading. */
const part = (page, name) => page.getByRole('region', { name });
/** Unfolds one of the steps that are open but not next. */
const unfold = (page, name) => page.locator('summary', { hasText: name }).first().click();
const valueOf = (page, label) => page.getByLabel(label, { exact: true }).inputValue();

step('the director filters the queue, and keeps the filters as a view', async () => {
  const dana = await place.as('dana.whitfield', { width: 'desk' });
  const { page } = dana;
  await dana.open('/findings');
  await dana.sees('Findings to review');
  await page.getByLabel('Unit').selectOption({ label: await labelOf(page.getByLabel('Unit'), OFFICE) });
  await dana.press('Show');
  await page.waitForURL(/unit=[^&]/);
  found.queue = page.url();
  const unit = new URL(found.queue).searchParams.get('unit');
  const rows = page.locator('tbody tr');
  assert.ok((await rows.count()) >= 2, 'at least two findings wait at the counter');
  assert.equal(await rows.filter({ hasNotText: OFFICE }).count(), 0, 'and none of another office is shown');
  assert.equal(found.queue.match(/=(&|$)/), null, 'what was left empty is not in the address');
  await dana.looksRight();
  // The way back from a finding leads to what was filtered.
  await rows.first().getByRole('link').first().click();
  await page.waitForURL(/findings\/[0-9a-f-]{36}$/);
  await page.locator('a.crumb').click();
  await page.waitForURL(found.queue);

  await unfold(page, 'Keep these filters as a view');
  await dana.press('Keep the view');
  assert.deepEqual(await dana.mistakes(), ['Give the view a name of at most 60 characters.']);
  await dana.looksRight();
  await page.getByLabel('Name of the view').first().fill(VIEW);
  await dana.press('Keep the view');
  await dana.reads('The view is kept. You find it above the queue.');
  await dana.looksRight();
  await dana.open('/findings');
  await dana.follow(VIEW);
  await page.waitForURL((url) => url.searchParams.get('unit') === unit);

  await dana.follow('Change views');
  await dana.looksRight();
  await unfold(page, 'Rename');
  await page.getByLabel('Name of the view').fill(`${VIEW} today`);
  await dana.press('Rename');
  await dana.reads('The view has a new name.');
});

step('what is filtered leaves as a file', async () => {
  const dana = await place.as('dana.whitfield', { width: 'desk' });
  const { page } = dana;
  await dana.open(found.queue);
  const shown = (await page.locator('tbody .num').allTextContents()).filter((text) => text.startsWith('NC-')).sort();
  const [download] = await Promise.all([page.waitForEvent('download'), dana.follow('CSV')]);
  assert.match(download.suggestedFilename(), /\.csv$/);
  const file = await fs.readFile(await download.path(), 'utf8');
  assert.match(file, /^\uFEFF?Number,/);
  assert.deepEqual(file.match(/^NC-\d{4}-\d{5}/gm).sort(), shown, 'the file holds what the list shows');
});

step('two findings are handed over at once, and what cannot be is said before', async () => {
  const dana = await place.as('dana.whitfield');
  const { page } = dana;
  await dana.open(found.queue);
  const open = page.locator('tbody tr', { hasText: 'To be contained' }).first();
  found.href = await open.locator('.tbl__main a').getAttribute('href');
  found.number = (await open.locator('.num').first().textContent()).trim();
  found.title = (await open.locator('.tbl__main a').textContent()).trim();
  const other = page.locator('tbody tr', { hasText: 'To be planned' }).first();
  await dana.press('Hand over the chosen ones…');
  await dana.reads('Choose at least one finding in the list first.');
  await dana.looksRight();

  await dana.open(found.queue);
  for (const row of [open, other]) await row.getByRole('checkbox').check();
  await dana.press('Hand over the chosen ones…');
  await dana.sees('Hand over findings');
  await dana.reads('2 findings are chosen.');
  await dana.looksRight();
  await dana.press('See what will happen');
  assert.deepEqual(await dana.mistakes(), ['Choose a person who works here.']);

  // Who has one of them already cannot be given it.
  const owner = page.getByLabel('Owner', { exact: true });
  await owner.selectOption({ label: await labelOf(owner, 'Tamika Jones') });
  await dana.press('See what will happen');
  await dana.reads('None of them can go to Tamika Jones.');
  await dana.reads('Stays: it has this owner already.');
  await dana.looksRight();

  await owner.selectOption({ label: await labelOf(owner, 'Luis Herrera') });
  await dana.press('See what will happen');
  await dana.reads('2 go to Luis Herrera. Nothing is changed yet.');
  await dana.looksRight();
  await dana.press('Hand over 2 findings');
  await dana.reads('2 findings are handed over.');
});

step('the new owner gets a mail, contains the finding and finds the cause', async () => {
  const mail = await mailTo(place.server, 'luis.herrera@alderbay.example', /^Yours now: /);
  assert.match(mail.text, /Dana Whitfield handed a finding at City Hall front counter over to you\./);
  const luis = await place.as('luis.herrera');
  const { page } = luis;
  await luis.open(found.href);
  await luis.looksRight();
  await page.getByLabel('What was done at once?').fill('A colleague opened the door by hand until noon.');
  await luis.press('Mark as contained');
  await luis.reads('Contained. Next: find the cause.');
  await luis.looksRight();
  await page.getByLabel('Why 1').fill('The opener was switched off.');
  await page.getByLabel('Root cause', { exact: true }).fill(CAUSE);
  await page.getByLabel('Where does the cause lie?').selectOption('tools');
  await luis.press('Save the cause');
  await luis.reads('The cause is saved.');
  await luis.looksRight();
});

step('a plan that only reminds says so, and waits for a decision', async () => {
  const luis = await place.as('luis.herrera', { width: 'desk' });
  const { page } = luis;
  await luis.open(found.href);
  await page.getByLabel('What will be done?').fill(REMINDER);
  await page.getByLabel('By when?').fill('2026-06-01');
  await luis.press('Plan this action');
  const wrong = await luis.mistakes();
  for (const words of ['Choose a person who works here.', 'This date has passed. Choose today or a later day.', 'Choose how strong the fix is.'])
    assert.ok(wrong.includes(words), wrong.join(' | '));
  assert.equal(await valueOf(page, 'What will be done?'), REMINDER, 'what was typed is kept');
  assert.equal(await valueOf(page, 'By when?'), '2026-06-01');
  await luis.looksRight();
  await plan(luis, REMINDER, 'reminder');
  await luis.reads('This plan reminds or trains people.');
  await luis.reads(/^The plan waits for a decision:/);
  assert.equal(await page.getByRole('button', { name: 'Accept plan' }).count(), 0, 'nobody decides on the own plan');
  await luis.looksRight();
});

step('the director sends it back by keyboard, with a reason', async () => {
  const dana = await place.as('dana.whitfield', { width: 'desk' });
  const { page } = dana;
  const { keyboard } = page;
  await dana.open(found.href);
  await part(page, 'Your decision on the plan').getByText(REMINDER).waitFor();
  await dana.looksRight();
  await tabTo(page, '#main form[action$="/decision"] button[value="accepted"]');
  await tabTo(page, '#main .card--here summary');
  await keyboard.press('Enter');
  await tabTo(page, '#send-back-reason');
  await tabTo(page, '#main .card--here .fold button');
  await keyboard.press('Enter');
  assert.deepEqual(await dana.mistakes(), ['Write down the reason.']);
  await dana.looksRight();
  // The mistake leads to its field, which is unfolded.
  await tabTo(page, '[data-problems] a');
  await keyboard.press('Enter');
  await seen(page);
  await keyboard.type(WHY_NOT);
  await keyboard.press('Tab');
  await keyboard.press('Enter');
  await dana.reads('Sent back. The owner gets a mail with your reason.');
  await dana.reads('The plan was sent back');
  await dana.looksRight();
});

step('the owner reads why, and plans anew', async () => {
  const mail = await mailTo(place.server, 'luis.herrera@alderbay.example', /^Please plan anew: /);
  assert.ok(mail.text.replace(/\s+/g, ' ').includes(WHY_NOT), mail.text);
  const luis = await place.as('luis.herrera');
  const { page } = luis;
  await luis.open(found.href);
  await luis.reads(WHY_NOT, part(page, 'The plan was sent back'));
  await luis.looksRight();
  await unfold(page, 'Plan another action');
  await page.getByLabel('What does it cost?').fill('40');
  await plan(luis, STRONGER, 'standardised');
  await luis.reads(/^The plan waits for a decision:/);
  assert.equal(await page.getByText('This plan reminds or trains people.').count(), 0, 'it is a weak plan no more');
  await luis.looksRight();
});

step('the director accepts by keyboard', async () => {
  const dana = await place.as('dana.whitfield', { width: 'desk' });
  const { page } = dana;
  await dana.open(found.href);
  await tabTo(page, '#main form[action$="/decision"] button[value="accepted"]');
  await page.keyboard.press('Enter');
  await dana.reads('The plan is accepted.');
  await dana.reads(/^Dana Whitfield accepted the plan/);
  await dana.looksRight();
});

step('a later date is asked for and granted, and the first promise stays', async () => {
  const luis = await place.as('luis.herrera');
  await luis.open(found.href);
  await unfold(luis.page, 'Ask for a later date');
  // Without a reason the date is kept; with a date in the past, the reason.
  await luis.page.getByLabel('New date').fill('2026-06-26');
  await luis.press('Ask for this date');
  assert.deepEqual(await luis.mistakes(), ['Write down why it takes longer.']);
  assert.equal(await valueOf(luis.page, 'New date'), '2026-06-26');
  await luis.looksRight();
  await luis.page.getByLabel('New date').fill('2026-06-01');
  await luis.page.getByLabel('Why does it take longer?').fill(LATER);
  await luis.press('Ask for this date');
  assert.equal((await luis.mistakes()).length, 1);
  assert.equal(await valueOf(luis.page, 'Why does it take longer?'), LATER);
  await luis.looksRight();
  await luis.page.getByLabel('New date').fill('2026-06-26');
  await luis.press('Ask for this date');
  await luis.reads('Asked. You get a mail with the answer.');
  await luis.reads(LATER, part(luis.page, 'A later date is asked for'));
  await luis.looksRight();

  const dana = await place.as('dana.whitfield');
  await dana.open(found.href);
  const asked = part(dana.page, 'A later date is asked for');
  await dana.press(/^Grant /, { within: asked });
  assert.deepEqual(await dana.mistakes(), ['Write a sentence for whoever asked.']);
  await dana.looksRight();
  await asked.getByLabel('Your answer in a sentence').fill('Good. Prop the door until then.');
  await dana.press(/^Grant /, { within: asked });
  await dana.reads('Answered. Whoever asked gets a mail.');
  const due = part(dana.page, 'Who and by when');
  await dana.reads(/Jun 26/, due);
  await dana.reads(/^First promised: /, due);
  await dana.looksRight();
});

step('a file is put beside it and comes back as it was; what is no document is refused', async () => {
  const luis = await place.as('luis.herrera', { width: 'desk' });
  const { page } = luis;
  await luis.open(found.href);
  const files = part(page, 'Files');
  const sheet = { name: 'opening-sheet.pdf', mimeType: 'application/pdf', buffer: await pdf() };
  const program = { name: 'opener.exe', mimeType: 'application/octet-stream', buffer: Buffer.from([0x4d, 0x5a, 0x90, 0, 3]) };
  await files.getByLabel('Add files').setInputFiles([sheet, program]);
  await luis.press('Add the files', { within: files });
  const [wrong] = await luis.mistakes();
  assert.match(wrong, /^opener\.exe is none of the kinds that are taken/);
  await luis.reads('Luis Herrera', files);
  await luis.looksRight();
  const [download] = await Promise.all([page.waitForEvent('download'), luis.follow(sheet.name, { within: files })]);
  assert.equal(download.suggestedFilename(), sheet.name);
  assert.deepEqual(await fs.readFile(await download.path()), sheet.buffer);
});

step('a note tells whoever it mentions', async () => {
  const note = 'The sheet is on the counter. @Luis Herrera, thank you.';
  const dana = await place.as('dana.whitfield', { width: 'desk' });
  await dana.open(found.href);
  const readers = await dana.page.getByLabel('Tell somebody').locator('option').allTextContents();
  const who = readers.find((name) => name.startsWith('Ben Alvarado'));
  assert.ok(who, readers.join(', '));
  await dana.press('Add note');
  assert.deepEqual(await dana.mistakes(), ['Write something first.']);
  await dana.page.getByLabel('Add a note').fill(note);
  await dana.page.getByLabel('Tell somebody').selectOption({ label: who.trim() });
  await dana.press('Add note');
  await dana.reads('Your note is in the history.');
  await dana.reads('The sheet is on the counter.', part(dana.page, 'History'));
  await dana.looksRight();
  for (const name of ['luis.herrera', 'ben.alvarado']) {
    const mail = await mailTo(place.server, `${name}@alderbay.example`, /^A note for you: /);
    assert.ok(mail.text.includes('The sheet is on the counter.'), mail.text);
  }
});

step('the actions are done from the list of what is mine', async () => {
  const ben = await place.as('ben.alvarado');
  const { page } = ben;
  for (const [action, note] of [
    [REMINDER, 'Told at the morning meeting.'],
    [STRONGER, 'It is line 4 of the opening sheet.'],
  ]) {
    await ben.open('/findings/actions');
    await ben.looksRight();
    await ben.follow(action);
    await ben.looksRight();
    await page.getByLabel('What was done?').fill(note);
    await ben.press('Mark as done');
    await ben.reads('Done. Thank you!');
  }
  await ben.open(found.href);
  await ben.reads('Next: verify and close');
  await ben.reads('Somebody who audits here and did none of the actions takes this step.');
  assert.equal(await page.getByRole('button', { name: 'Verify and close' }).count(), 0);
  await ben.looksRight();
});

step('somebody independent verifies and drafts a question; it is closed and watched', async () => {
  const dana = await place.as('dana.whitfield');
  const { page } = dana;
  await dana.open(found.href);
  await dana.looksRight();
  await page.getByLabel('Soon, a new question is being drafted').check();
  const drafted = page.getByLabel('The new question');
  assert.equal(await drafted.inputValue(), '', 'the question that found it would see no more');
  await drafted.fill(QUESTION);
  await dana.press('Verify and close');
  assert.deepEqual(await dana.mistakes(), ['Write down what you looked at and what you saw.']);
  assert.equal(await drafted.inputValue(), QUESTION);
  assert.ok(await page.getByLabel('Soon, a new question is being drafted').isChecked());
  await dana.looksRight();
  await page.getByLabel('What did you look at, and what did you see?').fill('Tried the door three mornings: it opened each time.');
  await dana.press('Verify and close');
  await dana.reads('Closed. The page says how it is watched whether the fix holds.');
  await part(page, 'Closed. Now we watch whether the fix holds').waitFor();
  await dana.reads('None of the next three audits of this question has been done yet.');
  await dana.looksRight();
  const told = part(page, 'History');
  for (const words of ['contained it', 'sent the plan back', 'accepted the plan', 'granted the later date', 'added a file', 'verified the fix'])
    await dana.reads(words, told);

  const priya = await place.as('priya.raman', { width: 'desk' });
  await priya.open(found.href);
  await priya.follow('See the draft');
  await priya.looksRight();
  await priya.reads(QUESTION);
});

step('a clerk raises what nobody audited, and what is missing is said', async () => {
  const jo = await place.as('jo.lindqvist');
  const { page } = jo;
  await jo.open('/today');
  await jo.follow('Raise a finding');
  await jo.looksRight();
  const process = page.getByLabel('Which process is it about?');
  await process.selectOption({ index: 1 });
  await page.getByLabel('Where did you see it?').selectOption('');
  await jo.press('Continue');
  assert.deepEqual(await jo.mistakes(), ['Choose where you saw it.']);
  assert.notEqual(await process.inputValue(), '', 'the process is still chosen');
  await jo.looksRight();
  await page.getByLabel('Where did you see it?').selectOption({ index: 1 });
  await jo.press('Continue');
  await jo.looksRight();
  await page.getByLabel('It is sensitive').check();
  await jo.press('Raise the finding');
  assert.deepEqual(await jo.mistakes(), ['Say what you saw.', 'Choose how serious it is.']);
  assert.ok(await page.getByLabel('It is sensitive').isChecked(), 'the tick is still there');
  await jo.looksRight();
  await page.getByLabel('It is sensitive').uncheck();
  await page.getByLabel('What did you see?').fill(SIGN);
  await page.getByLabel('Minor').check();
  await page.getByLabel('Photos or documents').setInputFiles({ name: 'sign.pdf', mimeType: 'application/pdf', buffer: await pdf() });
  await jo.press('Raise the finding');
  await jo.reads('Thank you for telling.');
  await jo.sees(SIGN);
  await jo.reads('Raised by hand');
  await jo.reads('sign.pdf', part(page, 'Files'));
  await jo.looksRight();
  found.raised = new URL(page.url()).pathname;
});

step('it waits with the others, where it can be asked for', async () => {
  const dana = await place.as('dana.whitfield', { width: 'desk' });
  await dana.open('/findings?origin=hand');
  await dana.reads(SIGN);
  await dana.looksRight();
});

step('the administrator sees an example of every mail', async () => {
  const sam = await place.as('sam.oyelaran', { width: 'desk' });
  await sam.open('/outbox');
  await sam.follow('Examples of every mail');
  await sam.sees('Examples of every mail');
  await sam.looksRight();
  await sam.follow('A finding is handed over to somebody');
  await sam.reads(/^Subject: Yours now: /);
  await sam.page.frameLocator('iframe').getByText('over to you. Please see to it.').waitFor();
  await sam.looksRight();
});

/** Fills in the form of an action for a clerk of the counter, and saves it. */
async function plan(visitor, action, strength) {
  const { page } = visitor;
  const owner = page.getByLabel('Who does it?');
  await page.getByLabel('What will be done?').fill(action);
  await owner.selectOption({ label: await labelOf(owner, 'Ben Alvarado') });
  await page.getByLabel('By when?').fill('2026-06-18');
  await page.getByRole('radio', { name: /^Corrective/ }).check();
  await page.getByLabel('How strong is the fix?').selectOption(strength);
  await visitor.press('Plan this action');
  await visitor.reads('The action is planned, and its owner will be told.');
}

/** A page as a PDF. */
async function pdf() {
  const page = await place.browser.newPage();
  await page.setContent('<h1>Opening sheet</h1><p>4. Try the door opener. The key is in the drawer below.</p>');
  const bytes = await page.pdf();
  await page.close();
  return bytes;
}
