// An empty database: setting the agency up, then the first unit, the first colleague and the first plan.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openBrowser, pictured, Place } from './support/browser.mjs';
import { mailTo } from './support/mails.mjs';
import { startEmpty } from './support/plumbline.mjs';

let place;
before(async () => {
  place = new Place(await startEmpty(), await openBrowser());
});
after(async () => {
  await place?.browser.close();
  await place?.server.stop();
});

test('from nothing to the first plan', async () => {
  await pictured(place, 'first day', async () => {
    const ana = await place.visitor({ width: 'desk' });
    const { page } = ana;
    // Every way leads to the set-up.
    await ana.open('/');
    await ana.sees('Set up Plumbline');
    await ana.open('/sign-in');
    await ana.sees('Set up Plumbline');
    await ana.looksRight();

    await page.getByLabel('Name', { exact: true }).fill('City of Far Harbor');
    await page.getByLabel('Time zone').selectOption('America/Los_Angeles');
    await page.getByLabel('Your name').fill('Ana Ruiz');
    await page.getByLabel('E-mail address').fill('ana@farharbor.example');
    await page.getByLabel('Password', { exact: true }).fill('short');
    await page.getByLabel('The password again').fill('shorter');
    await ana.press('Set up and sign in');
    const wrong = (await ana.mistakes()).join(' ');
    assert.match(wrong, /characters or more/);
    assert.equal(await page.getByLabel('Name', { exact: true }).inputValue(), 'City of Far Harbor');
    assert.equal(await page.getByLabel('Time zone').inputValue(), 'America/Los_Angeles');
    assert.equal(await page.getByLabel('E-mail address').inputValue(), 'ana@farharbor.example');
    await ana.looksRight();

    await page.getByLabel('Password', { exact: true }).fill('lantern gravel teapot');
    await page.getByLabel('The password again').fill('lantern gravel teapot');
    await page.getByLabel('Load the starter library').check();
    await ana.press('Set up and sign in');
    await ana.reads('Your agency is set up.');
    await ana.looksRight();
    await ana.open('/today');
    await ana.looksRight();
    await ana.open('/summary');
    await ana.looksRight();
    await ana.open('/findings');
    await ana.looksRight();
    await ana.open('/audits');
    await ana.looksRight();

    // The starter library is there: checklists, manuals, a mission.
    await ana.open('/checklists');
    await ana.follow('Walk-in service at the counter');
    await ana.reads('Was each person in line acknowledged within 3 minutes?');
    await ana.open('/manuals');
    assert.ok((await page.locator('.tbl__main a').count()) >= 2, 'two manuals at least');

    // The first unit.
    await ana.open('/agency');
    await ana.looksRight();
    await ana.follow('Add a unit');
    await ana.press('Add unit');
    assert.ok((await ana.mistakes()).length >= 2);
    await ana.looksRight();
    await page.getByLabel('Name', { exact: true }).fill('Harbor Desk');
    await page.getByLabel('Belongs to').selectOption({ label: 'City of Far Harbor' });
    await page.getByLabel('Office or counter').check();
    await ana.press('Add unit');
    await ana.reads('Harbor Desk is added.');
    await ana.looksRight();

    // The first colleague, by invitation.
    await ana.open('/people');
    await ana.looksRight();
    await ana.follow('Add a person');
    await page.getByLabel('Name', { exact: true }).fill('Ben Ode');
    await page.getByLabel('E-mail address').fill('not an address');
    await page.getByLabel('Role').selectOption({ label: 'Supervisor' });
    await page.getByLabel('Unit').selectOption({ label: 'Harbor Desk' }).catch(async () => {
      // The list shows the tree; the unit's own option is the one that ends with its name.
      const value = await page.getByLabel('Unit').locator('option', { hasText: 'Harbor Desk' }).getAttribute('value');
      await page.getByLabel('Unit').selectOption(value);
    });
    await page.getByLabel('Send an invitation now').check();
    await ana.press('Add person', { exact: true });
    assert.match((await ana.mistakes()).join(' '), /Enter an e-mail address/);
    assert.equal(await page.getByLabel('Name', { exact: true }).inputValue(), 'Ben Ode');
    await ana.looksRight();
    await page.getByLabel('E-mail address').fill('ben@farharbor.example');
    await ana.press('Add person', { exact: true });
    await ana.reads('Ben Ode is added.');
    await ana.looksRight();

    // The first plan: the preview says the dates before anything is saved.
    await ana.open('/planning');
    await ana.looksRight();
    await ana.follow('New plan');
    await ana.press('Save plan');
    assert.ok((await ana.mistakes()).length >= 3);
    await ana.looksRight();
    await page.getByLabel('Title').fill('Harbor Desk, mornings');
    await page.getByLabel('Checklist').selectOption({ label: 'Walk-in service at the counter' });
    await page.getByLabel('Who audits').selectOption({ index: 1 });
    await page.getByLabel('Harbor Desk').check();
    await page.getByLabel('Every working day').check();
    await ana.press('Show next dates');
    await ana.reads('Next dates');
    await ana.looksRight();
    assert.equal(await page.getByLabel('Title').inputValue(), 'Harbor Desk, mornings');
    await ana.press('Save plan');
    await ana.reads(/audits? (was|were) made/);
    await ana.looksRight();
    await ana.reads('Ben Ode');

    // Ben's invitation comes by mail; its link signs him in, and his day is there.
    const mail = await mailTo(place.server, 'ben@farharbor.example', /Your account at City of Far Harbor/);
    const ben = await place.visitor({ width: 'phone' });
    await ben.open(mail.link(/password-reset/));
    await ben.sees('Welcome');
    await ben.looksRight();
    await ben.page.getByLabel('New password').fill('short');
    await ben.press('Set the password and sign in');
    await ben.mistakes();
    await ben.page.getByLabel('New password').fill('willow copper sandal');
    await ben.press('Set the password and sign in');
    await ben.page.waitForURL('**/today');
    await ben.looksRight();
  });
});
