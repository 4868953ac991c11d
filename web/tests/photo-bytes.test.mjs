// What a device makes of a photo is what the server keeps and shows: the same bytes, drawing and all.
import assert from 'node:assert/strict';
import path from 'node:path';
import { card, questionsOf } from './support/checklist.mjs';
import { place, stepsOf } from './support/journey.mjs';

const step = stepsOf('photo bytes');

step('a photo that was made small and drawn on is kept byte for byte', async () => {
  const maria = await place.as('maria.okafor');
  const { page } = maria;
  await page.route('**/photos.js', (route) => route.fulfill({ path: path.join(import.meta.dirname, '../js/photos.js') }));
  await maria.open('/today');
  await maria.follow(/^Start ?: Walk-in service at the counter, Tax & Licensing/);
  await maria.press('Start the audit');
  await page.locator('[data-checklist]').waitFor();
  const question = (await questionsOf(page)).find(({ photos }) => photos);

  // A photo larger than it may be, with something to see in every corner; an arrow over its middle.
  await page.evaluate(async () => {
    const { annotate, prepare } = await import('/photos.js');
    const canvas = Object.assign(document.createElement('canvas'), { width: 2400, height: 1800 });
    const pen = canvas.getContext('2d');
    for (let n = 0; n < 600; n += 1) {
      pen.fillStyle = `hsl(${n * 47} 70% ${30 + (n % 5) * 10}%)`;
      pen.fillRect((n * 131) % 2400, (n * 197) % 1800, 180, 140);
    }
    const camera = await new Promise((done) => canvas.toBlob(done, 'image/jpeg', 0.95));
    const { blob, takenAt } = await prepare(new File([camera], 'IMG_1.jpg'), 1600);
    const texts = new Proxy({}, { get: (_, name) => String(name) }); // what it says is no matter here
    window.sent = annotate(blob, texts).then((drawn) => ({ blob, drawn, takenAt }));
  });
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  for (const key of ['Enter', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'Enter']) await page.keyboard.press(key);
  await dialog.getByRole('button', { name: 'done' }).click();

  const told = await page.evaluate(async (question) => {
    const form = document.querySelector('[data-checklist]');
    const { blob, drawn, takenAt } = await window.sent;
    const bytes = async (from) => [...new Uint8Array(await from.arrayBuffer())];
    const told = [];
    for (const photo of [blob, drawn]) {
      const body = new FormData();
      body.append('csrf', form.elements.csrf.value);
      body.append('question', question);
      body.append('taken_at', takenAt);
      body.append('photo', photo, 'photo.jpg');
      const headers = { accept: 'application/json', 'x-csrf': form.elements.csrf.value };
      const kept = await fetch(`/audits/${form.dataset.audit}/photos`, { method: 'POST', body, headers });
      const shown = await fetch((await kept.json()).href);
      told.push({ status: kept.status, sent: await bytes(photo), shown: await bytes(shown) });
    }
    return told;
  }, question.id);
  assert.notDeepEqual(told[0].sent, told[1].sent, 'the arrow is in the second');
  for (const { status, sent, shown } of told) {
    assert.equal(status, 201);
    assert.ok(sent.length > 20_000, `${sent.length} bytes are no photo`);
    assert.ok(Buffer.from(sent).equals(Buffer.from(shown)), 'what is shown is what was sent');
  }
  await page.reload();
  await card(page, question).locator('.photo img').nth(1).waitFor();
});
