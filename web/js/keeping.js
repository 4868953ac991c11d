// On every page: what this device keeps is sent, told, and locked when somebody leaves.
//
//   <body data-keeper="…">                 whose page this is; empty where nobody is signed in
//   <a data-waiting-chip hidden …>         "3 to send", wherever finished audits wait
//   <form action="/sign-out">              asks first while something waits: <dialog data-leaving>
//   <li data-keep="/audits/7" data-mark>   an audit of the day: its checklist is kept for when there is no network
import { fill } from './words.js';
import { STATE, flush, isWaiting, trust } from './send.js';
import { adopt, drafts, durable, fact, isLocked, keepers, listen, lock, note, waits } from './store.js';

const PAGES = 'pages';
const DAY = '/today';
const LEAVING = 8000; // ms that signing out waits for the server
const BACK_OFF = [2000, 5000, 10_000, 20_000, 30_000];
export const keeper = document.body.dataset.keeper ?? '';
/** The files this page came with: a checklist of an earlier release is fetched anew. */
const RELEASE = [...document.querySelectorAll('script[type="module"][src], link[rel="stylesheet"]')].map(({ src, href }) => src ?? href).join(' ');
const token = () => document.querySelector('input[name="csrf"]')?.value;

let tries = 0;
let timer;
let hasLeft = false;
/** Sends what there is, now and again while something waits. */
export async function send() {
  clearTimeout(timer);
  tellNetwork(await flush());
  await tellWaiting();
  const waiting = await isWaiting();
  clearTimeout(timer); // several may have come this far together
  if (waiting) timer = setTimeout(send, BACK_OFF[Math.min(tries++, BACK_OFF.length - 1)]);
  else tries = 0;
}

/** The same at once, whatever was tried before. */
export function sendNow() {
  tries = 0;
  return send();
}

async function tellWaiting() {
  const mine = (await Promise.all((await keepers()).map(drafts))).flat();
  const finished = mine.filter((draft) => draft.done || draft.state === STATE.needs).length;
  for (const chip of document.querySelectorAll('[data-waiting-chip]')) {
    chip.hidden = finished === 0;
    chip.querySelector('[data-waiting-text]').textContent = fill(finished === 1 ? chip.dataset.one : chip.dataset.many, { n: finished });
  }
  return finished;
}

/** "Offline" is said in the bar only while it is true: the browser knows of no network, or the server was not reached. */
function tellNetwork(reached = true) {
  for (const chip of document.querySelectorAll('[data-offline]')) chip.hidden = reached && navigator.onLine;
}

/** Forgets pages and key of somebody; what waits stays, locked. */
async function forget(whom) {
  await lock(whom);
  await globalThis.caches?.delete(PAGES);
}

/** Whose device this is now: what others left is locked. */
async function identify() {
  const known = await keepers();
  if (keeper) {
    // A link belongs to its audit; of people there is one at a time on a device.
    for (const other of known) if (other !== keeper && !other.startsWith('link-') && !keeper.startsWith('link-')) await forget(other);
    trust(keeper, token());
    if ((await fact('signed-out')) === keeper) {
      const form = document.querySelector('form[action="/sign-out"]');
      await note('signed-out', undefined);
      if (form) {
        form.submit();
        await new Promise(() => {}); // nothing is kept or sent any more
      }
    }
  }
  // Whoever is about to sign in opens the day next: what keeps it is there by then.
  return Boolean(keeper || known.length || document.querySelector('form[action="/sign-in"]'));
}

async function begin(anybody) {
  if (anybody) register();
  listen((message) => {
    tellWaiting();
    if (message.sent) sent(message);
  });
  addEventListener('online', sendNow);
  addEventListener('offline', () => tellNetwork());
  tellNetwork();
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && sendNow());
  // Signed in again: what was locked here opens, and goes on.
  if (keeper && (await isLocked(keeper))) await fetchKey();
  await send();
  if (document.readyState !== 'complete') await new Promise((done) => addEventListener('load', done, { once: true }));
  await keepTheDay();
}

/** What was sent with a page of the day open: the page is told anew. */
function sent({ said }) {
  const region = document.querySelector('[data-announce]');
  if (region) region.textContent = said;
  if (document.querySelector('[data-day]') && navigator.onLine) location.reload();
}

function register() {
  if (!navigator.serviceWorker) return;
  const address = '/sw.js';
  const url = window.trustedTypes ? trustedTypes.createPolicy('sw', { createScriptURL: () => address }).createScriptURL('') : address;
  // With a script that cannot be had the page works as it is. A newer one is looked for at once: browsers take their time.
  navigator.serviceWorker
    .register(url)
    .then((registration) => registration.active && navigator.onLine && registration.update())
    .catch(() => {});
}

/** Asks the browser to send with no page open; few can. */
export async function sendLater() {
  const registration = await navigator.serviceWorker?.ready;
  await registration?.sync?.register('outbox').catch(() => {});
}

// ---- the audits of the day -------------------------------------------------------------------------------------------

/** Keeps the checklists of today's audits, one after the other; each is fetched again only when something about it changed. */
async function keepTheDay() {
  const items = [...document.querySelectorAll('[data-keep]')];
  if (!items.length || !durable || !globalThis.caches || !navigator.onLine) return;
  if (!(await keepers()).includes(keeper) && !(await fetchKey())) return;
  if (await navigator.storage?.persisted?.().catch(() => true) === false) navigator.storage.persist().catch(() => {});
  const cache = await caches.open(PAGES);
  const marks = (await fact('kept')) ?? {};
  const now = {};
  for (const item of items) {
    const { keep, mark } = item.dataset;
    // Sent from here since this page was made: there is nothing to prepare any more.
    if (await fact(`sent ${keep.split('/').pop()}`)) continue;
    const newest = `${mark} ${RELEASE}`;
    const there = await cache.match(keep, { ignoreVary: true });
    if ((there && marks[keep] === newest) || (await fetchChecklist(cache, keep, there))) now[keep] = newest;
    else if (there && keep in marks) now[keep] = marks[keep]; // the older one, where the newer one cannot be had
  }
  for (const keep of Object.keys(marks)) if (!(keep in now)) await cache.delete(keep);
  await note('kept', now);
  // This page itself, when it came before anybody could keep it.
  if (!hasLeft && !(await cache.match(DAY, { ignoreVary: true }))) await cache.add(DAY).catch(() => {});
  await navigator.serviceWorker?.ready;
  for (const item of items)
    for (const word of item.querySelectorAll('[data-kept]')) word.hidden = !(item.dataset.keep in now);
}

/** The key that what is kept for this person opens with, as the server gives it. */
async function fetchKey() {
  const answer = await fetch('/audits/sending', { headers: { accept: 'application/json' } }).catch(() => undefined);
  const { key, keeper: whose } = (answer?.ok && (await answer.json().catch(() => undefined))) || {};
  if (whose !== keeper) return false;
  await adopt(keeper, key);
  return true;
}

async function fetchChecklist(cache, audit, copy) {
  try {
    const prepared = await fetch(`${audit}/preparation`, {
      method: 'POST',
      headers: { accept: 'application/json', 'x-csrf': token() ?? '' },
    });
    if (!prepared.ok) return false;
    const tag = copy?.headers.get('etag');
    const page = await fetch(`${audit}/checklist`, { headers: tag ? { 'if-none-match': tag } : {} });
    if (page.status === 304) return true;
    if (!page.ok || page.redirected) return false;
    if (hasLeft) return false; // what was on its way when the person left is not kept any more
    await cache.put(audit, page);
    return true;
  } catch {
    return false; // no network, or no room: tried again with the next visit
  }
}

// ---- leaving ---------------------------------------------------------------------------------------------------------

async function unsent() {
  return (await drafts(keeper)).filter(waits).length;
}

addEventListener('submit', async (event) => {
  const form = event.target;
  if (form.getAttribute('action') !== '/sign-out' || event.defaultPrevented) return;
  event.preventDefault();
  const count = await unsent();
  const dialog = document.querySelector('[data-leaving]');
  if (count && dialog) {
    const text = dialog.querySelector('[data-leaving-text]');
    text.textContent = fill(count === 1 ? text.dataset.one : text.dataset.many, { n: count });
    dialog.returnValue = '';
    dialog.showModal();
    const choice = await chosen(dialog);
    if (choice === 'send') {
      await sendNow();
      if (!(await unsent())) return leave(form);
      location.assign('/audits/kept');
      return;
    }
    if (choice !== 'leave') return;
  }
  await leave(form);
});

// Whoever signs in begins with pages of their own, and takes back that somebody signed out here without a network.
addEventListener('submit', (event) => {
  if (event.target.getAttribute('action') !== '/sign-in') return;
  globalThis.caches?.delete(PAGES);
  note('signed-out', undefined);
});

const chosen = (dialog) => new Promise((done) => dialog.addEventListener('close', () => done(dialog.returnValue), { once: true }));

async function leave(form) {
  hasLeft = true;
  await forget(keeper);
  // Where the server cannot be told, it hears of it as soon as a page comes from it again; here nothing opens any more.
  await note('signed-out', keeper);
  const body = new URLSearchParams(new FormData(form));
  const told = await fetch('/sign-out', { method: 'POST', body, redirect: 'manual', signal: AbortSignal.timeout(LEAVING) }).catch(() => undefined);
  if (!told) return location.assign('/audits/kept');
  await note('signed-out', undefined);
  location.assign('/sign-in');
}

export const begun = identify();
begun.then(begin);
