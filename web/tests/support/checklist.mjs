// Filling in a checklist the way somebody at a counter does.
import assert from 'node:assert/strict';

/** The questions of the checklist on the page, in their order: id, text, and whether something is measured. */
export async function questionsOf(page) {
  return page.locator('[data-question]').evaluateAll((items) => {
    const kinds = { radio: 'choice', date: 'date', textarea: 'text' };
    const kindOf = (field) => (field ? kinds[field.type] : 'conformance');
    return items.map((item) => {
      const value = item.querySelector('input[type="number"]');
      return {
        id: item.dataset.question,
        text: item.querySelector('.q__t').textContent.trim(),
        measured: Boolean(value),
        kind: value ? 'measure' : kindOf(item.querySelector('[name^="given-"]')),
        max: value?.max ? Number(value.max) : undefined,
        min: value?.min ? Number(value.min) : undefined,
        photos: Boolean(item.querySelector('input[type="file"]')),
      };
    });
  });
}

/** The card of a question. */
export function card(page, question) {
  return page.locator(`[id="q-${question.id}"]`);
}

/** Presses one of the four answers, or types a measured value. */
export async function answer(page, question, given) {
  const place = card(page, question);
  // An answer of an earlier visit takes one line and is opened first.
  const change = place.locator('[data-change]');
  if (await change.count()) await change.click();
  if (typeof given === 'number') await place.getByLabel('Measured value').fill(String(given));
  else await place.getByRole('radio', { name: given, exact: true }).check();
}

/** A measured value inside its limits. */
export function inside(question) {
  return question.min ?? Math.min(1, question.max ?? 1);
}

/** Everything as it should be, for the questions that are left. */
export async function conformAll(page, questions) {
  for (const question of questions) {
    if (question.measured) await answer(page, question, inside(question));
    else if (question.kind === 'conformance') await answer(page, question, 'Conforms');
    else await give(page, question);
    // Where every answer needs words, they are asked for at once.
    const words = card(page, question).locator(`textarea[name="seen-${question.id}"]`);
    if (await words.isVisible()) await words.fill('As the manual says.');
  }
}

/** A choice or a date that conforms, or words. */
async function give(page, question) {
  const place = card(page, question);
  const given = place.locator('[name^="given-"]:not([data-outside])').first();
  if (question.kind === 'choice') await given.check();
  else if (question.kind === 'date') await given.fill((await given.getAttribute('min')) || '2026-06-10');
  else await given.fill('Nothing to add.');
}

/** Presses "Send answers", looks at what will be sent, and sends it. */
export async function send(page, look = async () => {}) {
  await page.locator('[data-finish]').click();
  const dialog = page.locator('[data-review]');
  await dialog.waitFor();
  await look(dialog);
  await dialog.getByRole('button', { name: 'Send now' }).click();
}

/** Waits until the page says that everything is saved. */
export async function saved(page) {
  await page.locator('[data-savestate]', { hasText: /^Saved / }).waitFor();
}

/** A small photo, drawn in the browser. */
export async function photo(browser) {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const encoded = await page.evaluate(async () => {
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [640, 480];
      const brush = canvas.getContext('2d');
      brush.fillStyle = '#4a6';
      brush.fillRect(0, 0, 640, 480);
      brush.fillStyle = '#fff';
      brush.fillRect(80, 60, 200, 120);
      return canvas.toDataURL('image/jpeg', 0.8).split(',')[1];
    });
    const buffer = Buffer.from(encoded, 'base64');
    assert.equal(buffer.readUInt16BE(0), 0xffd8, 'a JPEG begins with FFD8');
    return { name: 'counter.jpg', mimeType: 'image/jpeg', buffer };
  } finally {
    await context.close();
  }
}
