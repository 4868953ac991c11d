// The checklist saves itself while it is filled in. Without JavaScript the same form posts everything at the end.
//
// Markup (templates/audits/…):
//
//   <form method="post" action="/audits/7" enctype="multipart/form-data" novalidate
//         data-checklist data-audit="7" data-save="/audits/7/answers" data-photos="/audits/7/photos"
//         data-text-saved="Saved {time}" data-text-waiting="Not saved yet. Trying again." …>      (TEXTS below)
//     <input type="hidden" name="csrf" value="…">
//     <input type="hidden" name="device_at">   when the answers were done, by this device: the first press of Send since the
//                                              last change
//     <input type="hidden" name="sent_at_device">   its clock when the form leaves, so that one that is off is noticed
//     <progress data-progress max="10" value="3"></progress> <span data-progress-text>3 of 10</span>
//     <span class="savestate" role="status" data-savestate></span>
//     <li class="q" data-question="q6">
//       <span class="q__t">…</span>
//       radios    outcome-q6   conforms | nonconforming | corrected | not_applicable
//       or input  value-q6     with data-min, data-max (either may be missing) and <span data-limits></span>;
//                              its radios are "" (as measured), corrected and not_applicable
//       or input  given-q6     type="date" with data-min, and the same radios; without data-min and for words
//                              (a textarea) there is one box for not_applicable
//       or radios given-q6     the numbers of a list, those that do not conform with data-outside, and not_applicable;
//                              with a box outcome-q6 for corrected
//       textarea  seen-q6      what was seen
//       textarea  done-q6      what was done about it
//       textareas seen-q6-2 … seen-q6-5, done-q6-2 …   further things
//       box       sensitive-q6 value 1
//       boxes     step-q6      steps of the reaction plan, values 0, 1, 2, …
//       file      photo-q6     with <ul class="photos" data-photos> in the same <li>
//       hidden    written-q6   when the answer that is shown was saved; so the form never writes over one it has not seen
//       radios    keep-q6      in <fieldset data-other>, only where another answer was saved meanwhile: saved | mine
//     </li>
//     <button type="button" data-next hidden>  and  <button type="submit" data-finish>
//     first of all  <button type="submit" name="save" value="here" data-enter>  out of sight: what the Enter key presses
//
// A form without data-save is a trial (templates/audits/trial.html): nothing is sent before its button is pressed.
//
// What is sent:
//   PUT  {save}/{question}   {"outcome", "value", "given", "seen", "done", "steps", "more", "sensitive"}   with x-csrf
//                            -> {"saved_at", "written"}; the latter goes into the hidden field of the question
//   POST {photos}            multipart: question, photo; with x-csrf and x-key, a key that is the same on every retry
//                            -> {"id", "href"}
//
// Promises: one write per question on its way at a time; the newest content wins; a failed write is tried again until
// it succeeds; the form is sent only after everything was saved or eight seconds have passed (it carries all answers
// itself); leaving the page warns only while something is unsaved.

const TEXTS = [
  'saved', // "Saved {time}"
  'saving', // "Saving…"
  'waiting', // "Not saved yet. Trying again."
  'signIn', // "Not saved: please sign in again in another tab. Nothing is lost here."
  'closed', // "Not saved: this audit was already sent."
  'refused', // "Not saved: something in question {n} is not accepted."
  'progress', // "{done} of {all}"
  'next', // "Next: question {n}"
  'inside', // "Inside the limits"
  'outside', // "Outside the limits"
  'photo', // "Photo {n}" (what a screen reader says)
  'photoSending', // "Sending…"
  'photoFailed', // "Not sent yet. Trying again."
  'photoRefused', // "This photo was not accepted."
  'photoUnreadable', // "This file could not be read as a photo."
  'photoRemove', // "Remove"
  'change', // "Change"
];

const NOT_APPLICABLE = 'not_applicable';
const TYPING = 600; // ms without a key before a text is saved
const LONGEST_SIDE = 1600; // pixels: a label on a form is still readable, the file is about 300 kB
const PATIENCE = 8000; // ms that sending waits for what is on its way
const BACK_OFF = [1000, 2000, 5000, 10000, 20000, 30000];

function start(form) {
  const text = Object.fromEntries(
    TEXTS.map((name) => [name, form.dataset[`text${name[0].toUpperCase()}${name.slice(1)}`] ?? '']),
  );
  const questions = [...form.querySelectorAll('[data-question]')].map(
    (item, index) => new Question(form, item, index + 1, text, changed),
  );
  const of = (target) => questions.find((question) => question.item.contains(target));

  let sending = false; // the form itself is on its way
  let lastSaved;

  function changed(saved = false) {
    if (saved) lastSaved = new Date();
    paintState();
    paintProgress();
  }

  function unsaved() {
    return questions.filter((question) => question.unsaved);
  }

  function paintState() {
    const state = form.querySelector('[data-savestate]');
    if (!state) return;
    const open = unsaved();
    const trouble = questions.find((question) => question.trouble ?? question.photos.trouble);
    let words = '';
    if (trouble) words = fill(text[trouble.trouble ?? trouble.photos.trouble], { n: trouble.number });
    else if (open.length) words = text.saving;
    else if (lastSaved) words = fill(text.saved, { time: clock(lastSaved) });
    if (state.textContent !== words) state.textContent = words; // a screen reader speaks only when it changes
    state.classList.toggle('is-waiting', Boolean(trouble));
  }

  function paintProgress() {
    const done = questions.filter((question) => question.answered).length;
    const all = questions.length;
    const bar = form.querySelector('[data-progress]');
    if (bar) {
      bar.max = all;
      bar.value = done;
    }
    const words = form.querySelector('[data-progress-text]');
    if (words) words.textContent = fill(text.progress, { done, all });
    const next = form.querySelector('[data-next]');
    const finish = form.querySelector('[data-finish]');
    const open = questions.find((question) => !question.answered);
    if (next) {
      next.hidden = !open;
      if (open) (next.querySelector('[data-next-text]') ?? next).textContent = fill(text.next, { n: open.number });
    }
    // While something is open, the way on is the big button and sending is the quiet one.
    if (finish && next) finish.classList.toggle('usa-button--quiet', Boolean(open));
  }

  form.addEventListener('input', (event) => {
    const question = of(event.target);
    if (!question || event.target.type === 'file') return;
    if (form.elements.device_at) form.elements.device_at.value = '';
    question.touch(event.target.matches('[type="radio"], [type="checkbox"]') ? 0 : TYPING);
    paintProgress();
  });
  form.addEventListener('change', (event) => {
    const question = of(event.target);
    if (!question) return;
    if (event.target.type === 'file') {
      if (form.dataset.photos) question.photos.take(); // otherwise they go with the form
    } else question.save();
  });
  form.addEventListener('focusout', (event) => of(event.target)?.save());
  form.addEventListener('click', (event) => {
    if (event.target.closest('[data-change]')) of(event.target)?.unfold();
    if (event.target.closest('[data-next]')) {
      const open = questions.find((question) => !question.answered);
      open?.unfold();
      open?.reveal();
    }
  });

  // The phone was put away, the tab closed: send at once what is still being typed.
  const leave = () => questions.forEach((question) => question.save());
  addEventListener('pagehide', leave);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') leave();
    else questions.forEach((question) => question.retry());
  });
  addEventListener('online', () => questions.forEach((question) => question.retry()));

  addEventListener('beforeunload', (event) => {
    if (sending || unsaved().length === 0) return;
    event.preventDefault();
    event.returnValue = true; // older browsers ask only for this
  });

  form.addEventListener('submit', async (event) => {
    if (sending) return;
    event.preventDefault();
    // Enter in the field of a measured value: saved, and on to the next question.
    if (event.submitter?.hasAttribute('data-enter')) {
      of(document.activeElement)?.save();
      questions.find((question) => !question.answered)?.reveal();
      return;
    }
    form.setAttribute('aria-busy', 'true');
    questions.forEach((question) => question.retry());
    const saved = Promise.all(questions.map((question) => question.settled()));
    await Promise.race([saved, new Promise((done) => setTimeout(done, PATIENCE))]);
    // Nothing to wait for: still inside this event, where a browser drops another submit without a word.
    await new Promise((done) => setTimeout(done));
    sending = true;
    stamp(form);
    form.requestSubmit(event.submitter);
    // Should the network fail now, the browser shows its own page and Back brings everything again.
    setTimeout(() => {
      sending = false;
      form.removeAttribute('aria-busy');
    }, 4000);
  });

  addEventListener('pageshow', () => {
    sending = false;
    form.removeAttribute('aria-busy');
  });

  // A page with mistakes is the answer to a post. Loading it again would post once more, and put the answers of then
  // over those saved since; so the browser is told to fetch it instead.
  if (form.querySelector('[data-problems]')) history.replaceState(history.state, '', location.href);

  questions.forEach((question) => question.begin());
  paintProgress();
}

/** Says when the answers were done and when they leave, by this device. Sent again unchanged, they were done before. */
function stamp(form) {
  const { device_at: done, sent_at_device: leaves } = form.elements;
  const now = new Date().toISOString();
  if (done && !done.value) done.value = now;
  if (leaves) leaves.value = now;
}

class Question {
  constructor(form, item, number, text, changed) {
    this.form = form;
    this.item = item;
    this.id = item.dataset.question;
    this.number = number;
    this.text = text;
    this.changed = changed;
    this.photos = new Photos(this);
    this.revision = 0; // counts every change; the saved one lags behind
    this.saved = 0;
    this.inFlight = 0;
    this.attempts = 0;
    this.trouble = undefined;
    this.waiters = [];
  }

  /** What the page came with is what the server knows. */
  begin() {
    this.judge();
    const open = this.item.querySelector('.field--error, .is-outside, input[value="nonconforming"]:checked, [data-outside]:checked');
    if (this.answered && !open) this.fold();
  }

  field(kind) {
    return this.item.querySelector(`[name="${CSS.escape(`${kind}-${this.id}`)}"]`);
  }

  checked(kind) {
    return this.item.querySelector(`[name="${CSS.escape(`${kind}-${this.id}`)}"]:checked`);
  }

  get outcome() {
    if (this.checked('given')?.value === NOT_APPLICABLE) return NOT_APPLICABLE;
    return this.checked('outcome')?.value || null;
  }

  /** The measured number, or nothing while there is none. People type commas; a number field has done its own reading. */
  get value() {
    const field = this.field('value');
    if (!field || field.value.trim() === '') return null;
    const number = Number(field.value.trim().replace(',', '.'));
    return Number.isFinite(number) ? number : null;
  }

  /** The number of the choice, the date or the words, or nothing while there are none. */
  get given() {
    const field = this.field('given');
    const chosen = field?.type === 'radio' ? this.checked('given') : field;
    const given = chosen?.value.trim() ?? '';
    return given === '' || (chosen.type === 'radio' && given === NOT_APPLICABLE) ? null : given;
  }

  get answered() {
    return this.outcome !== null || this.value !== null || this.given !== null;
  }

  get unsaved() {
    return this.revision !== this.saved || this.photos.unsaved;
  }

  content() {
    const steps = this.item.querySelectorAll(`[name="${CSS.escape(`step-${this.id}`)}"]:checked`);
    return {
      outcome: this.outcome,
      value: this.value,
      given: this.given,
      seen: this.field('seen')?.value ?? '',
      done: this.field('done')?.value ?? '',
      steps: [...steps].map((step) => Number(step.value)),
      more: [2, 3, 4, 5]
        .map((n) => ({ seen: this.further('seen', n), done: this.further('done', n) }))
        .filter((more) => more.seen.trim() || more.done.trim()),
      sensitive: this.checked('sensitive') !== null,
    };
  }

  /** What is written about the further thing of this number. */
  further(kind, n) {
    return this.item.querySelector(`[name="${CSS.escape(`${kind}-${this.id}-${n}`)}"]`)?.value ?? '';
  }

  /** Two answers compete: nothing is saved here until the form says which one counts. */
  get contested() {
    return this.item.querySelector('[data-other]') !== null;
  }

  touch(wait) {
    if (this.contested || !this.form.dataset.save) {
      this.judge();
      return;
    }
    this.revision += 1;
    this.attempts = 0;
    if (this.trouble === 'refused') this.trouble = undefined; // perhaps this is what was wrong
    this.judge();
    clearTimeout(this.timer);
    if (wait) this.timer = setTimeout(() => this.save(), wait);
    else this.save();
    this.changed();
  }

  /** Sends the newest content, unless nothing is new or a write is on its way (its end looks again). */
  async save() {
    clearTimeout(this.timer);
    if (this.revision === this.saved || this.inFlight === this.revision) return;
    // While the page goes away nobody is left to look again, so the last words go out beside the write before them.
    if (this.inFlight && document.visibilityState !== 'hidden') return;
    const revision = this.revision;
    this.inFlight = revision;
    const result = await this.put();
    if (this.inFlight !== revision) return; // a last write has overtaken this one
    this.inFlight = 0;
    if (result === 'saved') {
      this.saved = revision;
      this.attempts = 0;
      this.trouble = undefined;
      this.changed(true);
      if (this.revision !== revision) this.save();
      else this.settle();
      return;
    }
    this.trouble = result;
    this.changed();
    if (this.revision !== revision)
      this.save(); // changed meanwhile: no reason to wait
    else if (result === 'refused' || result === 'closed')
      this.settle(); // waiting will not help; the form says why
    else this.timer = setTimeout(() => this.save(), BACK_OFF[Math.min(this.attempts++, BACK_OFF.length - 1)]);
  }

  async put() {
    const request = {
      method: 'PUT',
      body: JSON.stringify(this.content()),
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        'x-csrf': this.form.elements.csrf?.value ?? '',
      },
      credentials: 'same-origin',
      redirect: 'manual', // a redirect here is the way to the sign-in page, not an answer
      keepalive: true, // outlives the page
    };
    const url = `${this.form.dataset.save}/${encodeURIComponent(this.id)}`;
    const send = async (how) => {
      const response = await fetch(url, how);
      const result = verdict(response);
      if (result === 'saved') this.know(await response.json().catch(() => ({})));
      return result;
    };
    try {
      return await send(request);
    } catch {
      if (request.body.length < 30000) return 'waiting';
      try {
        return await send({ ...request, keepalive: false }); // more than a browser sends after the page
      } catch {
        return 'waiting';
      }
    }
  }

  /** What the server has now is from here: the form may write over it. */
  know({ written }) {
    const field = this.field('written');
    if (field && Number(written) > Number(field.value)) field.value = written;
  }

  retry() {
    this.attempts = 0;
    this.save();
    this.photos.retry();
  }

  /** Resolves when nothing of this question waits any more. */
  settled() {
    if (!this.unsaved || this.trouble === 'refused' || this.trouble === 'closed') return Promise.resolve();
    return new Promise((done) => this.waiters.push(done));
  }

  settle() {
    if (this.unsaved && this.trouble !== 'refused' && this.trouble !== 'closed') return;
    for (const done of this.waiters.splice(0)) done();
  }

  /** Says at once whether a measured value or a date is inside its limits. */
  judge() {
    const field = this.field('value') ?? this.field('given');
    if (!field || field.type === 'radio') return;
    const words = this.item.querySelector('[data-limits]');
    const { min, max } = field.dataset;
    const measured = field.type !== 'date';
    const value = measured ? this.value : this.given;
    const as = measured ? Number : String; // dates are written so that they compare as words
    const limited = min !== undefined || max !== undefined;
    const outside =
      value !== null && ((min !== undefined && value < as(min)) || (max !== undefined && value > as(max)));
    const known = limited && value !== null;
    field.classList.toggle('is-outside', outside);
    if (!words) return;
    words.classList.toggle('is-inside', known && !outside);
    words.classList.toggle('is-outside', outside);
    const say = known ? (outside ? this.text.outside : this.text.inside) : '';
    if (words.textContent !== say) words.textContent = say;
  }

  /** An answer from an earlier visit takes one line; it opens again with "Change". Never while somebody is at work. */
  fold() {
    const title = this.item.querySelector('.q__t');
    const label = (this.checked('given') ?? this.checked('outcome'))?.nextElementSibling;
    if (!title) return;
    const line = element('div', 'q__sum');
    line.append(element('span', 'q__no num', String(this.number)), element('span', 'q__short', title.textContent));
    const kind = { conforms: 'ok', corrected: 'fix', not_applicable: 'na' }[this.outcome] ?? 'info';
    const state = element('span', `st st--${kind} q__st`);
    if (this.checked('given')) state.textContent = (label.querySelector('span') ?? label).textContent;
    else if (label && this.outcome) for (const part of label.childNodes) state.append(part.cloneNode(true));
    else state.textContent = this.field('value')?.value ?? this.words;
    const change = element('button', 'linkbtn q__chg', this.text.change);
    change.type = 'button';
    change.dataset.change = '';
    change.setAttribute('aria-label', `${this.text.change}: ${title.textContent}`);
    line.append(state, change);
    this.item.prepend(line);
    this.item.classList.add('is-folded');
  }

  /** A date as people write it, or the beginning of what was written. */
  get words() {
    const given = this.given ?? '';
    if (this.field('given')?.type === 'date')
      return new Date(`${given}T12:00`).toLocaleDateString(document.documentElement.lang || undefined, { dateStyle: 'medium' });
    return given.length > 60 ? `${given.slice(0, 60)}…` : given;
  }

  unfold() {
    if (!this.item.classList.contains('is-folded')) return;
    this.item.classList.remove('is-folded');
    this.item.querySelector(':scope > .q__sum')?.remove();
    this.reveal();
  }

  reveal() {
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.item.scrollIntoView({ behavior: calm ? 'auto' : 'smooth', block: 'start' });
    this.item.querySelector('input, textarea')?.focus({ preventScroll: true });
  }
}

/** The photos of one question: made small on the device, sent one after the other, shown as soon as they are chosen. */
class Photos {
  constructor(question) {
    this.question = question;
    this.queue = []; // { file, key, item, words }
    this.known = new WeakSet(); // files of the input that are in the queue already
    this.busy = false;
    this.attempts = 0;
    this.trouble = undefined; // why the first of the queue waits
  }

  get input() {
    return this.question.field('photo');
  }

  get list() {
    return this.question.item.querySelector('[data-photos]');
  }

  get unsaved() {
    return this.queue.length > 0;
  }

  async take() {
    const files = [...this.input.files].filter((file) => !this.known.has(file));
    for (const chosen of files) {
      const item = element('li', 'photo is-sending');
      const words = element('p', 'photo__t', this.question.text.photoSending);
      words.setAttribute('role', 'status');
      item.append(words);
      this.list?.insertBefore(item, this.list.querySelector('[data-photo-add]'));
      const file = await shrink(chosen);
      if (!file) {
        fail(item, words, this.question.text.photoUnreadable);
        continue;
      }
      const image = new Image();
      image.src = URL.createObjectURL(file);
      image.alt = fill(this.question.text.photo, { n: this.list?.querySelectorAll('img').length + 1 || 1 });
      item.prepend(image);
      this.queue.push({ file, key: key(), item, words });
    }
    this.keep();
    this.question.changed();
    this.send();
  }

  /** The input holds exactly what is not sent yet: the plain form then carries it too, and nothing twice. */
  keep() {
    const rest = new DataTransfer();
    for (const { file } of this.queue) {
      this.known.add(file);
      rest.items.add(file);
    }
    this.input.files = rest.files;
    for (const file of this.input.files) this.known.add(file);
  }

  async send() {
    clearTimeout(this.timer);
    if (this.busy) return;
    this.busy = true;
    const { form, text } = this.question;
    while (this.queue.length) {
      const photo = this.queue[0];
      const body = new FormData();
      body.append('question', this.question.id);
      body.append('photo', photo.file, photo.file.name);
      let result;
      let answer;
      try {
        const response = await fetch(
          form.dataset.photos ?? `/audits/${encodeURIComponent(form.dataset.audit)}/photos`,
          {
            method: 'POST',
            body,
            headers: { accept: 'application/json', 'x-csrf': form.elements.csrf?.value ?? '', 'x-key': photo.key },
            credentials: 'same-origin',
            redirect: 'manual',
          },
        );
        result = verdict(response);
        if (result === 'saved') answer = await response.json();
        else if (result === 'refused' || result === 'closed') answer = await response.json().catch(() => undefined);
      } catch {
        result = 'waiting';
      }
      if (result === 'saved') {
        this.queue.shift();
        photo.item.classList.remove('is-sending');
        photo.words.remove();
        photo.item.dataset.photo = answer.id;
        const link = element('a', '');
        link.href = answer.href;
        const image = photo.item.querySelector('img');
        image.replaceWith(link);
        link.append(image);
        link.after(this.remover(answer.href, image.alt));
      } else if (result === 'refused' || result === 'closed') {
        this.queue.shift();
        fail(photo.item, photo.words, typeof answer?.error === 'string' ? answer.error : text.photoRefused);
      } else {
        photo.words.textContent = result === 'signIn' ? text.signIn : text.photoFailed;
        photo.words.classList.add('is-bad');
        this.trouble = result;
        this.question.changed();
        this.timer = setTimeout(() => this.send(), BACK_OFF[Math.min(this.attempts++, BACK_OFF.length - 1)]);
        break;
      }
      this.attempts = 0;
      this.trouble = undefined;
      this.keep();
      this.question.changed(result === 'saved');
    }
    this.busy = false;
    this.question.settle();
  }

  /** The button that takes a photo back, like the one the page brings for photos of an earlier visit. */
  remover(href, alt) {
    const button = element('button', 'photo__x');
    button.type = 'submit';
    button.setAttribute('formaction', `${href}/removal`);
    button.setAttribute('formenctype', 'application/x-www-form-urlencoded');
    button.append(element('span', 'vh', `${this.question.text.photoRemove}: ${alt}`));
    const cross = element('span', '', '×');
    cross.setAttribute('aria-hidden', 'true');
    button.append(cross);
    return button;
  }

  retry() {
    if (this.queue.length) this.send();
  }
}

/** saved | waiting (try again) | signIn (try again, but say it) | closed | refused (trying again will not help) */
function verdict(response) {
  if (response.ok) return 'saved';
  if (response.type === 'opaqueredirect' || response.status === 401 || response.status === 403) return 'signIn';
  if (response.status === 404 || response.status === 409 || response.status === 410) return 'closed';
  if (response.status >= 500 || [408, 425, 429].includes(response.status)) return 'waiting';
  return 'refused';
}

/** A JPEG of at most 1600 pixels. Drawing it anew also leaves behind where and with what it was taken. */
async function shrink(file) {
  try {
    const picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
    const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    canvas.getContext('2d').drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const blob = await new Promise((done) => canvas.toBlob(done, 'image/jpeg', 0.8));
    return blob && new File([blob], 'photo.jpg', { type: 'image/jpeg' });
  } catch {
    return undefined;
  }
}

function fail(item, words, text) {
  item.classList.remove('is-sending');
  item.querySelector('img')?.remove();
  words.textContent = text;
  words.classList.add('is-bad');
}

/** Unguessable enough to tell two uploads apart; randomUUID is missing where the page came over plain http. */
function key() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function clock(date) {
  return date.toLocaleTimeString(document.documentElement.lang || undefined, { hour: 'numeric', minute: '2-digit' });
}

function fill(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

for (const form of document.querySelectorAll('form[data-checklist]')) start(form);
