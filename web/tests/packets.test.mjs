// The packet of the board: quality staff enter a meeting and make its packet; a board member opens the one-time link of
// the mail on a phone, reads, and saves the file and the PDF; the program says that both are unchanged, and when not.
import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import path from 'node:path';
import { found, place, stepsOf } from './support/journey.mjs';
import { mailTo } from './support/mails.mjs';

const step = stepsOf('packets');

step('a meeting is entered, and its packet made by one click', async () => {
  const priya = await place.as('priya.raman', { width: 'desk' });
  const { page } = priya;
  await priya.open('/summary');
  await priya.follow('Board packets');
  await priya.sees('Board packets');
  await priya.reads('No packets yet');
  await priya.looksRight();
  await priya.press('Enter the meeting');
  assert.equal((await priya.mistakes()).length, 2);
  await priya.looksRight();
  await page.getByLabel('Whose board meets?').selectOption({ label: 'City of Alder Bay' });
  await page.getByLabel('Day of the meeting').fill('2026-06-30');
  await priya.press('Enter the meeting');
  await priya.reads('The meeting is entered.');
  await priya.looksRight();
  await priya.press('Make the packet');
  await priya.sees('Board packet No. 2026-1');
  await priya.reads('How these figures are made');
  await priya.looksRight();
});

step('a board member opens the link of the mail, reads and saves the packet', async () => {
  const mail = await mailTo(place.server, 'ellen.castellanos@alderbay.example', /Board packet No\. 2026-1/);
  found.link = mail.link(/\/packet-links\//);
  const ellen = await place.visitor({ width: 'phone' });
  const { page } = ellen;
  await page.goto(found.link);
  await ellen.sees('Board packet No. 2026-1');
  await ellen.looksRight();
  await ellen.press('Open the packet');
  await ellen.reads('All figures as tables');
  await ellen.looksRight();
  const [saved] = await Promise.all([page.waitForEvent('download'), ellen.follow('Save as a file')]);
  assert.equal(saved.suggestedFilename(), 'packet-2026-1.html');
  found.file = path.join(place.server.home, saved.suggestedFilename());
  await saved.saveAs(found.file);
  const [pdf] = await Promise.all([page.waitForEvent('download'), ellen.follow('Save as PDF')]);
  assert.equal(pdf.suggestedFilename(), 'packet-2026-1.pdf');
  found.pdf = path.join(place.server.home, pdf.suggestedFilename());
  await pdf.saveAs(found.pdf);
  const other = await place.visitor();
  await other.open(found.link, { status: 410 });
  await other.sees('Nothing opens here');
  await other.looksRight();
});

step('file and PDF are unchanged until somebody changes them', async () => {
  const good = await place.server.run('packet', 'verify', found.file);
  assert.equal(good.code, 0, good.said);
  assert.match(good.said, /This file is packet No\. 2026-1, unchanged/);
  const text = await fs.readFile(found.file, 'utf8');
  await fs.writeFile(found.file, text.replace('City of Alder Bay', 'City of Elder Bay'));
  const bad = await place.server.run('packet', 'verify', found.file);
  assert.equal(bad.code, 1, bad.said);
  assert.match(bad.said, /CHANGED/);
  const pdf = await fs.readFile(found.pdf);
  assert.match(pdf.toString('latin1', 0, 8), /^%PDF-1\.7/);
  const same = await place.server.run('packet', 'verify', found.pdf);
  assert.equal(same.code, 0, same.said);
  assert.match(same.said, /This PDF is packet No\. 2026-1, as this program makes it/);
  pdf[pdf.length >> 1] ^= 1;
  await fs.writeFile(found.pdf, pdf);
  const other = await place.server.run('packet', 'verify', found.pdf);
  assert.equal(other.code, 1, other.said);
  assert.match(other.said, /is not what this program makes of it/);
  const stored = await place.server.run('packet', 'verify', '2026-1');
  assert.equal(stored.code, 0, stored.said);
});

step('a director goes from a dark cell of the heat map to the finding in three clicks', async () => {
  const dana = await place.as('dana.whitfield', { width: 'desk' });
  const { page } = dana;
  await dana.open('/today');
  // One: the summary.
  await page.getByRole('link', { name: 'Summary', exact: true }).first().click();
  await dana.sees('Is the mission delivered?');
  await dana.looksRight();
  // Two: the cell, which says the office, the week and how much failed.
  const cell = page.locator('svg[aria-labelledby^="heat"] a:visible').last();
  assert.match(await cell.locator('title').textContent(), /failed/);
  await cell.click();
  await page.waitForURL(/\/findings\?.*from=/);
  await dana.looksRight();
  // Three: the finding.
  await page.locator('main .tbl__main a').first().click();
  await page.waitForURL(/\/findings\/[0-9a-f-]{36}/);
  await dana.looksRight();
});
