// A journey in the demo: steps that build on each other, in this order; after one that fails the others are left out.
import { after, before, test } from 'node:test';
import { openBrowser, pictured, Place } from './browser.mjs';
import { startDemo } from './plumbline.mjs';

/** The demo and the browser of this journey. */
export let place;
/** What one step leaves to the next. */
export const found = {};
let failed;

before(async () => {
  place = new Place(await startDemo(), await openBrowser());
});
after(async () => {
  await place?.browser.close();
  await place?.server.stop();
});

/** The steps of a journey of this name. */
export function stepsOf(journey) {
  return (name, run) =>
    test(name, async (t) => {
      if (failed) return t.skip(`after “${failed}” failed`);
      failed = name;
      await pictured(place, `${journey} ${name}`, run);
      failed = undefined;
    });
}

/** The words of the choice that names somebody or something. */
export async function labelOf(select, name) {
  return (await select.locator('option', { hasText: name }).first().textContent()).trim();
}
