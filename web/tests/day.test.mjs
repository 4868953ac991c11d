// One day of layered auditing, from the counter to the board. The steps build on each other, in this order.
import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import path from 'node:path';
import { answer, card, conformAll, photo, questionsOf, saved, send } from './support/checklist.mjs';
import { mailTo } from './support/mails.mjs';
import { found, labelOf, place, stepsOf } from './support/journey.mjs';

const SEEN = 'The sign at window 3 was behind the plant, so two visitors asked where to line up.';
const ACTION = 'Hang the sign from the ceiling above window 3, where no plant reaches it.';

const step = stepsOf('day');

step('the supervisor finds the audits of the day and does one', async () => {
  const maria = await place.as('maria.okafor');
  const { page } = maria;
  await maria.open('/today');
  await maria.sees(/Good \w+, Maria/);
  await maria.looksRight();

  await maria.follow(/^Start ?: Walk-in service at the counter, Tax & Licensing/);
  await maria.sees('Walk-in service at the counter');
  await maria.looksRight();
  await maria.press('Start the audit');
  await page.locator('[data-checklist]').waitFor();
  await maria.looksRight();

  const questions = await questionsOf(page);
  assert.equal(questions.length, 9, 'layer 1 is asked nine questions');
  const measured = questions.find((question) => question.max !== undefined);
  assert.ok(measured, 'one answer is measured');
  const plain = questions.filter((question) => !question.measured);
  const bad = plain.find((question) => question.photos);
  const [fixed, skipped, good] = plain.filter((question) => question !== bad);
  const rest = questions.filter((question) => ![measured, bad, fixed, skipped, good].includes(question));

  // Conforms: saved as it is given.
  await answer(page, good, 'Conforms');
  await saved(page);
  await maria.reads('1 of 9');

  // Nonconforming: the reaction plan opens, and what was seen.
  const seen = card(page, bad).getByLabel('What did you see?');
  assert.equal(await seen.isVisible(), false, 'nothing more is asked before the answer');
  await answer(page, bad, 'Nonconforming');
  await seen.waitFor();
  await card(page, bad).getByRole('heading', { name: 'What to do now' }).waitFor();
  await card(page, bad).locator('.react__l label').first().click();

  // Corrected on the spot: what was seen and what was done. Typed now, so that it has to survive the mistake below.
  await answer(page, fixed, 'Corrected on the spot');
  await card(page, fixed).getByLabel('What did you see?').fill('The pad was gone.');
  await card(page, fixed).getByLabel('What was done about it?').fill('Brought one from counter 2.');
  await answer(page, skipped, 'Not applicable');

  // A measured value is judged while it is typed.
  await answer(page, measured, measured.max + 7);
  await maria.reads('Outside the limits', card(page, measured));
  await card(page, measured).getByLabel('What did you see?').waitFor();
  await answer(page, measured, measured.max - 3);
  await maria.reads('Inside the limits', card(page, measured));
  assert.equal(await card(page, measured).getByLabel('What did you see?').isVisible(), false);
  await saved(page);
  await maria.looksRight();

  // Sent too early: what is missing is listed, and what was typed is there.
  await maria.press('Send answers');
  const wrong = await maria.mistakes();
  assert.ok(wrong.some((text) => /write down what you saw/.test(text)), wrong.join(' | '));
  assert.equal(wrong.filter((text) => /choose an answer|enter the measured value/.test(text)).length, rest.length);
  assert.equal(await card(page, fixed).locator('textarea').nth(1).inputValue(), 'Brought one from counter 2.');
  assert.equal(await card(page, bad).locator('.react__l input').first().isChecked(), true);
  await maria.looksRight();
  await card(page, bad).getByLabel('What did you see?').fill(SEEN);
  // A step of the plan that was taken would count as containment; this one was not, after all.
  await card(page, bad).locator('.react__l label').first().click();

  // A photo of what was seen.
  await card(page, bad).locator('input[type="file"]').setInputFiles(await photo(place.browser));
  await card(page, bad).locator('.photo img').waitFor();
  await saved(page);

  // The telephone rings: the page is opened again later, and everything is there.
  await page.reload();
  await page.locator('[data-checklist]').waitFor();
  assert.equal(await card(page, bad).getByLabel('What did you see?').inputValue(), SEEN);
  assert.equal(await card(page, bad).locator('.photo img').count(), 1);
  assert.equal(await card(page, measured).locator('input[type="number"]').inputValue(), String(measured.max - 3));
  assert.equal(await card(page, skipped).locator('input[value="not_applicable"]').isChecked(), true);
  await maria.reads('5 of 9');
  await maria.looksRight();

  // The big button leads to the next open question until there is none.
  await maria.press(/^Next: question \d/);
  await conformAll(page, rest);
  await maria.reads('9 of 9');
  await page.locator('[data-next]').waitFor({ state: 'hidden' });
  await send(page, async (dialog) => {
    await maria.reads(SEEN, dialog);
    await maria.reads('With one photo.', dialog);
    await maria.looksRight();
  });

  // The result, with its findings and the photo.
  await maria.reads('How it counts');
  await maria.reads('1 nonconforming');
  await maria.reads('1 corrected on the spot');
  await maria.reads(SEEN);
  await maria.reads('Brought one from counter 2.');
  const links = page.getByRole('region', { name: 'What was found' }).getByRole('listitem');
  assert.equal(await links.count(), 2, 'two findings: one open, one put right');
  const size = await page.locator('.photos img').first().evaluate(async (image) => {
    image.loading = 'eager';
    await image.decode();
    return image.naturalWidth;
  });
  assert.equal(size, 640, 'the photo is shown');
  await maria.looksRight();
  found.question = bad.text;
  const raised = links.filter({ hasNotText: 'Closed' }).locator('a');
  found.href = await raised.getAttribute('href');
  found.number = (await raised.locator('.num').textContent()).trim();
  assert.match(found.number, /^NC-2026-\d{5}$/);

  // Back on her day the audit is done.
  await maria.open('/today');
  await page.getByRole('heading', { name: 'Done today' }).waitFor();
  await maria.looksRight();
});

step('the manager sees the result of the day', async () => {
  const luis = await place.as('luis.herrera', { width: 'desk' });
  const { page } = luis;
  await luis.open('/today');
  await page.getByRole('heading', { name: 'Your offices today' }).waitFor();
  await luis.looksRight();
  await luis.follow('The whole day');
  await page.waitForURL('**/day**');
  const office = page.locator('section', { has: page.getByRole('heading', { level: 2, name: 'Tax & Licensing' }) });
  await office.getByRole('link', { name: found.number }).waitFor();
  await luis.looksRight();
});

step('the director contains the finding, finds the cause, plans an action', async () => {
  const dana = await place.as('dana.whitfield', { width: 'desk' });
  const { page } = dana;
  await dana.open('/findings');
  await dana.sees('Findings to review');
  await dana.looksRight();
  await dana.open(`/findings?tab=decision&q=${found.number}`);
  await page.locator('main .tbl__main a').first().click();
  await page.waitForURL(`**${found.href}`);
  await dana.reads(SEEN);
  await dana.reads(found.number);
  await dana.looksRight();

  // Contain: an empty box is refused first.
  await dana.press('Mark as contained');
  assert.deepEqual(await dana.mistakes(), ['Write down what was done at once.']);
  await dana.looksRight();
  await page.getByLabel('What was done at once?').fill('Moved the plant. Nobody was turned away.');
  await dana.press('Mark as contained');
  await dana.reads('Contained. Next: find the cause.');
  await dana.looksRight();

  // The cause.
  await page.getByLabel('Why 1').fill('The sign stands on the floor.');
  await page.getByLabel('Why 2').fill('It has no hook.');
  await dana.press('Save the cause');
  assert.ok((await dana.mistakes()).length >= 1);
  assert.equal(await page.getByLabel('Why 2').inputValue(), 'It has no hook.');
  await page.getByLabel('Root cause', { exact: true }).fill('The opening sheet does not say where the sign belongs.');
  await page.getByLabel('Where does the cause lie?').selectOption('method');
  await dana.press('Save the cause');
  await dana.reads('The cause is saved.');
  await dana.looksRight();

  // The action: Maria, the day after tomorrow.
  await page.getByLabel('What will be done?').fill(ACTION);
  await page.getByLabel('Who does it?').selectOption({ label: await labelOf(page.getByLabel('Who does it?'), 'Maria Okafor') });
  await page.getByLabel('By when?').fill('2026-06-12');
  await page.getByLabel(/^Corrective/).check();
  await page.getByLabel('How strong is the fix?').selectOption('standardised');
  await dana.press('Plan this action');
  await dana.reads('The action is planned, and its owner will be told.');
  await dana.looksRight();
  // She owns nothing here, and may still not close it: the action is open.
  await dana.reads('Next: finish the open action');
});

step('the manager does the shorter audit of the second layer', async () => {
  const luis = await place.as('luis.herrera', { width: 'desk' });
  await shorter(luis, /Walk-in service at the counter, Tax & Licensing/, 9);
});

step('the director does the shorter audit of the third layer', async () => {
  const dana = await place.as('dana.whitfield', { width: 'desk' });
  await shorter(dana, /Walk-in service at the counter, Tax & Licensing/, 9);
});

step('the board member does the shortest audit, and reads whether the mission is delivered', async () => {
  const ellen = await place.as('ellen.castellanos', { width: 'phone' });
  const { page } = ellen;
  await ellen.open('/today');
  await ellen.looksRight();
  const asked = await shorter(ellen, /Walk-in service at the counter/, 4);
  assert.equal(asked, 3, 'the board asks three questions');

  await ellen.open('/summary');
  await ellen.sees('Is the mission delivered?');
  await page.getByRole('heading', { name: 'Goal by goal' }).waitFor();
  for (const words of ['Procedures followed', 'Audits done on time', 'Findings closed on time']) await ellen.reads(words);
  await ellen.looksRight();
  // Three clicks lead from a cell of the heat map to what was found.
  await page.locator('svg[aria-labelledby^="heat"] a:visible').first().click();
  await page.waitForURL(/\/findings\?.*from=/);
  await page.locator('main .tbl__main a').first().click();
  await page.waitForURL(/\/findings\/[0-9a-f-]{36}/);
  await ellen.open('/summary');
  // Every number leads to what it counts.
  await page.locator('.kpis a').first().click();
  await ellen.sees('Audits');
  await ellen.looksRight();
});

step('the owner gets a mail, follows its link, and says that it is done', async () => {
  const mail = await mailTo(place.server, 'maria.okafor@alderbay.example', /Hang the sign from the ceiling/);
  assert.match(mail.subject, /^For you, by .*June 12/);
  assert.ok(mail.subject.includes(`(${found.number})`));
  for (const words of ['Please do this by', ACTION, found.number, 'Tax & Licensing', 'You get this mail because the action is yours.'])
    assert.ok(mail.text.replace(/\s+/g, ' ').includes(words), `the mail does not say ${words}:\n${mail.text}`);
  assert.ok(mail.html.includes('Open the action'));

  // On her phone she is signed in no more: the link asks for that and then leads to the action.
  const maria = await place.visitor();
  const { page } = maria;
  await maria.open(mail.link(/\/findings\/actions\//));
  await maria.sees('Sign in');
  await page.getByLabel('E-mail address').fill('maria.okafor@alderbay.example');
  await page.getByLabel('Password').fill('alder-bay-demo');
  await maria.press('Sign in');
  await page.waitForURL('**/findings/actions/**');
  await maria.reads(ACTION);
  await maria.looksRight();
  await maria.press('Mark as done');
  assert.deepEqual(await maria.mistakes(), ['Write down what was done.']);
  await maria.looksRight();
  await page.getByLabel('What did you do?').or(page.locator('#note')).first().fill('It hangs above window 3 since noon.');
  await maria.press('Mark as done');
  await maria.reads('Done. Thank you!');
  await maria.looksRight();

  // She did the action, so somebody else has to look.
  await maria.open(found.href);
  assert.equal(await page.getByRole('button', { name: 'Verify and close' }).count(), 0);
  await maria.reads('a second pair of eyes');
  await maria.looksRight();
});

step('somebody else verifies, and the finding closes', async () => {
  const dana = await place.as('dana.whitfield', { width: 'phone' });
  const { page } = dana;
  await dana.open(found.href);
  await dana.press('Verify and close');
  assert.ok((await dana.mistakes()).length >= 1);
  await page.getByLabel('What did you look at, and what did you see?').fill('Watched six visits: everybody found the line.');
  await page.getByLabel('Yes, an existing question looks at it').check();
  await page.getByLabel('Which question, or why not?').fill('The question about the line.');
  await dana.press('Verify and close');
  await dana.reads('Closed. The page says how it is watched whether the fix holds.');
  await dana.reads('Watching the effect');
  await dana.reads('None of the next three audits of this question has been done yet.');
  await dana.looksRight();
  await dana.open(`/findings?tab=watched&q=${found.number}`);
  await dana.follow(found.question);
  await page.waitForURL(`**${found.href}`);
  // The history tells who did what.
  for (const words of ['contained it', 'wrote the cause down', 'planned an action', 'finished an action', 'verified the fix and closed the finding'])
    await dana.reads(words, page.locator('.tl'));
});

step('quality staff bring in a new version of a checklist and publish it', async () => {
  const priya = await place.as('priya.raman', { width: 'desk' });
  const { page } = priya;
  const file = await fs.readFile(path.join(import.meta.dirname, '../../audit-templates/walk-in-counter.yaml'), 'utf8');
  const before = 'Was each person in line acknowledged within 3 minutes?';
  const after = 'Was each person in line acknowledged within 2 minutes?';
  assert.ok(file.includes(before));

  await priya.open('/checklists');
  await priya.looksRight();
  await priya.follow('Walk-in service at the counter');
  await priya.reads(before);
  await priya.reads('CS 3.2');
  await priya.looksRight();

  // A slip of the pen: named with line, column and a hint, and the text is kept.
  await priya.open('/checklists/new');
  await priya.looksRight();
  const wrong = file.replace(before, after).replace('    questions:', '    question:');
  await page.getByLabel('Text of the file').fill(wrong);
  await page.getByLabel('What is new, in one sentence').fill('Two minutes');
  await priya.press('Check and save as draft');
  await page.getByRole('heading', { name: 'Mistakes in the file' }).waitFor();
  await priya.reads(/Line \d+, column \d+:/);
  await priya.reads(/Hint: .*questions/);
  const kept = await page.getByLabel('Text of the file').inputValue();
  assert.equal(kept.trimEnd(), wrong.trimEnd());
  assert.equal(await page.getByLabel('What is new, in one sentence').inputValue(), 'Two minutes');
  await priya.looksRight();

  // Put right, this time as a file.
  await page.getByLabel('Checklist file (.yaml)').setInputFiles({
    name: 'walk-in-counter.yaml',
    mimeType: 'application/yaml',
    buffer: Buffer.from(file.replace(before, after)),
  });
  await priya.press('Check and save as draft');
  await priya.reads('The file is saved as the draft of version 2.');
  await page.getByRole('heading', { name: 'Changes against version 1' }).waitFor();
  assert.match(await page.locator('.diff del').first().textContent(), /3/);
  assert.match(await page.locator('.diff ins').first().textContent(), /2/);
  await priya.looksRight();

  // Publishing asks for a reason and that the changes were read.
  await page.getByLabel('What changed and why, in one sentence').fill('');
  await priya.press('Publish version 2');
  assert.ok((await priya.mistakes()).length >= 1);
  await priya.looksRight();
  await page.getByLabel('What changed and why, in one sentence').fill('Visitors leave after two minutes unseen.');
  await page.getByLabel('I have read the changes').check();
  await priya.press('Publish version 2');
  await priya.reads('Version 2 is in use now.');
  await priya.reads('Version 2 in use');
  await priya.reads('Visitors leave after two minutes unseen.');
  await priya.looksRight();
  await priya.open('/checklists');
  await priya.reads('Version 2 in use');
});

/** Starts an audit from the list of the day, answers everything as it should be, sends it; how many were asked. */
async function shorter(visitor, name, most) {
  const { page } = visitor;
  await visitor.open('/today');
  await visitor.follow(name, { within: page.locator('.task__act') });
  await visitor.looksRight();
  await visitor.press('Start the audit');
  await page.locator('[data-checklist]').waitFor();
  await visitor.looksRight();
  const questions = await questionsOf(page);
  assert.ok(questions.length > 0 && questions.length < most, `${questions.length} questions`);
  await conformAll(page, questions);
  await visitor.reads(`${questions.length} of ${questions.length}`);
  await send(page);
  await visitor.reads('How it counts');
  await visitor.looksRight();
  return questions.length;
}
