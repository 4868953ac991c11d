// Every place of every role's menu, and some pages behind them, without barriers at both widths; and with large letters.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openBrowser, pictured, Place } from './support/browser.mjs';
import { none, tooWide } from './support/checks.mjs';
import { startDemo } from './support/plumbline.mjs';

let place;
before(async () => {
  place = new Place(await startDemo(), await openBrowser());
});
after(async () => {
  await place?.browser.close();
  await place?.server.stop();
});

/** One person of each role, and the pages that are not in the menu but one step behind it. */
const PEOPLE = {
  'jo.lindqvist': ['/account', '/findings?tab=all', '/findings/actions', '/findings/new'],
  'maria.okafor': [
    '/findings?tab=overdue',
    '/audits?state=submitted',
    '/planning/calendar?view=list',
    '/planning/calendar?view=day',
    '/planning/feeds',
    '/account/absences',
    '/account/mail',
  ],
  'luis.herrera': ['/day', '/findings?tab=under-way', '/planning/calendar?view=week', '/planning/gaps', '/planning/feeds', '/absences'],
  'dana.whitfield': ['/figures/changes', '/health?period=12-months', '/health?q=no+such+thing', '/findings?tab=watched', '/findings?tab=closed', '/findings?q=no+such+thing'],
  'ellen.castellanos': ['/summary?period=12-months'],
  'priya.raman': ['/questions/health', '/questions/health?q=no+such+thing', '/checklists/new', '/planning/new', '/findings/settings', '/findings/settings/causes/new', '/findings/settings/causes/method'],
  'sam.oyelaran': ['/people/new', '/people?state=left', '/agency/units/new', '/jobs'],
};
/** Pages of one record: the first link of a list leads to one. */
const FIRST_OF = {
  'maria.okafor': ['/audits?state=submitted'],
  'dana.whitfield': ['/findings?tab=decision', '/findings?tab=watched', '/health?period=12-months'],
  'priya.raman': ['/checklists', '/manuals', '/planning'],
  'sam.oyelaran': ['/agency', '/people', '/outbox'],
};
/** Pages one step further: a list, what is looked for in it, and a link of the first one's page. */
const BEHIND = {
  'luis.herrera': [['/audits?state=missed', 'Say what is in the way']],
  'dana.whitfield': [['/health?period=12-months', 'Compare the layers']],
  'priya.raman': [
    ['/planning?q=What+management', 'What was said so far'],
    ['/planning?q=Dispatch+at+night', 'Change'],
    ['/planning?q=unannounced', 'What this plan sees'],
  ],
  'sam.oyelaran': [
    ['/agency', 'Calendar'],
    ['/agency', 'Shifts'],
  ],
};

for (const [name, more] of Object.entries(PEOPLE)) {
  test(`${name} finds no barrier on any page`, async () => {
    await pictured(place, `pages of ${name}`, async () => {
      const visitor = await place.as(name, { width: 'desk' });
      const menu = await visitor.page.locator('nav.side a[href^="/"]').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
      assert.ok(menu.length >= 4, `the menu of ${name} has ${menu.join(' ')}`);
      const faults = [];
      const look = async (address) => {
        try {
          await visitor.open(address);
          await visitor.looksRight();
        } catch (fault) {
          faults.push(fault.message); // the other pages are looked at too
        }
      };
      for (const address of new Set([...menu, ...more])) await look(address);
      for (const list of FIRST_OF[name] ?? []) {
        await visitor.open(list);
        const first = visitor.page.locator('main .tbl__main a').first();
        await look(await first.getAttribute('href'));
      }
      for (const [list, link] of BEHIND[name] ?? []) {
        await visitor.open(list);
        await visitor.open(await visitor.page.locator('main .tbl__main a').first().getAttribute('href'));
        await look(await visitor.page.getByRole('link', { name: link }).first().getAttribute('href'));
      }
      none(faults, 'pages of ' + name);
    });
  });
}

test('the menu of a phone opens and closes', async () => {
  await pictured(place, 'menu', async () => {
    const visitor = await place.as('sam.oyelaran');
    await visitor.open('/today');
    await visitor.press('Menu');
    const menu = visitor.page.getByRole('navigation', { name: 'Main' });
    await menu.getByRole('link', { name: 'People' }).waitFor();
    await visitor.looksRight(['phone']);
    await visitor.page.keyboard.press('Escape');
    await menu.waitFor({ state: 'hidden' });
    await visitor.press('Menu');
    await visitor.follow('People', { within: menu });
    await visitor.sees('People');
  });
});

test('pages hold on a phone with letters of twice the size', async () => {
  await pictured(place, 'large letters', async () => {
    const maria = await place.as('maria.okafor');
    const dana = await place.as('dana.whitfield');
    await dana.open('/findings?tab=decision');
    const finding = await dana.page.locator('main .tbl__main a').first().getAttribute('href');
    await maria.open('/today');
    const start = await maria.page.locator('.task__act a').first().getAttribute('href');
    await maria.open(start);
    await maria.press('Start the audit');
    await maria.page.waitForSelector('[data-checklist]');
    const faults = [];
    for (const [visitor, address] of [
      [maria, '/today'],
      [maria, start],
      [dana, '/today'],
      [dana, '/findings'],
      [dana, finding],
      [dana, '/summary'],
    ]) {
      await visitor.open(address);
      // The way a reader does it: the root's letters grow, everything given in rem grows with them.
      
      const protocol = await visitor.context.newCDPSession(visitor.page);
      await protocol.send('DOM.enable');
      await protocol.send('CSS.enable');
      const { frameTree } = await protocol.send('Page.getFrameTree');
      const { styleSheetId } = await protocol.send('CSS.createStyleSheet', { frameId: frameTree.frame.id });
      await protocol.send('CSS.setStyleSheetText', { styleSheetId, text: ':root { font-size: 200% !important }' });
      await visitor.page.evaluate(() => document.fonts.ready.then(() => undefined));
      const wide = await visitor.page.evaluate(tooWide);
      if (wide.length) faults.push(`${address}: ${wide.join('; ')}`);
      await protocol.detach();
    }
    none(faults, 'with large letters');
  });
});
