// The pages on the home screen of a phone: offered once, on the day's page, and never again after an answer.
//   <div data-install hidden> with [data-install-yes], [data-install-no], [data-install-text], [data-install-by-hand]
import { fact, note } from './store.js';

const ASKED = 'install-asked';
const hint = () => document.querySelector('[data-install]');
const installed = () => matchMedia('(display-mode: standalone)').matches || navigator.standalone === true;
let offer;

async function show(byHand) {
  const box = hint();
  if (!box || installed() || (await fact(ASKED))) return;
  box.querySelector('[data-install-text]').hidden = byHand;
  box.querySelector('[data-install-by-hand]').hidden = !byHand;
  box.querySelector('[data-install-yes]').hidden = byHand;
  box.hidden = false;
}

addEventListener('beforeinstallprompt', (event) => {
  if (!hint()) return;
  event.preventDefault(); // shown in its place on the page, in our words
  offer = event;
  show(false);
});

// Where the browser cannot be asked but the person can do it: iPhones and iPads.
if ('standalone' in navigator && hint()) show(true);

addEventListener('click', async (event) => {
  const yes = event.target.closest?.('[data-install-yes]');
  if (!yes && !event.target.closest?.('[data-install-no]')) return;
  hint().hidden = true;
  await note(ASKED, true);
  if (yes) await offer?.prompt();
});
