// Everything by keys alone: the focus is always to be seen, and leads in a sensible order.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openBrowser, PASSWORD, pictured, Place } from './support/browser.mjs';
import { inside, questionsOf } from './support/checklist.mjs';
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

/** Tabs on until the focus is there; on its way it has to be visible at every stop. */
async function tabTo(page, selector) {
  const stops = [];
  for (let count = 0; count < 80; count++) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate((wanted) => {
      const { activeElement: here } = document;
      return { there: here.matches(wanted), name: `${here.tagName} ${here.id || here.getAttribute('href') || here.textContent.trim().slice(0, 30)}` };
    }, selector);
    await seen(page);
    stops.push(stop.name);
    if (stop.there) return;
  }
  assert.fail(`Tab does not lead to ${selector}, but to ${stops.join(', ')}`);
}

/** The element with the focus is in the window, is not covered, and looks different from one without. */
async function seen(page) {
  const fault = await page.evaluate(() => {
    const { activeElement: here } = document;
    if (here === document.body) return undefined; // between the last stop and the first
    const mark = here.matches('input[type="radio"], input[type="checkbox"], input[type="file"]') ? [here, ...(here.labels ?? [])] : [here];
    const marked = mark.some((element) => {
      const style = getComputedStyle(element);
      return (style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== 'none';
    });
    const box = (here.labels?.[0] ?? here).getBoundingClientRect();
    const name = `${here.tagName} ${here.id || here.textContent.trim().slice(0, 40)}`;
    if (!marked) return `${name} does not show that it has the focus`;
    if (here.id === 'main') return undefined; // larger than the window
    if (box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth) return `${name} is outside the window`;
    const over = document.elementFromPoint(
      Math.min(Math.max((box.left + box.right) / 2, 1), innerWidth - 1),
      Math.min(Math.max((box.top + box.bottom) / 2, 1), innerHeight - 1),
    );
    const own = over && (here.contains(over) || over.contains(here) || [...(here.labels ?? [])].some((label) => label.contains(over)));
    return own ? undefined : `${name} is covered by ${over?.tagName}.${over?.className}`;
  });
  assert.equal(fault, undefined);
}
