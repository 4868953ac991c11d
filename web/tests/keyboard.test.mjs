// Everything by keys alone: the focus is always to be seen, and leads in a sensible order.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openBrowser, PASSWORD, pictured, Place } from './support/browser.mjs';
import { inside, questionsOf } from './support/checklist.mjs';
import { seen, tabTo } from './support/keyboard.mjs';
import { startDemo } from './support/plumbline.mjs';

let place;
before(async () => {
  place = new Place(await startDemo(), await openBrowser());
});
after(async () => {
  await place?.browser.close();
  await place?.server.stop();
});

for (const width of ['phone', 'desk']) {
  test(`an audit by keyboard, ${width}`, async () => {
    await pictured(place, `keyboard ${width}`, async () => {
      const visitor = await place.visitor({ width });
      const { page } = visitor;
      const { keyboard } = page;
      await visitor.open('/sign-in');
      await tabTo(page, '#email');
      await keyboard.type('maria.okafor@alderbay.example');
      await keyboard.press('Tab');
      await keyboard.type(PASSWORD);
      await keyboard.press('Enter');
      await page.waitForURL('**/today');

      // The first stop of every page leads past the menu.
      await keyboard.press('Tab');
      assert.equal(await page.evaluate(() => document.activeElement.getAttribute('href')), '#main');
      await seen(page);
      await keyboard.press('Enter');
      assert.equal(await page.evaluate(() => document.activeElement.id), 'main');

      // Both widths share the agency; there is an audit for each of them.
      await tabTo(page, '.task__act a');
      await keyboard.press('Enter');
      await page.getByRole('button', { name: 'Start the audit' }).waitFor();
      await tabTo(page, 'form[action$="/start"] button');
      await keyboard.press('Enter');
      await page.locator('[data-checklist]').waitFor();

      const questions = await questionsOf(page);
      for (const question of questions) {
        if (question.measured) {
          await tabTo(page, `[id="value-${question.id}"]`);
          await keyboard.type(String(inside(question)));
          continue;
        }
        // Arrow keys go from answer to answer, Space chooses one.
        await tabTo(page, `[name="outcome-${question.id}"]`);
        if (question === questions[0]) {
          await keyboard.press('ArrowRight');
          await keyboard.press('ArrowRight');
          await seen(page);
          await keyboard.press('ArrowLeft');
          await keyboard.press('ArrowLeft');
        }
        await keyboard.press('Space');
        assert.equal(
          await page.locator(`[name="outcome-${question.id}"]:checked`).getAttribute('value'),
          'conforms',
          question.text,
        );
      }
      await page.locator('[data-progress-text]', { hasText: `${questions.length} of ${questions.length}` }).waitFor();
      await visitor.looksRight([width]);
      await tabTo(page, '[data-finish]');
      await keyboard.press('Enter');
      await page.locator('[data-review]').waitFor();
      await tabTo(page, '[data-review] button[value="send"]');
      await keyboard.press('Enter');
      await visitor.reads('How it counts');
    });
  });
}
