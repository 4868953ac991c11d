// Answers for pages and assets where there is no network. Served at /sw.js; its first line, written by the server, says
// `self.kept = {release, files}`.
//
// Assets carry a hash in their name: what is kept is right for ever. Pages come from the network whenever it answers
// within a few seconds, in full or as word that the copy here still says the same; only those marked by the server (header x-keep: the day and checklists) are kept beside it, until
// the person signs out. Any other page gives way to /audits/kept, which says what waits on this device.
import { flush, isWaiting } from './send.js';

const { release, files } = self.kept;
const ASSETS = `assets-${release}`;
const PAGES = 'pages';
const KEPT = '/audits/kept';
const PATIENCE = 3500; // ms for a page, where an older copy is here

self.addEventListener('install', (event) => {
  event.waitUntil(
    (async () => {
      const cache = await caches.open(ASSETS);
      await cache.addAll([...files, KEPT]);
      await self.skipWaiting();
    })(),
  );
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    (async () => {
      // The release before this one may still be asked for by pages that were kept with it.
      const old = (await caches.keys()).filter((name) => name.startsWith('assets-') && name !== ASSETS);
      for (const name of old.slice(0, -1)) await caches.delete(name);
      await self.clients.claim();
    })(),
  );
});

const isKept = (path) => path === '/' || path === '/today' || /^\/audits\/[0-9a-f-]{36}$/.test(path);

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin) return;
  const started = request.mode === 'navigate' && request.method === 'POST' && /^(\/audits\/[0-9a-f-]{36})\/start$/.exec(pathname);
  if (started) event.respondWith(start(request, started[1]));
  if (request.method !== 'GET') return;
  if (pathname.startsWith('/assets/')) event.respondWith(asset(request));
  else if (request.mode === 'navigate') event.respondWith(page(event, pathname));
});

async function asset(request) {
  return (await caches.match(request, { ignoreVary: true })) ?? fetch(request);
}

/** "Start" is pressed and there is no network any more: the checklist is kept, and begins with its first answer. */
async function start(request, audit) {
  const copy = await caches.match(audit, { cacheName: PAGES, ignoreVary: true });
  if (!copy) return fetch(request);
  const late = new Promise((done) => setTimeout(done, PATIENCE));
  return (await Promise.race([fetch(request).catch(() => undefined), late])) ?? Response.redirect(audit, 303);
}

async function page(event, path) {
  const kept = isKept(path) && (await caches.match(path === '/' ? '/today' : path, { cacheName: PAGES, ignoreVary: true }));
  const answer = ask(event.request, kept).then(async (response) => {
    if (response.status === 304) return kept.clone();
    if (response.ok && !response.redirected && response.headers.has('x-keep')) {
      const copy = response.clone();
      event.waitUntil(caches.open(PAGES).then((cache) => cache.put(path, copy)));
    }
    return response;
  });
  event.waitUntil(answer.catch(() => {}));
  const copy = path === KEPT ? await shell() : kept;
  if (!copy) return answer.catch(async () => (await shell()) ?? Response.error());
  const late = new Promise((done) => setTimeout(done, PATIENCE));
  return (await Promise.race([answer.catch(() => undefined), late])) ?? copy;
}

/** Asks for a page; where a copy is here only whether it still says the same (304). */
function ask(request, copy) {
  const tag = copy && copy.headers.get('etag');
  if (!tag) return fetch(request);
  const headers = { accept: request.headers.get('accept') ?? 'text/html', 'if-none-match': tag };
  return fetch(request.url, { headers, credentials: 'same-origin', redirect: 'manual' });
}

/** This release's page of what is kept, before that of the release before it. */
const shell = async () =>
  (await caches.match(KEPT, { cacheName: ASSETS, ignoreVary: true })) ?? (await caches.match(KEPT, { ignoreVary: true }));

// Where the browser offers it, what waits is sent with no page open.
self.addEventListener('sync', (event) => {
  event.waitUntil(
    flush().then(async () => {
      if (await isWaiting()) throw new Error('later');
    }),
  );
});
