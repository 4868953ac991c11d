// What every page loads. Each part improves a page that already works without it.
import './recover.js';
import './swap.js';
import './checklist.js';
import './editor.js';
import './copy.js';
import { markTables } from './tables.js';
import { markTimes } from './times.js';

function refine(root) {
  markTables(root);
  markTimes(root);
}

refine(document);
addEventListener('swapped', (event) => refine(event.detail));

// A form that came back with mistakes: the list of them is what to read first.
document.querySelector('[data-problems]')?.focus();

// "Offline" is said in the bar only while it is true.
function showNetwork() {
  for (const chip of document.querySelectorAll('[data-offline]')) chip.hidden = navigator.onLine;
}
addEventListener('online', showNetwork);
addEventListener('offline', showNetwork);
showNetwork();

// A button that prints, and nothing else: <button type="button" data-print>; one that is hidden waits for this script.
for (const button of document.querySelectorAll('[data-print][hidden]')) button.hidden = false;
addEventListener('click', (event) => {
  if (event.target.closest?.('[data-print]')) print();
});
