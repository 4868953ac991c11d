// A browser, and the people who sit in front of it.
import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { checkPage, none } from './checks.mjs';

export const PASSWORD = 'alder-bay-demo';
export const WIDTHS = { phone: { width: 390, height: 844 }, desk: { width: 1280, height: 900 } };
const OUT = path.join(import.meta.dirname, '../out');
const PATIENCE = 30_000; // ms: a machine that has other work is slow, and only what fails waits so long

/** A browser without a window, and without anything that talks to the outside. */
export function openBrowser() {
  return chromium.launch(CHROMIUM);
}

/** One that keeps what it keeps in this folder, as a phone does: it can be closed and opened again. */
export async function openPhone(folder, { address, width = 'phone', ...more }) {
  return chromium.launchPersistentContext(folder, { ...CHROMIUM, ...looks(address, width), ...more });
}

const CHROMIUM = {
  executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};
const looks = (address, width) => ({
  baseURL: address,
  viewport: WIDTHS[width],
  hasTouch: width === 'phone',
  reducedMotion: 'reduce',
});

/** One server with its browser; people come in by `visitor`. Everybody's session is kept: signing in is slow on purpose. */
export class Place {
  constructor(server, browser) {
    this.server = server;
    this.browser = browser;
    this.sessions = new Map();
    this.visitors = [];
  }

  /** Somebody who is not signed in. */
  async visitor({ width = 'phone', scripts = true, state, ...more } = {}) {
    const context = await this.browser.newContext({
      ...looks(this.server.address, width),
      javaScriptEnabled: scripts,
      storageState: state,
      ...more,
    });
    return this.with(context, { width, scripts });
  }

  /** Somebody with a browser that is open already: a phone, or another tab. */
  async with(context, { width = 'phone', scripts = true, page } = {}) {
    context.setDefaultTimeout(PATIENCE);
    const visitor = new Visitor(this, context, page ?? (await context.newPage()), width, scripts);
    this.visitors.push(visitor);
    return visitor;
  }

  /** Somebody of the demo agency, signed in: `as('maria.okafor')`. */
  async as(name, options = {}) {
    if (!this.sessions.has(name)) {
      const visitor = await this.visitor(options);
      await visitor.signIn(`${name}@alderbay.example`);
      this.sessions.set(name, await visitor.context.storageState());
      return visitor;
    }
    return this.visitor({ ...options, state: this.sessions.get(name) });
  }

  /** Closes everybody's pages; fails when a page complained about anything. */
  async leave() {
    const faults = this.visitors.flatMap((visitor) => visitor.faults);
    await this.close();
    none(faults, 'pages complained');
  }

  async close() {
    for (const visitor of this.visitors.splice(0)) await visitor.context.close().catch(() => {});
  }

  /** A picture of every open page and what the server said last, for whoever looks into a failure. */
  async pictures(name) {
    await fs.mkdir(OUT, { recursive: true });
    const word = name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
    await fs.writeFile(path.join(OUT, `${word}-server.txt`), this.server.said());
    let count = 0;
    for (const visitor of this.visitors) {
      const file = path.join(OUT, `${word}-${++count}.png`);
      await visitor.page.screenshot({ path: file, fullPage: true, timeout: 5000 }).catch(() => {});
    }
  }
}

/** Somebody in front of a page. What the page complains about (errors, refused content, failed requests) is noted. */
class Visitor {
  constructor(place, context, page, width, scripts) {
    this.place = place;
    this.context = context;
    this.page = page;
    this.width = width;
    this.scripts = scripts;
    this.faults = [];
    this.allowed = new Set([422]); // a form with mistakes is an answer like any other
    this.expected = new Set(); // what scripts are answered, where a test wants it so
    page.on('pageerror', (error) => this.faults.push(`${page.url()}: ${error.message}`));
    page.on('console', (message) => {
      // What could not be loaded is told with its status by the answers, below.
      if (message.type() !== 'error' || message.text().startsWith('Failed to load resource')) return;
      // So Chromium tells that it could not look for a newer sw.js, without a network.
      if (message.text().startsWith('An unknown error occurred when fetching the script')) return;
      this.faults.push(`${page.url()}: ${message.text()}`);
    });
    page.on('response', (response) => {
      const status = response.status();
      if (status < 400 || this.expected.has(status) || (response.request().isNavigationRequest() && this.allowed.has(status))) return;
      this.faults.push(`${response.request().method()} ${response.url()} answered ${status}`);
    });
  }

  /** Opens an address and says which status it answered with. */
  async open(address, { status = 200 } = {}) {
    if (status >= 400) this.allowed.add(status);
    const response = await this.page.goto(address);
    assert.equal(response.status(), status, `status of ${address}`);
    return response;
  }

  async signIn(email, password = PASSWORD) {
    const { page } = this;
    await this.open('/sign-in');
    await page.getByLabel('E-mail address').fill(email);
    await page.getByLabel('Password').fill(password);
    await this.press('Sign in');
    await page.waitForURL((url) => url.pathname !== '/sign-in');
  }

  /** Presses a button or follows a link by its words. */
  async press(name, { role = 'button', exact = false, within = this.page } = {}) {
    await within.getByRole(role, { name, exact }).first().click();
  }

  async follow(name, options = {}) {
    await this.press(name, { role: 'link', ...options });
  }

  /** The only heading of the first level says what page this is. */
  async sees(heading) {
    await this.page.getByRole('heading', { level: 1, name: heading }).waitFor();
  }

  /** Waits for words on the page. */
  async reads(words, within = this.page) {
    await within.getByText(words).first().waitFor();
  }

  /** The list of mistakes above a form; it has the focus, and each leads to its field. */
  async mistakes() {
    const list = this.page.locator('[data-problems]');
    await list.waitFor();
    for (const link of await list.locator('a').all()) {
      const id = (await link.getAttribute('href')).slice(1);
      assert.ok(await this.page.locator(`[id="${id}"]`).count(), `a mistake leads to #${id}, which is not on the page`);
    }
    return (await list.locator('li').allTextContents()).map((text) => text.trim());
  }

  /** The page as it stands holds at both widths: no barrier, no sideways scroll. */
  async looksRight(widths = Object.keys(WIDTHS)) {
    await this.page.waitForLoadState('load');
    // A checklist is as it stays once its script has told in the jump list what is answered.
    if (this.scripts) await this.page.locator('form[data-checklist] [data-jump-state]:empty').first().waitFor({ state: 'detached' });
    // The width in use comes last, so that the journey goes on at it.
    for (const width of [...widths].sort((a) => (a === this.width ? 1 : -1))) {
      await this.page.setViewportSize(WIDTHS[width]);
      await checkPage(this.page, width, this.scripts);
    }
    if (!widths.includes(this.width)) await this.page.setViewportSize(WIDTHS[this.width]);
  }
}

/** Runs one step of a journey and closes its pages; when it fails, pictures of them stay in tests/out. */
export async function pictured(place, name, step) {
  try {
    await step();
  } catch (failure) {
    await place.pictures(name);
    await place.close();
    throw failure;
  }
  await place.leave();
}
