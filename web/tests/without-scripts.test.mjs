// A browser that runs no scripts: the whole checklist can be done, with mistakes first.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openBrowser, pictured, Place } from './support/browser.mjs';
import { answer, card, photo, questionsOf } from './support/checklist.mjs';
import { startDemo } from './support/plumbline.mjs';

let place;
before(async () => {
  place = new Place(await startDemo(), await openBrowser());
});
after(async () => {
  await place?.browser.close();
  await place?.server.stop();
});

test('an audit without scripts', async () => {
  await pictured(place, 'without scripts', async () => {
    const maria = await place.as('maria.okafor', { scripts: false });
    const { page } = maria;
    await maria.open('/today');
    await maria.looksRight();
    await maria.follow(/^Start ?: Walk-in service at the counter, Tax & Licensing/);
    await maria.press('Start the audit');
    await page.locator('[data-checklist]').waitFor();
    await maria.looksRight();
    const questions = await questionsOf(page);
    const bad = questions.find((question) => !question.measured && question.photos);
    const measured = questions.find((question) => question.max !== undefined);
    const rest = questions.filter((question) => question !== bad && question !== measured);
    const last = rest.at(-1);

    // Everything but one answer, and nothing said about what was seen.
    for (const question of rest.slice(0, -1)) await answer(page, question, question.measured ? 1 : 'Conforms');
    await answer(page, bad, 'Nonconforming');
    await answer(page, measured, measured.max + 5);
    await card(page, bad).locator('input[type="file"]').setInputFiles(await photo(place.browser));
    await maria.press('Send answers');
    const wrong = await maria.mistakes();
    assert.equal(wrong.length, 3, wrong.join(' | '));
    assert.equal(await card(page, bad).locator('input[value="nonconforming"]').isChecked(), true);
    assert.equal(await card(page, bad).locator('.photo img').count(), 1, 'the photo is kept');
    assert.equal(await card(page, measured).locator('input[type="number"]').inputValue(), String(measured.max + 5));
    await maria.looksRight();

    // Stopping and coming back.
    await card(page, bad).getByLabel('What did you see?').fill('No card was on the counter.');
    await maria.press('Save and come back later');
    await maria.reads('Saved. You can go on until the audit closes.');
    await maria.open('/today');
    await maria.follow(/^Continue ?: Walk-in service at the counter, Tax & Licensing/);
    assert.equal(await card(page, bad).getByLabel('What did you see?').inputValue(), 'No card was on the counter.');

    await card(page, measured).getByLabel('What did you see?').fill('Nineteen minutes by the ticket.');
    await answer(page, last, last.measured ? 1 : 'Not applicable');
    await maria.press('Send answers');
    await maria.reads('How it counts');
    await maria.reads('2 nonconforming');
    await maria.reads('No card was on the counter.');
    const raised = page.getByRole('region', { name: 'What was found' }).getByRole('listitem');
    assert.equal(await raised.count(), 2);
    await maria.looksRight();

    // A finding is contained without scripts as well.
    await raised.first().getByRole('link').click();
    await page.getByLabel('What was done at once?').fill('Gave the card to the clerk.');
    await maria.press('Mark as contained');
    await maria.reads('Contained. Next: find the cause.');
    await maria.looksRight();
  });
});
