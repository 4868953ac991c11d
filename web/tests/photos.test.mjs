// Photos on the device: made small, without what stood beside the picture, and drawn on by mouse, finger and keys.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { openBrowser } from './support/browser.mjs';
import { checkPage, none } from './support/checks.mjs';

const web = path.join(import.meta.dirname, '..');
const dist = fs.mkdtempSync(path.join(os.tmpdir(), 'plumbline-photos-'));
// What the server sends with every page.
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; " +
  "form-action 'self'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types swap sw";
const TEXTS = {
  title: 'Draw on the photo',
  hint: 'Drag over the photo, or tap where it begins and then where it ends.',
  keys: 'By keyboard: the arrow keys move the cross, Enter sets where it begins and then where it ends.',
  canvas: 'Photo to draw on',
  tool: 'Tool',
  arrow: 'Arrow',
  box: 'Box',
  undo: 'Undo',
  cancel: 'Cancel',
  done: 'Done',
  at: 'Cross: {x}% from the left, {y}% from the top.',
  begun: 'It begins here. Choose where it ends.',
  drawnArrow: 'Arrow drawn. On the photo: {count}.',
  drawnBox: 'Box drawn. On the photo: {count}.',
  undone: 'Taken back. On the photo: {count}.',
};
let browser;

before(async () => {
  execFileSync(process.execPath, [path.join(web, 'build.mjs'), dist]);
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  fs.rmSync(dist, { recursive: true, force: true });
});

/** A page that holds the module and nothing else; `run` gets it. What it complains about fails the test. */
async function onAPage(run, { viewport = { width: 390, height: 844 }, ...options } = {}) {
  const context = await browser.newContext({ viewport, timezoneId: 'America/Chicago', ...options });
  const page = await context.newPage();
  const faults = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  const css = JSON.parse(fs.readFileSync(path.join(dist, 'manifest.json'), 'utf8'))['app.css'];
  await context.route('**/*', (route) => {
    const { pathname } = new URL(route.request().url());
    const answer = {
      '/': () => ({
        contentType: 'text/html; charset=utf-8',
        headers: { 'content-security-policy': POLICY },
        body: `<!doctype html><html lang="en"><title>Photos</title><link rel="stylesheet" href="/${css}">
          <link rel="icon" href="data:,"><main><h1>Photos</h1><button id="opener" type="button">Draw on it</button></main></html>`,
      }),
      '/photos.js': () => ({ contentType: 'text/javascript', path: path.join(web, 'js/photos.js') }),
    }[pathname];
    return route.fulfill(answer?.() ?? { path: path.join(dist, path.basename(pathname)) });
  });
  await page.goto('http://photos.test/');
  try {
    await run(page);
  } finally {
    await context.close();
  }
  none(faults, 'the page complained');
}

/** A picture made in the page: its left half red, its right half blue, a white band above. */
function picture(page, type, width, height) {
  return page.evaluate(
    async ([type, width, height]) => {
      const canvas = Object.assign(document.createElement('canvas'), { width, height });
      const pen = canvas.getContext('2d');
      for (const [colour, ...box] of [
        ['#dc1414', 0, 0, width / 2, height],
        ['#1414dc', width / 2, 0, width / 2, height],
        ['#ffffff', 0, 0, width, height / 4],
      ]) {
        pen.fillStyle = colour;
        pen.fillRect(...box);
      }
      const blob = await new Promise((done) => canvas.toBlob(done, type, 0.9));
      return [...new Uint8Array(await blob.arrayBuffer())];
    },
    [type, width, height],
  ).then((bytes) => Buffer.from(bytes));
}

/** What a phone writes beside a picture: it was held upright, when it was taken, and that it was in the north. */
function withExif(jpeg, { orientation = 6, taken = '2026:06:09 08:41:07', offset, little = false } = {}) {
  const u16 = (n) => {
    const bytes = Buffer.alloc(2);
    little ? bytes.writeUInt16LE(n) : bytes.writeUInt16BE(n);
    return bytes;
  };
  const u32 = (n) => {
    const bytes = Buffer.alloc(4);
    little ? bytes.writeUInt32LE(n) : bytes.writeUInt32BE(n);
    return bytes;
  };
  const entry = (tag, kind, count, value) => Buffer.concat([u16(tag), u16(kind), u32(count), value]);
  const text = (words, room) => Buffer.concat([Buffer.from(words)], room);
  const tiff = Buffer.concat([
    Buffer.from(little ? 'II' : 'MM'), u16(42), u32(8),
    u16(3),
    entry(0x0112, 3, 1, Buffer.concat([u16(orientation), u16(0)])),
    entry(0x8769, 4, 1, u32(50)),
    entry(0x8825, 4, 1, u32(110)),
    u32(0),
    u16(offset ? 2 : 1),
    entry(0x9003, 2, 20, u32(80)),
    offset ? entry(0x9011, 2, 7, u32(100)) : Buffer.alloc(12),
    u32(0),
    text(taken, 20), text(offset ?? '', 10),
    u16(1),
    entry(1, 2, 2, Buffer.from('N\0\0\0')),
    u32(0),
    Buffer.from('Oak Street 12'),
  ]);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(tiff.length + 8);
  const part = Buffer.concat([Buffer.from([0xff, 0xe1]), length, Buffer.from('Exif\0\0'), tiff]);
  return Buffer.concat([jpeg.subarray(0, 2), part, jpeg.subarray(2)]);
}

/** prepare() in the page: the size, the bytes, the colours near the corners, when it was taken. */
async function prepared(page, bytes, { longest = 1600, name = 'IMG_1.jpg', lastModified } = {}) {
  const told = await page.evaluate(
    async ([bytes, longest, name, lastModified]) => {
      const { prepare } = await import('/photos.js');
      const content = new Uint8Array(bytes);
      const file = lastModified === null ? new Blob([content]) : new File([content], name, { lastModified });
      const made = await prepare(file, longest);
      if (!made) return undefined;
      const image = await createImageBitmap(made.blob);
      const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height });
      const pen = canvas.getContext('2d');
      pen.drawImage(image, 0, 0);
      const colours = [[1, 1], [7, 1], [1, 7], [7, 7]].map(([x, y]) => {
        const [r, g, b] = pen.getImageData((image.width * x) / 8, (image.height * y) / 8, 1, 1).data;
        return r > 200 && g > 200 && b > 200 ? 'w' : r > 150 && b < 80 ? 'r' : b > 150 && r < 80 ? 'b' : '?';
      });
      return {
        type: made.blob.type,
        takenAt: made.takenAt,
        size: [image.width, image.height],
        colours: colours.join(''),
        bytes: [...new Uint8Array(await made.blob.arrayBuffer())],
      };
    },
    [[...bytes], longest, name, lastModified === undefined ? 0 : lastModified],
  );
  return told && { ...told, bytes: Buffer.from(told.bytes) };
}

/** The parts of a JPEG before the drawing: only those the picture needs. */
function assertBare(jpeg) {
  assert.equal(jpeg.readUInt16BE(0), 0xffd8);
  for (let at = 2; jpeg[at + 1] !== 0xda; at += 2 + jpeg.readUInt16BE(at + 2)) {
    const marker = jpeg[at + 1];
    const isHead = marker === 0xe0 && jpeg.toString('latin1', at + 4, at + 8) === 'JFIF';
    const isColour = marker === 0xe2 && jpeg.toString('latin1', at + 4, at + 15) === 'ICC_PROFILE';
    assert.ok(isHead || isColour || marker < 0xe0, `the part ${marker.toString(16)} is in the photo`);
  }
  for (const word of ['Exif', 'Oak Street', '2026:06:09']) assert.ok(!jpeg.includes(word), `${word} is in the photo`);
}

test('a photo of a phone becomes small, stands upright and says nothing but when it was taken', async () => {
  await onAPage(async (page) => {
    const phone = withExif(await picture(page, 'image/jpeg', 2000, 1500));
    const made = await prepared(page, phone);
    assert.deepEqual(made.size, [1200, 1600]);
    assert.equal(made.colours, 'rwbw', 'a quarter turn to the right');
    assert.equal(made.type, 'image/jpeg');
    // without an offset the camera's clock is read as the device's
    assert.equal(made.takenAt, '2026-06-09T08:41:07-05:00');
    assertBare(made.bytes);
    const small = await prepared(page, phone, { longest: 640 });
    assert.deepEqual(small.size, [480, 640]);
  });
});

test('when it was taken is what the camera says, else what the file says', async () => {
  await onAPage(async (page) => {
    const plain = await picture(page, 'image/jpeg', 64, 48);
    const changed = Date.UTC(2026, 0, 5, 18, 30, 9);
    const taken = async (bytes, lastModified) => (await prepared(page, bytes, { lastModified })).takenAt;
    assert.equal(await taken(withExif(plain, { offset: '+02:00' })), '2026-06-09T08:41:07+02:00');
    assert.equal(await taken(withExif(plain, { little: true, offset: '-03:30' })), '2026-06-09T08:41:07-03:30');
    assert.equal(await taken(withExif(plain, { taken: '2026:01:09 08:41:07' })), '2026-01-09T08:41:07-06:00');
    assert.equal(await taken(plain, changed), '2026-01-05T12:30:09-06:00');
    assert.equal(await taken(plain, null), undefined);
    for (const wrong of ['2026:02:31 08:00:00', '0000:00:00 00:00:00', 'yesterday at noon..']) {
      assert.equal(await taken(withExif(plain, { taken: wrong }), changed), '2026-01-05T12:30:09-06:00', wrong);
    }
    // Whatever byte is wrong, the picture is taken and nothing throws.
    const phone = withExif(plain);
    for (let at = 4; at < 160; at += 3) {
      const wrong = Buffer.from(phone);
      wrong[at] = 0xf7;
      await prepared(page, wrong);
    }
  });
});

test('other pictures become JPEGs, and what is no picture is told as such', async () => {
  await onAPage(async (page) => {
    const png = await prepared(page, await picture(page, 'image/png', 800, 600), { name: 'a.png' });
    assert.deepEqual([png.size, png.colours, png.type], [[800, 600], 'wwrb', 'image/jpeg']);
    assertBare(png.bytes);
    const webp = await prepared(page, await picture(page, 'image/webp', 800, 600), { name: 'a.webp' });
    assert.equal(webp.colours, 'wwrb');
    const clear = await page.evaluate(async () => {
      const canvas = Object.assign(document.createElement('canvas'), { width: 16, height: 16 });
      const blob = await new Promise((done) => canvas.toBlob(done, 'image/png'));
      return [...new Uint8Array(await blob.arrayBuffer())];
    });
    assert.equal((await prepared(page, Buffer.from(clear))).colours, 'wwww', 'what was clear is white');
    for (const none of ['', 'not a picture', '\xff\xd8\xff\xe1\xff\xff', '%PDF-1.7', '<svg xmlns="http://www.w3.org/2000/svg"/>']) {
      assert.equal(await prepared(page, Buffer.from(none, 'latin1')), undefined, none);
    }
  });
});

/** Opens the dialog on a grey photo; `ask` takes the result later. */
async function opened(page, width = 800, height = 600) {
  await page.locator('#opener').focus();
  await page.evaluate(
    async ([width, height, texts]) => {
      const { annotate } = await import('/photos.js');
      const canvas = Object.assign(document.createElement('canvas'), { width, height });
      const pen = canvas.getContext('2d');
      pen.fillStyle = '#808080';
      pen.fillRect(0, 0, width, height);
      window.photo = await new Promise((done) => canvas.toBlob(done, 'image/jpeg', 0.9));
      window.result = annotate(window.photo, texts);
    },
    [width, height, TEXTS],
  );
  const dialog = page.getByRole('dialog', { name: 'Draw on the photo' });
  await dialog.waitFor();
  return dialog;
}

/** What annotate() gave: whether it is the same photo, and the colours at these places (parts of width and height). */
async function result(page, places = []) {
  const told = await page.evaluate(async (places) => {
    const blob = await window.result;
    if (!blob) return undefined;
    const image = await createImageBitmap(blob);
    const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height });
    const pen = canvas.getContext('2d');
    pen.drawImage(image, 0, 0);
    const colours = places.map(([x, y]) => {
      // the line is a few pixels wide: the reddest near the place
      const { data } = pen.getImageData(image.width * x - 4, image.height * y - 4, 9, 9);
      for (let at = 0; at < data.length; at += 4) if (data[at] > 150 && data[at + 1] < 90) return 'red';
      return 'grey';
    });
    return {
      same: blob === window.photo,
      size: [image.width, image.height],
      colours,
      bytes: [...new Uint8Array(await blob.arrayBuffer())],
    };
  }, places);
  return told && { ...told, bytes: Buffer.from(told.bytes) };
}

test('an arrow and a box are drawn by mouse, and taken back', async () => {
  await onAPage(async (page) => {
    const dialog = await opened(page);
    const box = await dialog.getByLabel('Photo to draw on').boundingBox();
    const at = (x, y) => [box.x + box.width * x, box.y + box.height * y];
    const drag = async (from, to) => {
      await page.mouse.move(...at(...from));
      await page.mouse.down();
      await page.mouse.move(...at((from[0] + to[0]) / 2, to[1]));
      await page.mouse.move(...at(...to));
      await page.mouse.up();
    };
    await drag([0.1, 0.1], [0.4, 0.1]);
    await dialog.getByText('Arrow drawn. On the photo: 1.').waitFor();
    await dialog.getByText('Box', { exact: true }).click();
    await drag([0.5, 0.5], [0.9, 0.9]);
    await dialog.getByText('Box drawn. On the photo: 2.').waitFor();
    await drag([0.1, 0.8], [0.3, 0.95]);
    await dialog.getByText('Box drawn. On the photo: 3.').waitFor();
    await dialog.getByRole('button', { name: 'Undo' }).click();
    await dialog.getByText('Taken back. On the photo: 2.').waitFor();
    await dialog.getByRole('button', { name: 'Done' }).click();
    const drawn = await result(page, [[0.25, 0.1], [0.7, 0.5], [0.9, 0.7], [0.7, 0.7], [0.2, 0.8], [0.5, 0.3]]);
    assert.deepEqual(drawn.colours, ['red', 'red', 'red', 'grey', 'grey', 'grey']);
    assert.deepEqual(drawn.size, [800, 600]);
    assertBare(drawn.bytes);
    await dialog.waitFor({ state: 'detached' });
    assert.equal(await page.evaluate(() => document.activeElement.id), 'opener', 'the focus comes back');
  });
});

test('a finger taps where an arrow begins and where it ends', async () => {
  await onAPage(
    async (page) => {
      const dialog = await opened(page);
      const box = await dialog.getByLabel('Photo to draw on').boundingBox();
      const tap = (x, y) => page.touchscreen.tap(box.x + box.width * x, box.y + box.height * y);
      await tap(0.2, 0.5);
      await dialog.getByText('It begins here. Choose where it ends.').waitFor();
      await tap(0.8, 0.5);
      await dialog.getByText('Arrow drawn. On the photo: 1.').waitFor();
      await dialog.getByRole('button', { name: 'Done' }).tap();
      assert.deepEqual((await result(page, [[0.5, 0.5], [0.5, 0.2]])).colours, ['red', 'grey']);
    },
    { hasTouch: true, isMobile: true },
  );
});

test('everything is done by keys alone', async () => {
  await onAPage(async (page) => {
    const dialog = await opened(page);
    const keys = async (name, times = 1) => {
      for (let n = 0; n < times; n += 1) await page.keyboard.press(name);
    };
    // The cross is in the middle; each key moves it a fortieth of the longer side: 20 of 800 pixels.
    await keys('ArrowLeft', 10);
    await dialog.getByText('Cross: 25% from the left, 50% from the top.').waitFor();
    await keys('Enter');
    await dialog.getByText('It begins here. Choose where it ends.').waitFor();
    await keys('ArrowRight', 20);
    await keys('Enter');
    await dialog.getByText('Arrow drawn. On the photo: 1.').waitFor();
    // Escape first forgets what was begun.
    await keys('Enter');
    await keys('Escape');
    await keys('Tab');
    await keys('ArrowRight');
    assert.ok(await dialog.getByLabel('Box').isChecked());
    await keys('Shift+Tab');
    await keys('ArrowUp', 9);
    await keys('Enter');
    await keys('ArrowUp', 5);
    await keys('ArrowLeft', 10);
    await keys('Enter');
    await dialog.getByText('Box drawn. On the photo: 2.').waitFor();
    await keys('Tab', 2);
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Done');
    await keys('Enter');
    // the arrow in the middle; the upper side of the box at 20 of 600, its right side at 75%; no cross is left behind
    const drawn = await result(page, [[0.5, 0.5], [0.6, 20 / 600], [0.75, 0.1], [0.6, 0.12], [0.5, 0.8]]);
    assert.deepEqual(drawn.colours, ['red', 'red', 'red', 'grey', 'grey']);
  });
});

test('nothing drawn leaves the photo as it is, and cancel gives nothing', async () => {
  await onAPage(async (page) => {
    const dialog = await opened(page);
    await dialog.getByRole('button', { name: 'Done' }).click();
    assert.ok((await result(page)).same);
    await opened(page);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    assert.equal(await result(page), undefined);
    await opened(page);
    await page.keyboard.press('Escape');
    assert.equal(await result(page), undefined);
    assert.equal(
      await page.evaluate(async () => (await import('/photos.js')).annotate(new Blob(['no photo']), {})),
      undefined,
    );
  });
});

for (const [name, viewport, photo] of [
  ['on a phone', { width: 390, height: 844 }, [1200, 1600]],
  ['on a phone on its side', { width: 844, height: 390 }, [1600, 1200]],
  ['at twice the text size', { width: 195, height: 422 }, [1600, 1200]],
  ['at a desk', { width: 1280, height: 900 }, [1600, 1200]],
]) {
  test(`the dialog holds ${name}`, async () => {
    await onAPage(
      async (page) => {
        const dialog = await opened(page, ...photo);
        for (const control of await dialog.locator('button, label').all()) {
          const { width, height } = await control.boundingBox();
          assert.ok(width >= 44 && height >= 44, `${await control.textContent()} is ${width} × ${height}`);
        }
        const canvas = await dialog.getByLabel('Photo to draw on').boundingBox();
        assert.ok(Math.abs(canvas.width / canvas.height - photo[0] / photo[1]) < 0.02, 'the photo keeps its shape');
        assert.ok(canvas.width >= 140, `the photo is ${canvas.width} wide`);
        const wide = await dialog.evaluate((own) => own.scrollWidth > own.clientWidth);
        assert.ok(!wide, 'nothing is wider than the dialog');
        await checkPage(page, name, true);
        if (process.env.PICTURES) {
          await page.keyboard.press('Enter');
          await page.keyboard.press('ArrowRight');
          for (let n = 0; n < 6; n += 1) await page.keyboard.press('ArrowUp');
          await page.keyboard.press('Enter');
          await page.screenshot({ path: path.join(process.env.PICTURES, `${name.replaceAll(' ', '-')}.png`) });
        }
      },
      { viewport, reducedMotion: 'reduce' },
    );
  });
}
