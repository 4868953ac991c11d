// What is wrong is said in a sentence, and nothing typed is lost.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openBrowser, pictured, Place } from './support/browser.mjs';
import { startDemo } from './support/plumbline.mjs';
import { until } from './support/until.mjs';

let place;
before(async () => {
  place = new Place(await startDemo(), await openBrowser());
});
after(async () => {
  await place?.browser.close();
  await place?.server.stop();
});

for (const width of ['phone', 'desk']) {
  test(`a wrong password, ${width}`, async () => {
    await pictured(place, `wrong password ${width}`, async () => {
      const visitor = await place.visitor({ width });
      const { page } = visitor;
      // Whoever is not signed in is led to the sign-in, and from there to where they wanted to go.
      await visitor.open('/findings?tab=all', { status: 200 });
      await visitor.sees('Sign in');
      await visitor.looksRight();
      await visitor.press('Sign in');
      assert.equal((await visitor.mistakes()).length, 2, 'nothing was typed');
      await visitor.looksRight();

      await page.getByLabel('E-mail address').fill('maria.okafor@alderbay.example');
      await page.getByLabel('Password').fill('not her password');
      await visitor.press('Sign in');
      await visitor.reads('The e-mail address or the password is not right.');
      await until('the list of mistakes has the focus', () => page.evaluate(() => document.activeElement.matches('[data-problems]')));
      assert.equal(await page.getByLabel('E-mail address').inputValue(), 'maria.okafor@alderbay.example');
      assert.equal(await page.getByLabel('Password').inputValue(), '', 'a password is never sent back');
      await visitor.looksRight();

      await page.getByLabel('Password').fill('alder-bay-demo');
      await visitor.press('Sign in');
      await page.waitForURL('**/findings?tab=all');
      await visitor.sees('All findings');
    });
  });
}

test('a page that is not there', async () => {
  await pictured(place, 'not there', async () => {
    const maria = await place.as('maria.okafor');
    for (const address of ['/no-such-page', '/findings/01900000-0000-7000-8000-000000000000', '/audits/nonsense']) {
      await maria.open(address, { status: 404 });
      await maria.sees('This page is not here');
    }
    await maria.looksRight();
    await maria.follow('Go to Today');
    await maria.page.waitForURL('**/today');
    const stranger = await place.visitor({ width: 'desk' });
    await stranger.open('/no-such-page', { status: 404 });
    await stranger.sees('This page is not here');
    await stranger.looksRight();
  });
});

test('what another department found is not there', async () => {
  await pictured(place, 'another department', async () => {
    // The board sees every finding; Maria only those of her office.
    const board = await place.as('ellen.castellanos', { width: 'desk' });
    await board.open('/findings?tab=all&q=');
    const office = await board.page.locator('#filter-unit option', { hasText: 'Records Office' }).getAttribute('value');
    await board.open(`/findings?tab=all&unit=${office}`);
    const finding = await board.page.locator('main .tbl__main a').first().getAttribute('href');
    await board.open(finding);
    await board.reads('Records Office');
    const maria = await place.as('maria.okafor');
    await maria.open(finding, { status: 404 });
    await maria.sees('This page is not here');
    await maria.looksRight();
    // Neither do her lists know of it.
    await maria.open('/findings?tab=all');
    assert.equal(await maria.page.getByText(/Records Office/).count(), 0);
    // What is open to another role is refused with a sentence.
    await maria.open('/people', { status: 403 });
    await maria.sees('This is not open to you');
    await maria.looksRight();
  });
});
