// The editor of checklists: the open question saves itself, and what stands beside its fields follows.
//
//   <form data-autosave>      is sent when nobody has typed for a moment, and before anything else on the page is done
//   <div id="…" data-live>    is replaced by the answer's part of the same id; the fields stay untouched
//   <li data-row="code">      can be pulled by its <span data-grip>; the buttons beside it do the same by keyboard
//
// Nothing is written over unseen: each save carries the fingerprint of the question as it was shown (field `base`). When
// somebody else saved other words, the answer shows both, and which ones count is chosen there.
import { parse } from './swap.js';

const PAUSE = 800; // ms after the last key
let timer, running, dirty = false, again = false;

const open = () => document.querySelector('form[data-autosave]');

function mark(on) {
  dirty = on;
  for (const note of document.querySelectorAll('[data-unsaved]')) note.hidden = !on;
}

function changed(event) {
  const form = event.target.form;
  if (!form || form !== open()) return;
  mark(true);
  clearTimeout(timer);
  timer = setTimeout(() => save(form), PAUSE);
}
addEventListener('input', changed);
addEventListener('change', changed);

/** Sends the form; a save that is asked for while one is under way follows it. */
async function save(form) {
  clearTimeout(timer);
  if (running) {
    again = true;
    return running;
  }
  running = send(form).finally(() => (running = undefined));
  await running;
  if (again) {
    again = false;
    await save(form);
  }
}

async function send(form) {
  mark(false);
  let page;
  try {
    const response = await fetch(form.action, {
      method: 'POST',
      body: new URLSearchParams(new FormData(form)),
      headers: { accept: 'text/html' },
      credentials: 'same-origin',
    });
    page = parse(await response.text());
  } catch {
    mark(true); // the network is gone: what was typed stays, and the next key tries again
    return;
  }
  const theirs = page.querySelector('form[data-autosave]');
  if (!theirs || theirs.action !== form.action) {
    mark(true); // signed out, or the question is gone: "Save" shows the page that says so
    return;
  }
  if (!form.isConnected) return; // another page has come meanwhile, and says how things stand
  if (page.querySelector('[data-problems]')) mark(true);
  else form.elements.base.value = theirs.elements.base.value;
  for (const old of document.querySelectorAll('[data-live]')) {
    const next = page.getElementById(old.id);
    if (next) old.replaceWith(next);
  }
  const problems = page.querySelector('#editor > [data-problems]');
  document.querySelector('#editor > [data-problems]')?.remove();
  if (problems) document.querySelector('.ed')?.before(problems);
}

// Whatever else is done here waits until the open question is saved.
addEventListener(
  'submit',
  async (event) => {
    const form = open();
    if (!form || event.target === form || !event.target.closest('[data-editor]') || !(dirty || running)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    await save(form);
    if (!dirty) event.target.requestSubmit(event.submitter);
  },
  true,
);
addEventListener('click', async (event) => {
  const form = open();
  const link = event.target.closest?.('a[href]');
  if (!form || !link || !(dirty || running) || event.defaultPrevented || link.target) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || link.getAttribute('href').startsWith('#')) return;
  event.preventDefault();
  await save(form);
  location.assign(link.href);
});
// "Save" and "Keep mine" send the open question themselves. A save under way ends first, so that its answer cannot come
// after theirs; it may have brought the button anew.
addEventListener(
  'submit',
  async (event) => {
    const { target: form, submitter: button } = event;
    if (form !== open()) return;
    clearTimeout(timer);
    if (!running) return mark(false);
    event.preventDefault();
    event.stopImmediatePropagation();
    again = false;
    await running;
    const same = [...form.elements].find((other) => other.name === button?.name && other.value === button?.value && other.type === 'submit');
    if (same || !button?.name) form.requestSubmit(same);
  },
  true,
);
addEventListener('beforeunload', (event) => {
  if (dirty) event.preventDefault();
});

// Pulling a question to another place: dropped on a question, it goes before it.
let pulled;
addEventListener('pointerdown', (event) => {
  const row = event.target.closest?.('[data-grip]')?.closest('[data-row]');
  if (row) row.draggable = true;
});
addEventListener('dragstart', (event) => {
  pulled = event.target.closest?.('[data-row]');
  if (pulled) event.dataTransfer.effectAllowed = 'move';
});
addEventListener('dragover', (event) => {
  const row = event.target.closest?.('[data-row]');
  if (!pulled || !row || row === pulled) return;
  event.preventDefault();
  for (const other of document.querySelectorAll('.eq--over')) other.classList.remove('eq--over');
  row.classList.add('eq--over');
});
addEventListener('drop', (event) => {
  const row = event.target.closest?.('[data-row]');
  if (!pulled || !row || row === pulled) return;
  event.preventDefault();
  const form = pulled.querySelector('form');
  const field = (name, value) => {
    const input = document.createElement('input');
    Object.assign(input, { type: 'hidden', name, value });
    form.append(input);
  };
  field('do', 'before');
  field('before', row.dataset.row);
  form.requestSubmit();
});
addEventListener('dragend', () => {
  if (pulled) pulled.draggable = false;
  pulled = undefined;
  for (const other of document.querySelectorAll('.eq--over')) other.classList.remove('eq--over');
});
