// What every page loads. Each part improves a page that already works without it; what only some pages need comes apart.
import { reloadOnce } from './recover.js';
import './swap.js';
import './copy.js';
import './keeping.js';
import './install.js';
import { markTables } from './tables.js';
import { markTimes } from './times.js';

const PARTS = [
  ['form[data-checklist]', () => import('./checklist.js')],
  ['form[data-autosave], [data-grip]', () => import('./editor.js')],
  ['[data-kept-page]', () => import('./kept.js')],
];

function refine(root) {
  markTables(root);
  markTimes(root);
  for (const [where, load] of PARTS) {
    // A part that is gone belongs to a release before this one.
    if (document.querySelector(where)) load().then((part) => part.start?.(), reloadOnce);
  }
}

refine(document);
addEventListener('swapped', (event) => refine(event.detail));

// A form that came back with mistakes: the list of them is what to read first.
document.querySelector('[data-problems]')?.focus();

// On a phone, tabs go on beside the screen: the one that is open is in it.
document.querySelector('.pills [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });

// A second press of a button does not send again what is on its way already.
const TWICE = 2000; // ms
const sent = new WeakMap(); // form -> when it was sent
addEventListener('submit', (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.getAttribute('method') !== 'post') return;
  if (event.timeStamp - (sent.get(form) ?? -TWICE) < TWICE) event.preventDefault();
  else sent.set(form, event.timeStamp);
});

// A button that prints, and nothing else: <button type="button" data-print>; one that is hidden waits for this script.
for (const button of document.querySelectorAll('[data-print][hidden]')) button.hidden = false;
addEventListener('click', (event) => {
  if (event.target.closest?.('[data-print]')) print();
});
