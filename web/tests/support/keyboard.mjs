// Going through a page by keys alone.
import assert from 'node:assert/strict';

/** Tabs on until the focus is there; on its way it has to be visible at every stop. */
export async function tabTo(page, selector) {
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
export async function seen(page) {
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
