// What this device keeps until the server has it: answers, photos and finished audits. Shared by pages and sw.js.
//
// - A *draft* is one audit of one *keeper* (the person, or a one-time link) on this device: everything the person gave,
//   what of it the server has, and, once finished, exactly what is to be sent.
// - All of it is locked with the keeper's key (AES-GCM). The key comes from the server after signing in, lies in the
//   database as one that cannot be read out, and is thrown away at sign-out: what waits stays, and opens again only for
//   the same person.
// - Every change is one step for all tabs (a lock by audit), and on disk before it counts (strict durability).
// - Where the browser offers none of this (plain http in a local network, private windows), or the device is full, drafts
//   live in this page's memory: they are sent as before, and `durable` or `full` says that nothing outlives the page.

const DRAFTS = 'drafts';
const PHOTOS = 'photos';
const KEYS = 'keys';
const FACTS = 'facts';
const OF = 'of'; // index: photos of a draft

const memory = { drafts: new Map(), photos: new Map(), keys: new Map(), facts: new Map() };
const keys = new Map(); // keeper -> key, as far as it was needed

/** Whether what is kept outlives this page. */
export let durable = Boolean(globalThis.indexedDB && globalThis.crypto?.subtle && globalThis.navigator?.locks);
/** Whether the device has no room for something that should be kept: it lives in this page only. */
export let full = false;
/** Whether something of this audit lives in this page only, whatever the reason. */
export const isLoose = (keeper, audit) =>
  memory.drafts.has(at(keeper, audit)) || [...memory.photos.values()].some((photo) => photo.keeper === keeper && photo.audit === audit);

let opened;
function database() {
  opened ??= new Promise((done, failed) => {
    const request = indexedDB.open('plumbline', 1);
    request.onupgradeneeded = () => {
      const { result } = request;
      result.createObjectStore(DRAFTS, { keyPath: ['keeper', 'audit'] });
      result.createObjectStore(PHOTOS, { keyPath: 'id' }).createIndex(OF, ['keeper', 'audit']);
      result.createObjectStore(KEYS, { keyPath: 'keeper' });
      result.createObjectStore(FACTS, { keyPath: 'name' });
    };
    request.onsuccess = () => {
      const { result } = request;
      // A newer page wants to change the tables: out of its way.
      result.onversionchange = () => {
        result.close();
        opened = undefined;
      };
      result.onclose = () => (opened = undefined);
      done(result);
    };
    request.onerror = () => failed(request.error);
  });
  return opened;
}

const answer = (request) =>
  new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });

/** Runs one transaction; `work` may wait for nothing but requests to the database. */
async function transaction(names, mode, work) {
  const running = (await database()).transaction(names, mode, { durability: 'strict' });
  const ended = new Promise((done, failed) => {
    running.oncomplete = done;
    running.onerror = running.onabort = () => failed(running.error ?? new Error('the database gave up'));
  });
  ended.catch(() => {}); // told by what it was asked, or below
  const result = await work(...names.map((name) => running.objectStore(name)));
  await ended;
  return result;
}

/** Private windows of some browsers have the interface and refuse every use. */
async function usable() {
  if (!durable) return false;
  try {
    await database();
  } catch {
    durable = false;
  }
  return durable;
}

const at = (keeper, audit) => `${keeper} ${audit}`;

// ---- keys ------------------------------------------------------------------------------------------------------------

/** Takes the keeper's key, as the server gives it: 64 hexadecimal digits. */
export async function adopt(keeper, hex) {
  if (!(await usable())) {
    memory.keys.set(keeper, true);
    return;
  }
  if (await keyOf(keeper)) return;
  const raw = Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
  const key = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt']);
  keys.set(keeper, key);
  try {
    await transaction([KEYS], 'readwrite', (store) => answer(store.put({ keeper, key })));
  } catch (failure) {
    full = full || isFull(failure);
    memory.keys.set(keeper, true); // as long as this page is open
  }
}

async function keyOf(keeper) {
  if (!keys.has(keeper)) {
    const row = await transaction([KEYS], 'readonly', (store) => answer(store.get(keeper)));
    if (row) keys.set(keeper, row.key);
  }
  return keys.get(keeper);
}

/** Those whose work can be read here now. */
export async function keepers() {
  const here = [...memory.keys.keys()];
  if (!(await usable())) return here;
  return [...new Set([...(await transaction([KEYS], 'readonly', (store) => answer(store.getAllKeys()))), ...here])];
}

/** Locks what a keeper left here: from now on it opens only after signing in. */
export async function lock(keeper) {
  keys.delete(keeper);
  memory.keys.delete(keeper);
  for (const [name, kept] of memory.drafts) if (kept.keeper === keeper) memory.drafts.delete(name);
  for (const [id, kept] of memory.photos) if (kept.keeper === keeper) letGo(id);
  if (!(await usable())) return memory.facts.clear();
  await transaction([KEYS, FACTS], 'readwrite', async (locks, facts) => {
    locks.delete(keeper);
    // Which audits were kept and sent says something of them, too.
    for (const name of await answer(facts.getAllKeys())) if (/^(kept|sent |started )/.test(name)) facts.delete(name);
  });
}

async function seal(key, bytes) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return { iv, data: await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, bytes) };
}

const unseal = (key, { iv, data }) => crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, data);

const write = (value) => new TextEncoder().encode(JSON.stringify(value));
const read = (bytes) => JSON.parse(new TextDecoder().decode(bytes));

// ---- drafts ----------------------------------------------------------------------------------------------------------

/** A draft, or nothing; nothing, too, when it is locked. */
export async function draft(keeper, audit) {
  const kept = memory.drafts.get(at(keeper, audit));
  if (kept || !(await usable())) return kept && structuredClone(kept.draft);
  const key = await keyOf(keeper);
  const row = await transaction([DRAFTS], 'readonly', (store) => answer(store.get([keeper, audit])));
  return row && key && open(key, row);
}

async function open(key, row) {
  try {
    return read(await unseal(key, row));
  } catch {
    return undefined; // locked with another key
  }
}

/** All drafts of a keeper, the oldest first. */
export async function drafts(keeper) {
  const found = new Map();
  if (await usable()) {
    const key = await keyOf(keeper);
    const range = IDBKeyRange.bound([keeper, ''], [keeper, '\uffff']);
    const rows = await transaction([DRAFTS], 'readonly', (store) => answer(store.getAll(range)));
    for (const row of rows) {
      const kept = key && (await open(key, row));
      if (kept) found.set(row.audit, kept);
    }
  }
  for (const kept of memory.drafts.values()) if (kept.keeper === keeper) found.set(kept.audit, structuredClone(kept.draft));
  return [...found.values()].sort((a, b) => a.since - b.since);
}

/** Whether something of this keeper lies here that opens only with the key. */
export async function isLocked(keeper) {
  if (!(await usable()) || (await keyOf(keeper))) return false;
  const range = IDBKeyRange.bound([keeper, ''], [keeper, '\uffff']);
  return (await transaction([DRAFTS], 'readonly', (store) => answer(store.count(range)))) > 0;
}

/** How many finished audits of others wait here, locked. */
export async function locked(keeper) {
  if (!(await usable())) return 0;
  const rows = await transaction([DRAFTS], 'readonly', (store) => answer(store.getAll()));
  const open = new Set(await keepers());
  return rows.filter((row) => row.waits && row.keeper !== keeper && !open.has(row.keeper)).length;
}

/**
 * Changes a draft in one step: `step` gets it (or nothing) and gives it back changed; `null` takes it away with its
 * photos, `undefined` leaves it as it is. Gives what is kept now.
 */
export function change(keeper, audit, step) {
  return alone(`draft ${at(keeper, audit)}`, async () => {
    const before = await latest(keeper, audit);
    const after = await step(before && structuredClone(before));
    if (after === undefined) return before;
    if (after === null) {
      await drop(keeper, audit);
      return undefined;
    }
    const row = { keeper, audit, waits: waits(after) };
    if ((await usable()) && (await keyOf(keeper))) {
      try {
        const sealed = await seal(await keyOf(keeper), write(after));
        await transaction([DRAFTS], 'readwrite', (store) => answer(store.put({ ...row, ...sealed })));
        memory.drafts.delete(at(keeper, audit));
        await makeSafe(keeper, audit);
        return after;
      } catch (failure) {
        full = full || isFull(failure);
      }
    }
    const keyless = (await usable()) && !(await keyOf(keeper));
    memory.drafts.set(at(keeper, audit), { ...row, keyless, draft: structuredClone(after) });
    return after;
  });
}

/** The draft; where this page began it without the key, laid over what was locked here earlier, so that neither is lost. */
async function latest(keeper, audit) {
  const here = memory.drafts.get(at(keeper, audit));
  const key = here?.keyless && (await keyOf(keeper));
  if (!key) return draft(keeper, audit);
  const row = await transaction([DRAFTS], 'readonly', (store) => answer(store.get([keeper, audit])));
  const below = row && (await open(key, row));
  const above = structuredClone(here.draft);
  if (!below) return above;
  if (below.done) return below; // finished is finished: the page says so, and offers to go on
  return {
    ...above,
    since: below.since,
    begun: below.begun ?? above.begun,
    answers: { ...below.answers, ...above.answers },
    facts: { ...below.facts, ...above.facts },
    photos: [...below.photos, ...above.photos],
    removals: [...below.removals, ...above.removals],
  };
}

/** There is room again: photos that live in this page only are kept on the device, too, as far as they fit. */
async function makeSafe(keeper, audit) {
  for (const [id, photo] of [...memory.photos])
    if (photo.keeper === keeper && photo.audit === audit && !(await keepBytes(keeper, audit, id, photo.bytes))) break;
  full = full && memory.drafts.size + memory.photos.size > 0;
}

async function drop(keeper, audit) {
  memory.drafts.delete(at(keeper, audit));
  for (const [id, photo] of memory.photos) if (photo.keeper === keeper && photo.audit === audit) letGo(id);
  full = full && memory.drafts.size + memory.photos.size > 0;
  if (!(await usable())) return;
  await transaction([DRAFTS, PHOTOS], 'readwrite', async (store, photos) => {
    for (const id of await answer(photos.index(OF).getAllKeys([keeper, audit]))) photos.delete(id);
    await answer(store.delete([keeper, audit]));
  });
}

/** Whether something of it is not with the server yet. */
export function waits(draft) {
  return (
    Boolean(draft.done) ||
    draft.removals.length > 0 ||
    draft.photos.some((photo) => !photo.sent && !photo.refused) ||
    Object.values(draft.answers).some((given) => given.dirty || given.frozen)
  );
}

const isFull = (failure) => failure?.name === 'QuotaExceededError' || /quota|space|full/i.test(failure?.message ?? '');

// ---- photos ----------------------------------------------------------------------------------------------------------

/** Keeps the bytes of a photo; says whether they are safe on the device. */
export async function keepPhoto(keeper, audit, id, blob) {
  const bytes = await blob.arrayBuffer();
  if (await keepBytes(keeper, audit, id, bytes)) return true;
  memory.photos.set(id, { keeper, audit, bytes });
  // As long as this page is open the others know that the bytes are somewhere.
  globalThis.navigator?.locks?.request(`photo ${id}`, () => new Promise((release) => held.set(id, release)));
  return false;
}

const held = new Map();
function letGo(id) {
  memory.photos.delete(id);
  held.get(id)?.();
  held.delete(id);
}

/** Whether the bytes of a photo that found no room are in another page that is open. */
export async function isElsewhere(id) {
  const { held = [] } = (await globalThis.navigator?.locks?.query()) ?? {};
  return held.some(({ name }) => name === `photo ${id}`);
}

async function keepBytes(keeper, audit, id, bytes) {
  if ((await usable()) && (await keyOf(keeper))) {
    try {
      const sealed = await seal(await keyOf(keeper), bytes);
      await transaction([PHOTOS], 'readwrite', (store) => answer(store.put({ id, keeper, audit, ...sealed })));
      letGo(id);
      return true;
    } catch (failure) {
      full = full || isFull(failure);
    }
  }
  return false;
}

/** The photo's bytes as they were kept, or nothing. */
export async function photo(keeper, id) {
  const kept = memory.photos.get(id);
  if (kept) return new Blob([kept.bytes], { type: 'image/jpeg' });
  if (!(await usable())) return undefined;
  const row = await transaction([PHOTOS], 'readonly', (store) => answer(store.get(id)));
  const key = await keyOf(keeper);
  if (!row || !key) return undefined;
  return new Blob([await unseal(key, row)], { type: 'image/jpeg' });
}

export async function dropPhoto(id) {
  letGo(id);
  if (await usable()) await transaction([PHOTOS], 'readwrite', (store) => answer(store.delete(id)));
}

// ---- small facts about this device -----------------------------------------------------------------------------------

export async function fact(name) {
  if (memory.facts.has(name) || !(await usable())) return memory.facts.get(name);
  return (await transaction([FACTS], 'readonly', (store) => answer(store.get(name))))?.value;
}

export async function note(name, value) {
  memory.facts.delete(name);
  try {
    if (await usable())
      return await transaction([FACTS], 'readwrite', (store) => answer(value === undefined ? store.delete(name) : store.put({ name, value })));
  } catch {
    // No room: it is known as long as this page is open.
  }
  memory.facts.set(name, value);
}

// ---- between tabs ----------------------------------------------------------------------------------------------------

/** One after the other, over all tabs. */
export function alone(name, work) {
  if (globalThis.navigator?.locks) return navigator.locks.request(name, work);
  const before = chains.get(name) ?? Promise.resolve();
  const next = before.then(work, work);
  chains.set(
    name,
    next.catch(() => {}),
  );
  return next;
}
const chains = new Map();

const channel = globalThis.BroadcastChannel && new BroadcastChannel('plumbline');
const listeners = new Set();
if (channel) channel.onmessage = ({ data }) => listeners.forEach((listener) => listener(data, false));

/** Tells every tab, this one included: {audit, changed | sent | contested | state}. */
export function tell(message) {
  channel?.postMessage(message);
  listeners.forEach((listener) => listener(message, true));
}

export function listen(listener) {
  listeners.add(listener);
}
