// The calendar of audits by month, week and list, and the same audits in a calendar program: the feed, read by a library
// nobody here wrote, holds what the list shows.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openBrowser, pictured, Place } from './support/browser.mjs';
import { startDemo } from './support/plumbline.mjs';
import { readCalendar } from './support/read-calendar.mjs';

let place;
before(async () => {
  place = new Place(await startDemo(), await openBrowser());
});
after(async () => {
  await place?.browser.close();
  await place?.server.stop();
});

/** The ids of the audits that are made, in the list of a month (a day in it), page by page. */
async function listed(visitor, on) {
  const ids = [];
  let address = `/planning/calendar?view=list&on=${on}`;
  while (address) {
    await visitor.open(address);
    const hrefs = await visitor.page.locator('.agenda__a').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
    ids.push(...hrefs.filter((href) => href.startsWith('/audits/')).map((href) => href.slice('/audits/'.length)));
    const next = visitor.page.locator('.pager a[rel=next]');
    address = (await next.count()) ? await next.getAttribute('href') : null;
  }
  return ids;
}

test('the calendar of a leader is the calendar in his own program', async () => {
  await pictured(place, 'calendar', async () => {
    const luis = await place.as('luis.herrera', { width: 'desk' });
    for (const address of ['/planning/calendar', '/planning/calendar?view=week', '/planning/calendar?view=list', '/planning/gaps']) {
      await luis.open(address);
      await luis.looksRight();
    }
    await luis.open('/planning/feeds');
    await luis.looksRight();
    const unit = luis.page.getByLabel('Audits of a unit');
    const top = await unit.locator('option').allTextContents();
    assert.ok(top.length > 1, 'a leader may choose a unit');
    // Every unit of his has a feed; together they hold what his calendar shows.
    const told = new Map();
    for (const name of top.slice(1)) {
      await luis.open('/planning/feeds');
      await luis.page.getByLabel('Audits of a unit').selectOption({ label: name });
      await luis.press('Make an address for this unit');
      const address = await luis.page.getByLabel('Secret address').inputValue();
      const answer = await fetch(address);
      assert.equal(answer.status, 200);
      // What planning took away is told as cancelled for a while; the calendar does not show it.
      const events = readCalendar(await answer.text()).events.filter((event) => event.status !== 'CANCELLED');
      for (const event of events) told.set(event.uid, event);
    }
    await luis.looksRight();
    await luis.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await luis.press('Copy');
    await luis.page.getByRole('button', { name: 'Copied' }).waitFor();

    await luis.open('/planning/calendar?view=list');
    const today = await luis.page.locator('.agenda__d:has(.cal__t) time').getAttribute('datetime');
    const ids = await listed(luis, today);
    assert.ok(ids.length > 10, `the list of the month has ${ids.length} audits`);
    const month = today.slice(0, 7);
    const inside = [...told.values()].filter((event) => {
      const local = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Los_Angeles' }).format(new Date(event.start));
      return local.startsWith(month);
    });
    const uids = inside.map((event) => event.uid);
    // A feed goes back 30 days: on the last days of a month its first ones are not told any more.
    const expected = Number(today.slice(8)) < 30 ? ids : ids.filter((id) => told.has(id));
    assert.deepEqual(new Set(uids), new Set(expected), 'the month of the feed, and of the calendar');
  });
});
