// Sends what this device keeps, exactly once. Shared by pages and sw.js: nothing here touches a page.
//
// Each thing has a name the device made, so it may be sent as often as it takes:
//   photos     POST /audits/{id}/photos          the same bytes under the same question are there once
//   answers    PUT  /audits/{id}/answers/{q}     with x-shown: what this device knew as saved; never over an unseen one
//   the end    PUT  /audits/{id}/submissions/{s} new 201, again 200; then the draft goes
// Before anything leaves, the session is asked whose it is: what was kept for one person is never sent as another's, and
// x-keeper says it once more with each request.
import { adopt, alone, change, draft as kept, drafts, dropPhoto, isElsewhere, keepers, note, photo as photoOf, tell, waits } from './store.js';

const PATIENCE = 30_000; // ms for an answer
const PATIENCE_PHOTO = 120_000;

/** What a finished audit waits for. */
export const STATE = { open: 'open', waiting: 'waiting', signIn: 'sign-in', needs: 'needs' };

const sessions = new Map(); // keeper -> { csrf }
/** A page that came a moment ago knows whose session it is. */
export function trust(keeper, csrf) {
  if (csrf) sessions.set(keeper, { csrf });
}

let running, again;
/**
 * Sends all there is to send; a call while it runs lets it look once more. Resolves when nothing more can be done now:
 * whether the server could be reached, as far as anything was tried.
 */
export function flush() {
  again = true;
  running ??= (async () => {
    try {
      let reached = true;
      while (again) {
        again = false;
        reached = await alone('send', sendAll);
      }
      return reached;
    } finally {
      running = undefined;
    }
  })();
  return running;
}

/** Whether something waits that a later try may send. */
export async function isWaiting() {
  for (const keeper of await keepers())
    for (const draft of await drafts(keeper)) if (waits(draft) && draft.state !== STATE.needs) return true;
  return false;
}

async function sendAll() {
  for (const keeper of await keepers()) {
    for (const draft of await drafts(keeper)) {
      if (draft.state === STATE.needs || !waits(draft)) continue;
      const result = await sendOne(keeper, draft.audit);
      if (result === 'offline') return false; // the others would fail as well
    }
  }
  return true;
}

/** Whose session this is now, and its token; adopts the key that comes with it. */
async function session(keeper, audit) {
  if (sessions.has(keeper)) return sessions.get(keeper);
  const own = keeper.startsWith('link-') ? `/audits/${audit}/sending` : '/audits/sending';
  const answer = await ask(own, { method: 'GET' }, {});
  const { verdict, body } = answer;
  // A link that was withdrawn: nobody can sign in to mend that.
  if (verdict === 'closed') return { trouble: await needs(keeper, audit, reason(answer)) };
  if (verdict !== 'ok') return { trouble: verdict };
  if (body?.keeper !== keeper) return { trouble: 'other' };
  await adopt(keeper, body.key);
  const found = { csrf: body.csrf };
  sessions.set(keeper, found);
  return found;
}

/** ok | offline | later (try again) | signIn | csrf | closed | refused, with the answer's body. */
async function ask(url, init, headers, patience = PATIENCE) {
  let response;
  try {
    response = await fetch(url, {
      ...init,
      headers: { accept: 'application/json', ...headers },
      credentials: 'same-origin',
      redirect: 'manual', // a redirect here is the way to the sign-in page, not an answer
      signal: AbortSignal.timeout(patience),
    });
  } catch {
    return { verdict: 'offline' };
  }
  const body = await response.json().catch(() => undefined);
  const { status } = response;
  const verdict = response.ok
    ? 'ok'
    : response.type === 'opaqueredirect' || status === 401 || body?.code === 'audit-other-keeper'
      ? 'signIn'
      : status === 403
        ? 'csrf'
        : status === 404 || status === 409 || status === 410
          ? 'closed'
          : status >= 500 || [408, 425, 429].includes(status)
            ? 'later'
            : 'refused';
  return { verdict, status, body };
}

/** One draft: photos, what was taken back, answers, the end. Says offline, stopped or done. */
async function sendOne(keeper, audit) {
  let fresh = false; // the token was asked for anew
  for (;;) {
    const own = await session(keeper, audit);
    if (own.trouble) return stopped(keeper, audit, own.trouble);
    const draft = await kept(keeper, audit);
    if (!draft) return 'done';
    const result = await steps(keeper, draft, own.csrf);
    if (result === 'more') continue;
    if (result === 'csrf' || result === 'signIn') {
      sessions.delete(keeper);
      if (fresh) return stopped(keeper, audit, 'signIn');
      fresh = true;
      continue;
    }
    if (result === 'nothing') return 'done';
    return stopped(keeper, audit, result);
  }
}

/** Writes down why it does not go on. */
async function stopped(keeper, audit, trouble) {
  const state = { signIn: STATE.signIn, other: STATE.signIn, csrf: STATE.signIn }[trouble] ?? STATE.waiting;
  if (trouble === 'needs') return 'stopped';
  await change(keeper, audit, (draft) => draft && { ...draft, state, tried: Date.now(), tries: draft.tries + 1 });
  tell({ audit, state });
  return trouble === 'offline' ? 'offline' : 'stopped';
}

/** What only the person can put right: it waits with the reason. */
async function needs(keeper, audit, why, also = {}) {
  await change(keeper, audit, (draft) => draft && { ...draft, ...also, state: STATE.needs, why, tried: Date.now() });
  tell({ audit, state: STATE.needs });
  return 'needs';
}

/** Why it was not taken. What is not to be seen here any more has no sentence of its own. */
const reason = ({ status, body }) => ({
  code: body?.code ?? `http-${status}`,
  said: status === 404 ? '' : (body?.error ?? ''),
});

/** The next step of a draft: `more` after one that went well, `nothing` when all is sent, else why not. */
async function steps(keeper, draft, csrf) {
  const { audit } = draft;
  const heads = { 'x-csrf': csrf, 'x-keeper': keeper };
  const times = () => ({
    'x-sent-at': new Date().toISOString(),
    ...(draft.begun && { 'x-started-at': draft.begun }),
  });

  const [removal] = draft.removals;
  if (removal) {
    const answer = await ask(
      `/audits/${audit}/photos/${removal}/removal`,
      { method: 'POST', body: new URLSearchParams({ csrf }) },
      { ...heads, ...times(), ...(draft.done && { 'x-device-at': draft.done.at }) },
    );
    const { verdict, status } = answer;
    const isGone = verdict === 'ok' || status === 404;
    if (verdict === 'closed' && !isGone) return needs(keeper, audit, reason(answer));
    if (verdict !== 'refused' && !isGone) return verdict;
    await change(keeper, audit, (draft) => draft && { ...draft, removals: draft.removals.filter((id) => id !== removal) });
    return 'more';
  }

  const photo = draft.photos.find((photo) => !photo.sent && !photo.refused);
  if (photo) return sendPhoto(keeper, draft, photo, csrf, heads);

  // Of a finished audit only answers that may be on their way: all others go with its end.
  const open = Object.entries(draft.answers).find(([, given]) => given.frozen || (given.dirty && !draft.done && !given.other));
  if (open) return sendAnswer(keeper, draft, open, { ...heads, ...times() });
  return draft.done ? sendEnd(keeper, draft, { ...heads, ...times() }) : 'nothing';
}

/** One photo. That it leaves is written down first: from then on it may be with the server. */
async function sendPhoto(keeper, { audit, done, begun }, photo, csrf, heads) {
  const settle = async (step) => {
    await change(keeper, audit, (draft) => {
      const one = draft?.photos.find(({ id }) => id === photo.id);
      return one && step(draft, one);
    });
    tell({ audit, changed: true });
    return 'more';
  };
  const blob = await photoOf(keeper, photo.id);
  if (!blob && (await isElsewhere(photo.id))) return 'later'; // the page that has it sends it
  // The browser lost it, or it was taken back before it left: what is not there cannot be sent.
  if (!blob || (photo.gone && !photo.left)) return settle((draft, one) => dropped(draft, one));
  await change(keeper, audit, (draft) => {
    const one = draft?.photos.find(({ id }) => id === photo.id);
    if (!one || one.left) return undefined;
    one.left = true;
    return draft;
  });
  const form = new FormData();
  form.append('csrf', csrf);
  form.append('question', photo.question);
  if (photo.takenAt) form.append('taken_at', photo.takenAt);
  form.append('device_at', done?.at ?? photo.at);
  form.append('sent_at_device', new Date().toISOString());
  if (begun) form.append('started_at_device', begun);
  form.append('photo', blob, 'photo.jpg');
  const answer = await ask(`/audits/${audit}/photos`, { method: 'POST', body: form }, heads, PATIENCE_PHOTO);
  const { verdict, body } = answer;
  if (verdict === 'closed') return needs(keeper, audit, reason(answer));
  if (verdict === 'ok')
    return settle((draft, one) => {
      one.sent = body;
      return one.gone ? dropped(draft, one) : draft;
    });
  if (verdict !== 'refused') return verdict;
  return settle((draft, one) => {
    one.refused = body?.error || '?';
    return one.gone ? dropped(draft, one) : draft;
  });
}

/** One answer. What leaves is frozen until the server said yes or no: so a lost answer is never taken for another's. */
async function sendAnswer(keeper, draft, [question], heads) {
  const { audit } = draft;
  let sent;
  await change(keeper, audit, (draft) => {
    const given = draft?.answers[question];
    if (!given) return undefined;
    given.frozen ??= given.content;
    sent = structuredClone(given);
    return draft;
  });
  if (!sent) return 'nothing';
  const text = JSON.stringify(sent.frozen);
  const answer = await ask(
    `/audits/${audit}/answers/${question}`,
    // Outlives the page, where a browser lets it: more than that it does not take.
    { method: 'PUT', body: text, keepalive: text.length < 30_000 },
    {
      ...heads,
      'content-type': 'application/json',
      'x-shown': sent.base || 'nothing',
      'x-device-at': new Date(sent.at).toISOString(),
    },
  );
  const { verdict, body } = answer;
  const settle = (now) =>
    change(keeper, audit, (draft) => {
      const given = draft?.answers[question];
      if (!given) return undefined;
      const same = JSON.stringify(given.content) === text;
      draft.answers[question] = { ...given, frozen: null, dirty: given.dirty && !same, ...now(same) };
      return { ...draft, state: STATE.open, savedAt: Date.now() };
    });
  if (verdict === 'ok') await settle(() => ({ base: body.written, refused: null, other: null }));
  else if (body?.code === 'audit-no-contested') {
    await settle(() => ({ dirty: true, other: body.others[0] }));
    if (draft.done) return needs(keeper, audit, reason(answer), { done: null });
    tell({ audit, contested: question });
    return 'more';
  } else if (verdict === 'closed') {
    return needs(keeper, audit, reason(answer));
  } else if (verdict === 'refused') {
    await settle((same) => (same ? { dirty: false, refused: body?.error || '?' } : {}));
  } else return verdict;
  tell({ audit, changed: true });
  return 'more';
}

async function sendEnd(keeper, draft, heads) {
  const { audit } = draft;
  const shown = Object.fromEntries(Object.entries(draft.answers).map(([id, { base }]) => [id, base || 'nothing']));
  const photos = draft.photos.filter((photo) => photo.sent).map((photo) => photo.sent.id);
  const { body: sent } = draft.done;
  const answer = await ask(
    `/audits/${audit}/submissions/${draft.submission}`,
    { method: 'PUT', body: JSON.stringify({ ...JSON.parse(sent), shown, photos }) },
    { ...heads, 'content-type': 'application/json' },
  );
  const { verdict, body } = answer;
  if (verdict === 'ok') {
    // Taken back for a change while it was on its way: what was changed is told as not sent, never thrown away.
    const changed = (now) => now.done?.body !== sent && Object.values(now.answers).some(({ dirty }) => dirty);
    const left = await change(keeper, audit, (now) => (now && changed(now) ? { ...now, done: null } : null));
    if (left) return 'more';
    await note(`sent ${audit}`, Date.now());
    await forgetPage(`/audits/${audit}`);
    tell({ audit, sent: true, said: body?.said ?? '' });
    return 'nothing';
  }
  if (body?.code === 'audit-no-contested') {
    const others = new Map(body.others.map((other) => [other.question, other]));
    const answers = Object.fromEntries(
      Object.entries(draft.answers).map(([id, given]) => [id, others.has(id) ? { ...given, dirty: true, other: others.get(id) } : given]),
    );
    return needs(keeper, audit, reason(answer), { done: null, answers });
  }
  if (body?.code === 'audit-no-photos-yet') {
    const gone = new Set(body.photos);
    await change(
      keeper,
      audit,
      (draft) => draft && { ...draft, photos: draft.photos.map((one) => (gone.has(one.sent?.id) ? { ...one, sent: null } : one)) },
    );
    return 'more';
  }
  if (verdict === 'refused') {
    return needs(keeper, audit, { ...reason(answer), missing: body?.missing ?? [] }, { done: null });
  }
  if (verdict === 'closed') return needs(keeper, audit, reason(answer));
  return verdict;
}

/** A checklist that was sent is no page to go on from. */
const forgetPage = async (page) => (await globalThis.caches?.open('pages').catch(() => undefined))?.delete(page, { ignoreVary: true });

/** The draft without a photo, named by this device or by the server. */
export function without(draft, id) {
  const photo = draft.photos.find((photo) => photo.id === id || photo.sent?.id === id);
  if (!photo) return { ...draft, removals: [...draft.removals, id] }; // of an earlier visit: the server's own
  // On its way, perhaps arrived: it is taken back as soon as the server has told its name.
  if (photo.left && !photo.sent && !photo.refused) photo.gone = true;
  else return dropped(draft, photo);
  return draft;
}

/** The same of one whose fate is known; the bytes go, too. */
function dropped(draft, photo) {
  dropPhoto(photo.id);
  const photos = draft.photos.filter((one) => one !== photo);
  const name = photo.sent?.id;
  // The same picture taken twice is with the server once.
  const isNeeded = photos.some((one) => one.sent?.id === name);
  return { ...draft, photos, removals: name && !isNeeded ? [...draft.removals, name] : draft.removals };
}
