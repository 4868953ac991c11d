// Replaces one part of a page instead of loading the whole page.
//
//   <form method="post" action="/findings/7/notes" data-swap="#history">   the answer's #history takes the old one's place
//   <form method="get" action="/findings" data-swap="#list" data-live>     asks again while somebody types
//   <a href="/findings?page=2" data-swap="#list">                          the same for a link
//
// Without JavaScript each of them is an ordinary form or link, and the server need not know the difference: it may
// read the header `x-swap` and render only that block, or send the whole page.
//
// - An answer with mistakes (422) is shown like any other: its body is the form with what was typed.
// - Nothing is ever sent twice. When the network fails, the page says so and keeps what was typed.
// - Focus stays where it was, found again by `data-key` or `id`; after mistakes it goes to their list.
// - After a redirect to another page that page is shown without asking again, so that its one sentence ("Saved.") is not lost.
// - `swapped` is dispatched on window with the new element, for scripts that refine what they find.

const { trustedTypes } = window;
const policy = trustedTypes?.createPolicy('swap', { createHTML: (text) => text }) ?? { createHTML: (text) => text };

/** A page that came as text, for whoever shows a part of it. */
export const parse = (text) => new DOMParser().parseFromString(policy.createHTML(text), 'text/html');

const PAUSE = 250; // ms after the last key before a live form asks
const running = new Map(); // selector -> AbortController of the newest request
let typing;

addEventListener('submit', (event) => {
  const form = event.target;
  const selector = form.dataset.swap;
  if (!selector || event.defaultPrevented) return;
  event.preventDefault();
  const button = event.submitter;
  const method = (button?.getAttribute('formmethod') ?? form.getAttribute('method') ?? 'get').toLowerCase();
  const action = new URL(button?.getAttribute('formaction') ?? form.getAttribute('action') ?? '', location.href);
  const fields = new FormData(form);
  if (button?.name) fields.append(button.name, button.value); // which button was pressed is part of the answer

  if (method === 'post') {
    if (form.getAttribute('aria-busy') === 'true') return; // a second click on the same form
    const body = form.enctype === 'multipart/form-data' ? fields : new URLSearchParams(fields);
    request(action, { method: 'POST', body }, selector, form);
  } else {
    const query = new URLSearchParams();
    for (const [name, value] of fields) if (value !== '') query.append(name, value); // short addresses to share
    action.search = query;
    request(action, {}, selector, form);
  }
});

addEventListener('input', (event) => {
  const form = event.target.form;
  if (!form?.dataset.swap || !('live' in form.dataset)) return;
  clearTimeout(typing);
  typing = setTimeout(() => form.requestSubmit(), PAUSE);
});

addEventListener('click', (event) => {
  const link = event.target.closest?.('a[data-swap]');
  const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  if (!link || !plain || event.defaultPrevented || link.target || link.origin !== location.origin) return;
  event.preventDefault();
  request(new URL(link.href), {}, link.dataset.swap, link);
});

// Back and forward between states that a swap made.
addEventListener('popstate', (event) => {
  if (event.state?.swap) request(new URL(location.href), {}, event.state.swap, document.body, false);
});

async function request(url, init, selector, source, remember = true) {
  const post = init.method === 'POST';
  if (!post) running.get(selector)?.abort(); // a newer question makes the older one idle
  const control = new AbortController();
  running.set(selector, control);
  busy(source, selector, true);
  let page, response;
  try {
    response = await fetch(url, {
      ...init,
      signal: post ? undefined : control.signal,
      headers: { accept: 'text/html', 'x-swap': selector },
      credentials: 'same-origin',
    });
    page = parse(await response.text());
  } catch (failure) {
    if (failure.name !== 'AbortError') {
      console.error(failure); // a defect of ours and a lost network look the same from here
      say(source, document.body.dataset.failed ?? '');
    }
    return;
  } finally {
    busy(source, selector, false);
  }
  if (!post && running.get(selector) !== control) return;
  show(page, response, selector, { post, remember, asked: url });
}

function show(page, response, selector, { post, remember, asked }) {
  const landed = new URL(response.url || asked);
  const elsewhere = response.redirected && landed.pathname !== location.pathname;
  const ours = page.querySelector('#main');
  const part = !elsewhere && page.querySelector(selector) && document.querySelector(selector);
  if (!ours && !part) {
    // Not one of our pages (a download, a proxy's error). A GET can simply be opened; a POST is never repeated.
    if (!post || response.redirected) location.assign(landed);
    else say(document.body, document.body.dataset.failed ?? '');
    return;
  }
  // Another page, or one without the part (an error page): all of it is shown, with its own menu and title.
  const target = part ? selector : 'body';
  const old = document.querySelector(target);
  const next = page.querySelector(target);

  const focus = document.activeElement;
  const kept = old.contains(focus) || focus === document.body;
  const key = focus?.dataset?.key;
  const id = focus?.id;
  const caret = typeof focus?.selectionStart === 'number' ? [focus.selectionStart, focus.selectionEnd] : undefined;

  document.querySelectorAll('.swap-failed').forEach((note) => note.remove());
  old.replaceWith(next);
  if (page.title) document.title = page.title;
  const quiet = page.querySelector('[data-say]')?.dataset.say;
  const region = document.querySelector('[data-announce]');
  if (region && quiet) region.textContent = quiet;

  if (target === 'body') {
    if (remember && landed.href !== location.href && (response.redirected || !post)) {
      if (!history.state?.swap) history.replaceState({ swap: 'body' }, ''); // so that Back knows to bring it again
      history.pushState({ swap: 'body' }, '', landed);
    }
    scrollTo(0, 0);
    (next.querySelector('[data-problems]') ?? next.querySelector('#main'))?.focus();
  } else {
    if (!post && remember && landed.href !== location.href) {
      if (!history.state?.swap) history.replaceState({ swap: selector }, '');
      // Each key press must not become a step of the back button.
      if (focus?.form && 'live' in focus.form.dataset) history.replaceState({ swap: selector }, '', landed);
      else history.pushState({ swap: selector }, '', landed);
    }
    if (kept) refocus(next, { key, id, caret });
  }
  dispatchEvent(new CustomEvent('swapped', { detail: next }));
}

function refocus(next, { key, id, caret }) {
  const problems = next.querySelector('[data-problems]');
  const same = (key && next.querySelector(`[data-key="${CSS.escape(key)}"]`)) || (id && document.getElementById(id));
  const aim = problems ?? same;
  if (!aim) return;
  // A button that has done its work may be disabled now; the one beside it is the next best place.
  (aim.disabled ? (aim.parentElement.querySelector('button:not(:disabled)') ?? aim) : aim).focus();
  if (caret && aim === same)
    try {
      aim.setSelectionRange(...caret);
    } catch {
      /* not a text field any more */
    }
}

function busy(source, selector, on) {
  for (const element of [source, document.querySelector(selector)]) {
    if (!element || element === document.body) continue;
    if (on) element.setAttribute('aria-busy', 'true');
    else element.removeAttribute('aria-busy');
  }
}

/** One sentence above the form, read out at once. */
function say(source, text) {
  document.querySelectorAll('.swap-failed').forEach((note) => note.remove());
  const note = document.createElement('p');
  note.className = 'swap-failed usa-error-message';
  note.setAttribute('role', 'alert');
  note.textContent = text;
  (source instanceof HTMLFormElement ? source : document.querySelector('#main')).prepend(note);
}
