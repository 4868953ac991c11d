// What this device keeps and has not sent yet: templates/audits/kept.html. The page comes empty and is filled in here, also
// without a network. Each audit is a copy of <template data-kept-item>.
import { begun, keeper, sendNow } from './keeping.js';
import { STATE } from './send.js';
import { change, draft as kept, drafts, keepers, listen, locked, photo as photoOf, waits } from './store.js';
import { element, fill, moment, textOf } from './words.js';

const page = () => document.querySelector('[data-kept-page]');
let started = false;

export async function start() {
  if (started || !page()) return;
  started = true;
  await begun;
  listen(paint);
  page().addEventListener('click', pressed);
  await paint();
}

const withTexts = () => textOf(page());

async function all() {
  const found = [];
  for (const whose of await keepers())
    for (const draft of await drafts(whose)) found.push({ whose, draft });
  return found;
}

async function paint() {
  const texts = withTexts();
  const found = await all();
  const list = page().querySelector('[data-kept-list]');
  const template = page().querySelector('[data-kept-item]');
  const open = new Set([...list.querySelectorAll('details[open]')].map(({ dataset }) => dataset.of));
  list.replaceChildren(
    ...found.map(({ whose, draft }) => {
      const item = template.content.firstElementChild.cloneNode(true);
      item.id = draft.audit;
      const put = (name, words) => (item.querySelector(`[data-put="${name}"]`).textContent = words);
      put('title', draft.title);
      put('place', draft.place);
      const count = Object.keys(draft.answers).length;
      const photos = draft.photos.filter(({ gone }) => !gone).length;
      put('holds', fill(photos ? texts.holdsPhotos : texts.holds, { answers: count, photos }));
      put('when', draft.done ? fill(texts.done, { time: moment(draft.done.at) }) : fill(texts.begun, { time: moment(draft.begun ?? draft.since) }));
      put('state', stateOf(draft, texts));
      item.querySelector('[data-tally]').replaceChildren(...tally(draft, texts));
      item.querySelector('[data-put="tried"]').textContent = draft.tried ? fill(texts.tried, { time: moment(draft.tried) }) : '';
      item.querySelector('[data-open]').href = `/audits/${draft.audit}`;
      item.classList.toggle('is-stuck', draft.state === STATE.needs || draft.state === STATE.signIn);
      for (const button of item.querySelectorAll('button')) Object.assign(button.dataset, { audit: draft.audit, whose });
      const signIn = item.querySelector('[data-sign-in]');
      signIn.hidden = draft.state !== STATE.signIn;
      signIn.href = `/sign-in?next=${encodeURIComponent('/audits/kept')}`;
      item.querySelector('[data-discard]').hidden = draft.state !== STATE.needs;
      return item;
    }),
  );
  for (const of of open) list.querySelector(`details[data-of="${of}"]`)?.setAttribute('open', '');
  const finished = found.filter(({ draft }) => draft.done || draft.state === STATE.needs).length;
  const just = found.find(({ draft }) => draft.audit === location.hash.slice(1));
  page().querySelector('[data-kept-none]').hidden = found.length > 0;
  page().querySelector('[data-kept-now]').hidden = !found.some(({ draft }) => waits(draft));
  const lead = page().querySelector('[data-kept-lead]');
  lead.textContent = just?.draft.done
    ? texts.thanks
    : finished
      ? fill(finished === 1 ? texts.one : texts.many, { n: finished })
      : found.length
        ? texts.underWay
        : '';
  page().querySelector('[data-kept-next]').hidden = !just?.draft.done;
  const others = await locked(keeper);
  const note = page().querySelector('[data-kept-locked]');
  note.hidden = others === 0;
  note.querySelector('[data-put]').textContent = fill(others === 1 ? texts.lockedOne : texts.lockedMany, { n: others });
}

/** "7 conform", "1 nonconforming": what the answers of a finished audit come to. */
function tally(draft, texts) {
  const kinds = { conforms: 'ok', nonconforming: 'bad', corrected: 'fix', not_applicable: 'na', recorded: 'info' };
  return Object.entries(kinds).flatMap(([outcome, kind]) => {
    const n = draft.done?.comesTo.filter((one) => one === outcome).length ?? 0;
    return n ? [element('li', `st st--${kind}`, fill(texts[`tally${outcome[0].toUpperCase()}${outcome.slice(1)}`.replace('_a', 'A')], { n }))] : [];
  });
}

function stateOf(draft, texts) {
  if (draft.state === STATE.signIn) return texts.signIn;
  if (draft.state === STATE.needs) return draft.why?.said || texts.needs;
  if (draft.done) return navigator.onLine && !draft.tries ? texts.waiting : texts.offline;
  return waits(draft) ? texts.partly : texts.open;
}

async function pressed(event) {
  const button = event.target.closest('button');
  if (!button) return;
  const { audit, whose } = button.dataset;
  if ('now' in button.dataset) {
    button.setAttribute('aria-busy', 'true');
    // What waits for the person is tried again, too: perhaps it was given back, or opened again.
    for (const { whose, draft } of await all())
      if (draft.state === STATE.needs)
        await change(whose, draft.audit, (draft) => draft && { ...draft, state: draft.done ? STATE.waiting : STATE.open, why: null });
    await sendNow();
    button.removeAttribute('aria-busy');
    await paint();
    const lead = page().querySelector('[data-kept-lead]');
    document.querySelector('[data-announce]').textContent = lead.textContent || withTexts().nothing;
  }
  if ('file' in button.dataset) await save(whose, audit);
  if ('discard' in button.dataset) {
    const dialog = page().querySelector('[data-kept-discard]');
    dialog.returnValue = ''; // what was chosen the last time is not chosen now
    dialog.showModal();
    const choice = await new Promise((done) => dialog.addEventListener('close', () => done(dialog.returnValue), { once: true }));
    if (choice === 'file') await save(whose, audit);
    if (choice === 'discard') {
      await change(whose, audit, () => null);
      await paint();
    }
  }
}

/** Everything of one audit as a file that opens in any browser, photos inside; so nothing is ever stuck on a device. */
async function save(whose, audit) {
  const draft = await kept(whose, audit);
  if (!draft) return;
  const texts = withTexts();
  const file = document.implementation.createHTMLDocument(draft.title);
  const { body } = file;
  file.documentElement.lang = document.documentElement.lang;
  const add = (tag, words) => body.appendChild(element(tag, '', words));
  add('h1', draft.title);
  add('p', draft.place);
  add('p', stateOf(draft, texts));
  if (draft.begun) add('p', fill(texts.begun, { time: new Date(draft.begun).toLocaleString() }));
  if (draft.done) add('p', fill(texts.done, { time: new Date(draft.done.at).toLocaleString() }));
  const answers = draft.done ? JSON.parse(draft.done.body).answers : Object.fromEntries(Object.entries(draft.answers).map(([id, { content }]) => [id, content]));
  const inOrder = Object.entries(draft.texts).sort(([, a], [, b]) => a.n - b.n);
  for (const [id, { n, text }] of inOrder) {
    const given = answers[id];
    if (!given) continue;
    add('h2', `${n}. ${text}`);
    const words = [texts[{ conforms: 'outcomeConforms', nonconforming: 'outcomeNonconforming', corrected: 'outcomeCorrected', not_applicable: 'outcomeNotApplicable' }[given.outcome]], given.given, given.value, given.seen, given.done];
    for (const more of given.more ?? []) words.push(more.seen, more.done);
    for (const word of words) if (word !== null && word !== undefined && word !== '') add('p', String(word));
    for (const photo of draft.photos.filter(({ question, gone }) => question === id && !gone)) {
      const blob = await photoOf(whose, photo.id);
      if (!blob) continue;
      const image = body.appendChild(file.createElement('img'));
      image.alt = photo.takenAt ?? '';
      image.src = await dataUrl(blob);
    }
  }
  add('h2', texts.data);
  add('pre', JSON.stringify({ audit, submission: draft.submission, ...(draft.done ? JSON.parse(draft.done.body) : { answers }) }, null, 1));
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([`<!doctype html><meta charset="utf-8">${file.documentElement.outerHTML}`], { type: 'text/html' }));
  link.download = `${draft.title.replace(/[^\p{L}\p{N}]+/gu, '-').toLowerCase()}-${new Date(draft.since).toISOString().slice(0, 10)}.html`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

const dataUrl = (blob) =>
  new Promise((done) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result);
    reader.readAsDataURL(blob);
  });
