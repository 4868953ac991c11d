// The checklist of an audit: every answer is kept on this device as it is given, and sent as soon as the server can be
// reached (store.js, send.js). Without JavaScript the same form posts everything at the end.
//
// Markup (templates/audits/checklist.html, question.html):
//   <form data-checklist data-audit="7" data-save="…" data-started?  data-opens="2026-06-09T09:00-05:00" data-photo-longest="1600" data-text-…>
//     <li data-question="q6" data-kind="conformance" data-judged? data-needs-note? data-needs-photo? data-unit="minutes">
//       outcome-q6, value-q6, given-q6, seen-q6, done-q6, step-q6, photo-q6, sensitive-q6, seen-q6-2 …; see question.js
//       hidden    written-q6   when the answer that is shown was saved, as the server counts; empty when there is none
//     <dialog data-review>     what will be sent, before it is
//     <template data-problems-of>   the list of what is missing
// A form without data-save is a trial (trial.html): nothing is kept or sent before its button is pressed.
import { begun, keeper, sendLater, sendNow } from './keeping.js';
import { annotate, prepare, textsOf } from './photos.js';
import { Question } from './question.js';
import { STATE, flush, trust, without } from './send.js';
import { adopt, change, draft as kept, durable, fact, full, isLoose, keepPhoto, keepers, listen, note, photo as photoOf, tell, waits } from './store.js';
import { clock, element, fill, moment, textOf } from './words.js';

const TYPING = 500; // ms without a key before a text is kept
const SLOW = 3000; // ms after which "Saving" is no answer any more to whoever waits
const PATIENCE = 4000; // ms that leaving the page waits for what is on its way; it goes on without the page
const MOST_SECONDS = 3600; // looked at longer than that, nobody looked

const known = new WeakSet();
export function start() {
  for (const form of document.querySelectorAll('form[data-checklist]')) {
    if (known.has(form)) continue;
    known.add(form);
    new (form.dataset.save === undefined ? Sheet : Checklist)(form).begin();
  }
}

/** A checklist that is only filled in: progress, limits, the way to the next question. */
class Sheet {
  constructor(form) {
    this.form = form;
    this.text = textOf(form);
    this.questions = [...form.querySelectorAll('[data-question]')].map(
      (item, index) => new Question(form, item, index + 1, this.text),
    );
  }

  of(target) {
    return this.questions.find((question) => question.item.contains(target));
  }

  begin() {
    const { form } = this;
    form.addEventListener('input', (event) => {
      const question = this.of(event.target);
      if (!question || event.target.type === 'file') return;
      question.judge();
      this.touched(question, event.target);
      this.paintProgress();
    });
    form.addEventListener('click', (event) => {
      const question = this.of(event.target);
      if (event.target.closest('[data-change]')) question?.reveal();
      if (event.target.closest('[data-next]')) this.questions.find((one) => !one.answered)?.reveal();
      if (event.target.closest('[data-room]')) {
        event.preventDefault();
        const thing = question.room();
        if (thing) thing.querySelector('textarea').focus();
      }
      const jump = event.target.closest('[data-jump]');
      if (jump) {
        event.preventDefault();
        this.questions.find(({ id }) => id === jump.dataset.jump)?.reveal();
      }
    });
    this.questions.forEach((question) => question.judge());
    this.foldAnswered();
    this.paintProgress();
  }

  touched() {}

  foldAnswered() {
    for (const question of this.questions) {
      const open = question.item.querySelector('.field--error, [data-other]');
      const plain = ['conforms', 'not_applicable', 'corrected', 'recorded'].includes(question.comesTo);
      if (plain && !open) question.fold();
    }
  }

  paintProgress() {
    const { form, questions, text } = this;
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
    for (const link of form.querySelectorAll('[data-jump]')) {
      const question = questions.find(({ id }) => id === link.dataset.jump);
      const state = link.querySelector('[data-jump-state]');
      if (!question || !state) continue;
      state.replaceChildren(question.answered ? question.badge() : element('span', 'mute', text.open));
    }
  }
}

class Checklist extends Sheet {
  constructor(form) {
    super(form);
    this.audit = form.dataset.audit;
    this.timers = new Map();
    this.photos = new Map(); // id -> its <li>
    this.writing = 0; // changes on their way to the device
    this.pending = new Map(); // question -> how many of them are its own
    this.watch = new Watch();
  }

  begin() {
    super.begin();
    const { form } = this;
    this.ready = this.load();
    form.addEventListener('change', (event) => {
      const question = this.of(event.target);
      if (!question) return;
      if (event.target.type === 'file') this.take(question, event.target);
      else this.record(question);
    });
    // Whoever has left a field types no more: what is given next, in whichever tab, is newer.
    form.addEventListener('focusout', (event) => {
      const question = this.of(event.target);
      if (question) this.record(question);
    });
    form.addEventListener('focusin', (event) => this.watch.look(this.of(event.target)?.id));
    form.addEventListener('pointerdown', (event) => this.watch.look(this.of(event.target)?.id));
    form.addEventListener('paste', (event) => this.watch.paste(this.of(event.target)?.id, event.clipboardData?.getData('text').length ?? 0));
    form.addEventListener('click', (event) => this.pressed(event));
    form.addEventListener('submit', (event) => this.submitted(event));
    const leave = () => this.flushTyping();
    addEventListener('pagehide', leave);
    document.addEventListener('visibilitychange', () => {
      this.watch.pause(document.visibilityState === 'hidden');
      if (document.visibilityState === 'hidden') leave();
    });
    addEventListener('beforeunload', (event) => {
      // What is on this device survives; what is only in this window does not.
      if (this.leaving || !this.draft || !waits(this.draft) || this.isSafe) return;
      event.preventDefault();
      event.returnValue = true; // older browsers ask only for this
    });
    listen((message, here) => {
      if (message.audit === this.audit) this.heard(message, here);
    });
  }

  /** Lays what this device keeps over the page, which may be a copy from before. */
  async load() {
    await begun;
    trust(keeper, this.form.elements.csrf?.value);
    await this.key();
    // The server has started it; the copy that this device keeps may be from before, also the next time.
    if (location.hash === '#started') await note(`started ${this.audit}`, true);
    if (await fact(`started ${this.audit}`)) this.form.dataset.started = '';
    this.draft = await kept(keeper, this.audit);
    // Sent from this device before, and this page is a copy from before that.
    if (!this.draft && (await fact(`sent ${this.audit}`))) this.over = true;
    // The page came again: perhaps what was refused is taken now.
    if (this.draft?.state === STATE.needs && !SETTLED.has(this.draft.why?.code))
      this.draft = await change(keeper, this.audit, (draft) => draft && { ...draft, state: draft.done ? STATE.waiting : STATE.open });
    for (const [id, { seconds }] of Object.entries(this.draft?.facts ?? {})) this.watch.times.set(id, seconds);
    if (this.draft) await this.overlay();
    this.paint();
    if (this.draft && waits(this.draft)) sendNow();
    return this.draft;
  }

  /** Whether all that was given is kept on the device itself. */
  get isSafe() {
    return durable && !full && !isLoose(keeper, this.audit);
  }

  /** The key to keep with: asked for once on a device. */
  async key() {
    if ((await keepers()).includes(keeper)) return;
    const address = keeper.startsWith('link-') ? `/audits/${this.audit}/sending` : '/audits/sending';
    const answer = await fetch(address, { headers: { accept: 'application/json' } }).catch(() => undefined);
    const body = answer?.ok ? await answer.json().catch(() => undefined) : undefined;
    if (body?.keeper === keeper) await adopt(keeper, body.key);
  }

  async overlay() {
    const newer = {};
    for (const question of this.questions) {
      const given = this.draft.answers[question.id];
      if (!given) continue;
      const shown = BigInt(question.field('written')?.value || 0);
      const base = BigInt(given.base || 0);
      // The page is newer than what this device saved last: it was changed elsewhere.
      if (!given.dirty && !given.frozen && shown > base) {
        newer[question.id] = { content: question.content(), base: String(shown) };
        continue;
      }
      question.unfold();
      question.paint(given.content);
    }
    if (Object.keys(newer).length)
      this.draft = await change(keeper, this.audit, (draft) => {
        if (!draft || draft.done) return undefined;
        for (const [id, now] of Object.entries(newer)) if (!draft.answers[id].dirty) Object.assign(draft.answers[id], now);
        return draft;
      });
    if (this.draft.why?.missing?.length) this.tellMissing(this.draft.why.missing.map(({ question, what, said }) => ({ question, what, said })));
    this.foldAnswered();
    this.paintProgress();
  }

  blank() {
    return {
      audit: this.audit,
      title: this.form.querySelector('h1')?.textContent.trim() ?? '',
      place: this.form.querySelector('.check__name')?.textContent.trim() ?? '',
      texts: Object.fromEntries(this.questions.map(({ id, number, title }) => [id, { n: number, text: title }])),
      since: Date.now(),
      begun: null,
      answers: {},
      photos: [],
      removals: [],
      facts: {},
      submission: uuid(),
      done: null,
      state: STATE.open,
      why: null,
      tries: 0,
      tried: null,
      savedAt: null,
    };
  }

  /** Changes the draft in one step, makes it where there is none, and sends. */
  async update(step) {
    this.writing += 1;
    await this.ready;
    let isFinished = false;
    this.draft = await change(keeper, this.audit, (draft) => {
      // Finished in another tab: that is what will be sent.
      isFinished = Boolean(draft?.done);
      if (isFinished) return undefined;
      const now = draft ?? this.blank();
      if (!now.begun && this.form.dataset.started === undefined) now.begun = new Date().toISOString();
      if (now.state === STATE.needs && SETTLED.has(now.why?.code)) Object.assign(now, { state: STATE.open, why: null });
      return step(now) ?? now;
    });
    this.writing -= 1;
    clearTimeout(this.slow);
    this.isSlow = false;
    this.slow = setTimeout(() => {
      this.isSlow = true;
      this.paintState();
    }, SLOW);
    if (isFinished) this.repaint();
    this.paint();
    tell({ audit: this.audit, changed: true, kept: true });
    await this.key();
    this.sending = sendNow();
  }

  touched(question, field) {
    this.clearMissing(question);
    const wait = field.matches('[type="radio"], [type="checkbox"]') ? 0 : TYPING;
    clearTimeout(this.timers.get(question));
    this.writing += this.timers.has(question) ? 0 : 1;
    this.paintState();
    this.timers.set(
      question,
      setTimeout(() => this.record(question), wait),
    );
  }

  flushTyping() {
    for (const question of this.timers.keys()) this.record(question);
  }

  record(question) {
    if (!this.timers.has(question)) return this.last;
    clearTimeout(this.timers.get(question));
    this.timers.delete(question);
    this.writing -= 1;
    const content = question.content();
    const fact = this.watch.changed(question.id);
    const count = (more) => this.pending.set(question, (this.pending.get(question) ?? 0) + more);
    count(1);
    this.last = this.update((draft) => {
      const before = draft.answers[question.id];
      draft.answers[question.id] = {
        frozen: null,
        other: null,
        base: question.field('written')?.value ?? '',
        ...before,
        content,
        at: Date.now(),
        dirty: true,
        refused: null,
      };
      draft.facts[question.id] = fact(draft.facts[question.id], Object.keys(draft.facts).length);
    }).finally(() => count(-1));
    return this.last;
  }

  async heard(message, here) {
    if (message.sent) {
      this.leaving = true;
      if (!here || !this.finishing) location.assign(this.address);
      return;
    }
    if (message.kept && here) return;
    await this.refresh(here);
  }

  /** What is kept now, also by other tabs, as this page shows it. */
  async refresh(here) {
    this.draft = await kept(keeper, this.audit);
    if (!this.draft) return;
    for (const question of this.questions) {
      const given = this.draft.answers[question.id];
      const field = question.field('written');
      if (given?.base && field) field.value = given.base;
      // What is being given here is newer than what was read.
      const isMine = this.timers.has(question) || this.pending.get(question);
      if (here || !given || isMine || JSON.stringify(given.content) === JSON.stringify(question.content())) continue;
      question.paint(given.content);
    }
    this.paint();
  }

  repaint() {
    for (const question of this.questions) {
      const given = this.draft?.answers[question.id];
      if (given) question.paint(given.content);
    }
  }

  get address() {
    return `/audits/${this.audit}`;
  }

  // ---- what the page says ----

  paint() {
    this.paintState();
    this.paintProgress();
    this.paintPhotos();
    this.paintOthers();
    this.paintLocked();
  }

  paintState() {
    const { text, draft } = this;
    const state = this.form.querySelector('[data-savestate]');
    if (!state) return;
    let words = '';
    let quiet = true;
    const refused = draft && this.questions.find(({ id }) => draft.answers[id]?.refused);
    if (draft && Object.values(draft.answers).some(({ other }) => other)) [words, quiet] = [text.contested, false];
    else if (draft?.state === STATE.needs) [words, quiet] = [draft.why?.said || text.closed, false];
    else if (draft?.state === STATE.signIn) [words, quiet] = [text.signIn, false];
    else if (refused) [words, quiet] = [fill(text.refused, { n: refused.number }), false];
    else if (this.over) [words, quiet] = [text.closed, false];
    else if (full && (this.writing || !draft || waits(draft))) [words, quiet] = [text.full, false];
    else if (this.writing) words = text.saving; // not even on the device yet
    else if (draft && waits(draft)) {
      quiet = !draft.tries && !this.isSlow;
      words = quiet ? text.saving : this.isSafe ? text.kept : text.waiting;
    } else if (draft?.savedAt) words = fill(text.saved, { time: clock(draft.savedAt) });
    if (state.textContent !== words) state.textContent = words; // a screen reader speaks only when it changes
    state.classList.toggle('is-waiting', !quiet);
  }

  /** Finished and on its way: nothing is changed here any more, unless it has to come back. */
  paintLocked() {
    const lockedNow = Boolean(this.draft?.done) && this.draft.state !== STATE.needs;
    const notice = this.form.querySelector('[data-finished]');
    if (notice) {
      notice.hidden = !lockedNow;
      if (lockedNow) notice.querySelector('[data-finished-text]').textContent = fill(this.text.finished, { time: moment(this.draft.done.at) });
    }
    for (const part of this.form.querySelectorAll('.qs, .check__foot, .check__later')) part.inert = lockedNow || Boolean(this.over);
    const opens = this.form.dataset.opens;
    const early = this.form.querySelector('[data-early]');
    const closed = Boolean(opens) && this.form.dataset.started === undefined && Date.now() < Date.parse(opens);
    if (early) early.hidden = !closed;
    if (closed) {
      for (const part of this.form.querySelectorAll('.qs, .check__foot, .check__later')) part.inert = true;
      setTimeout(() => this.paintLocked(), Math.min(Date.parse(opens) - Date.now() + 500, 60_000));
    }
    const unstarted = this.form.querySelector('[data-unstarted]');
    if (unstarted) unstarted.hidden = closed || this.over || this.form.dataset.started !== undefined || Boolean(this.draft);
  }

  /** Another answer was saved meanwhile, on another device: both stand there until one is chosen. */
  paintOthers() {
    for (const question of this.questions) {
      const other = this.draft?.answers[question.id]?.other;
      const there = question.item.querySelector(':scope > [data-other]');
      if (!other) {
        there?.remove();
        continue;
      }
      if (there?.dataset.other === other.written) continue;
      there?.remove();
      question.unfold();
      const box = element('div', 'field field--error other');
      box.dataset.other = other.written;
      box.setAttribute('role', 'group');
      box.setAttribute('aria-label', this.text.contested);
      box.append(element('p', 'usa-error-message', this.text.contested), element('p', 'small preline', this.tell(question, other.given)));
      const row = element('div', 'buttons');
      for (const [name, words] of [
        ['saved', this.text.keepSaved],
        ['mine', this.text.keepMine],
      ]) {
        const button = element('button', 'usa-button usa-button--white', words);
        button.type = 'button';
        button.dataset.keepWhich = name;
        row.append(button);
      }
      box.append(row);
      question.item.prepend(box);
    }
  }

  /** An answer in words, as its fields would show it. */
  tell(question, given) {
    const choice = given.given && question.fields('given').find((field) => field.type === 'radio' && field.value === given.given);
    const label = question.fields('outcome').find((field) => field.value && field.value === given.outcome);
    const parts = [
      label?.nextElementSibling?.textContent.trim(),
      choice?.nextElementSibling?.textContent.trim() ?? given.given,
      given.value === null || given.value === undefined ? '' : `${given.value} ${question.item.dataset.unit ?? ''}`.trim(),
      given.seen,
      given.done,
    ];
    return parts.filter(Boolean).join('\n');
  }

  pressed(event) {
    const which = event.target.closest('[data-keep-which]')?.dataset.keepWhich;
    const question = this.of(event.target);
    if (which && question) {
      this.update((draft) => {
        const given = draft.answers[question.id];
        if (!given?.other) return;
        const { written, given: content } = given.other;
        draft.answers[question.id] = {
          ...given,
          other: null,
          base: written,
          ...(which === 'saved' ? { content, dirty: false } : { dirty: true, at: Date.now() }),
        };
        if (which === 'saved') question.paint(content);
      });
    }
    const remove = event.target.closest('[data-photo-remove]');
    if (remove) {
      event.preventDefault();
      this.removePhoto(remove.closest('[data-photo]'));
    }
    const draw = event.target.closest('[data-photo-draw]');
    if (draw && question) {
      event.preventDefault();
      this.draw(question, draw.closest('[data-photo]').dataset.photo);
    }
    if (event.target.closest('[data-reopen]')) this.reopen();
  }

  // ---- photos ----

  async take(question, input) {
    const files = [...input.files];
    input.value = '';
    for (const file of files) {
      const item = element('li', 'photo is-sending');
      const words = element('p', 'photo__t', this.text.photoSending);
      words.setAttribute('role', 'status');
      item.append(words);
      this.list(question).insertBefore(item, this.list(question).querySelector('[data-photo-add]'));
      const photo = await prepare(file, Number(this.form.dataset.photoLongest));
      if (!photo) {
        item.classList.remove('is-sending');
        words.textContent = fill(this.text.photoUnreadable, { name: file.name });
        words.classList.add('is-bad');
        continue;
      }
      await this.addPhoto(question, photo);
      item.remove();
    }
  }

  async addPhoto(question, { blob, takenAt }) {
    const id = uuid();
    await this.ready;
    await keepPhoto(keeper, this.audit, id, blob);
    this.clearMissing(question);
    await this.update((draft) => {
      draft.photos.push({ id, question: question.id, takenAt: takenAt ?? null, at: new Date().toISOString(), sent: null, refused: null });
    });
  }

  async removePhoto(item) {
    const { photo } = item.dataset;
    await this.update((draft) => without(draft, photo));
    if (this.draft?.done) return; // finished in another tab, with it
    item.remove();
    this.photos.delete(photo);
  }

  async draw(question, id) {
    const before = await photoOf(keeper, id);
    const blob = before && (await annotate(before, textsOf(this.form)));
    if (!blob) return;
    const takenAt = this.draft.photos.find((photo) => photo.id === id)?.takenAt;
    await this.addPhoto(question, { blob, takenAt });
    await this.removePhoto(this.photos.get(id));
  }

  list(question) {
    return question.item.querySelector('[data-photos]');
  }

  photosOf(question) {
    const here = this.list(question)?.querySelectorAll('li[data-photo]:not(.is-refused)').length ?? 0;
    return here;
  }

  paintPhotos() {
    if (!this.draft) return;
    // Taken back in another tab.
    const there = new Set(this.draft.photos.flatMap((photo) => (photo.gone ? [] : [photo.id])));
    for (const [id, item] of [...this.photos]) {
      if (there.has(id)) continue;
      item.remove();
      this.photos.delete(id);
    }
    for (const id of this.draft.removals) this.form.querySelector(`li[data-photo="${id}"]`)?.remove();
    for (const photo of this.draft.photos) {
      if (photo.gone) continue;
      const question = this.questions.find(({ id }) => id === photo.question);
      const list = question && this.list(question);
      if (!list) continue;
      let item = this.photos.get(photo.id);
      if (!item) {
        // One that arrived stands in the page already, as the server shows it.
        if (photo.sent && list.querySelector(`[data-photo="${photo.sent.id}"]`)) continue;
        item = this.photoItem(photo, list);
      }
      const words = item.querySelector('.photo__t');
      const waiting = !photo.sent && !photo.refused;
      item.classList.toggle('is-sending', waiting && !this.draft.tries);
      item.classList.toggle('is-refused', Boolean(photo.refused));
      words.textContent = photo.refused || (waiting ? (this.draft.tries ? this.text.photoKept : this.text.photoSending) : '');
      words.classList.toggle('is-bad', Boolean(photo.refused));
    }
  }

  photoItem(photo, list) {
    const item = element('li', 'photo');
    item.dataset.photo = photo.id;
    this.photos.set(photo.id, item);
    const image = new Image(104, 78);
    image.alt = fill(this.text.photo, { n: list.querySelectorAll('img').length + 1 });
    photoOf(keeper, photo.id).then((blob) => {
      if (blob) image.src = URL.createObjectURL(blob);
    });
    const words = element('p', 'photo__t');
    words.setAttribute('role', 'status');
    const remove = element('button', 'photo__x', undefined);
    remove.type = 'button';
    remove.dataset.photoRemove = '';
    const cross = element('span', '', '×');
    cross.setAttribute('aria-hidden', 'true');
    remove.append(element('span', 'vh', `${this.text.photoRemove}: ${image.alt}`), cross);
    const draw = element('button', 'linkbtn photo__draw', textsOf(this.form).draw);
    draw.type = 'button';
    draw.dataset.photoDraw = '';
    draw.setAttribute('aria-label', `${textsOf(this.form).draw}: ${image.alt}`);
    item.append(image, remove, draw, words);
    list.insertBefore(item, list.querySelector('[data-photo-add]'));
    return item;
  }

  // ---- the end ----

  async submitted(event) {
    event.preventDefault();
    const { submitter } = event;
    // Enter in a field: kept, and on to the next question.
    if (submitter?.hasAttribute('data-enter')) {
      this.of(document.activeElement)?.item.dispatchEvent(new Event('focusout'));
      this.flushTyping();
      this.questions.find((question) => !question.answered)?.reveal();
      return;
    }
    this.flushTyping();
    await this.last;
    if (this.asking) return;
    if (submitter?.name === 'save') {
      this.form.setAttribute('aria-busy', 'true');
      await Promise.race([flush(), new Promise((done) => setTimeout(done, PATIENCE))]);
      this.leaving = true;
      location.assign(document.querySelector('.bottom, .side') ? '/today' : this.address);
      return;
    }
    // Another tab may have changed something: what is asked for and shown is what will be sent.
    await this.refresh(false);
    const missing = this.questions
      .map((question) => ({ question: question.id, what: question.missing(this.photosOf(question)) }))
      .filter(({ what }) => what);
    if (missing.length) return this.tellMissing(missing);
    if (Object.values(this.draft?.answers ?? {}).some(({ other }) => other)) {
      this.paintState();
      this.form.querySelector('[data-other]')?.scrollIntoView({ block: 'center' });
      this.form.querySelector('[data-other] button')?.focus();
      return;
    }
    this.asking = true;
    try {
      if (await this.review()) await this.finish();
    } finally {
      this.asking = false;
    }
  }

  /** Shows what will be sent; says whether to send it. */
  review() {
    const dialog = document.querySelector('[data-review]');
    const list = dialog.querySelector('[data-review-list]');
    list.replaceChildren(
      ...this.questions.map((question) => {
        const item = element('li', 'reviewed');
        const text = element('span', 'reviewed__t', question.title);
        item.append(element('span', 'q__no num', String(question.number)), text, question.badge());
        const said = [question.field('seen')?.value, question.field('done')?.value];
        const shown = ['nonconforming', 'corrected'].includes(question.comesTo) ? said.filter(Boolean).join(' ') : '';
        if (shown) item.append(element('span', 'reviewed__s small', shown));
        return item;
      }),
    );
    const photos = this.form.querySelectorAll('li[data-photo]:not(.is-refused)').length;
    const count = dialog.querySelector('[data-review-photos]');
    count.hidden = photos === 0;
    count.textContent = fill(photos === 1 ? count.dataset.one : count.dataset.many, { n: photos });
    dialog.returnValue = '';
    dialog.showModal();
    return new Promise((done) =>
      dialog.addEventListener('close', () => done(dialog.returnValue === 'send'), { once: true }),
    );
  }

  async finish() {
    this.finishing = true;
    this.form.setAttribute('aria-busy', 'true');
    const shown = Object.fromEntries(this.questions.map((question) => [question.id, question.content()]));
    const comesTo = this.questions.map((question) => question.comesTo);
    const at = new Date().toISOString();
    await this.update((draft) => {
      for (const { id } of this.questions) {
        if (draft.facts[id]) draft.facts[id].seconds = this.watch.seconds(id);
        // What was given on an earlier visit or device goes along, and is told as known.
        draft.answers[id] ??= { content: shown[id], at: Date.now(), dirty: false, base: this.written(id), frozen: null, other: null, refused: null };
      }
      const answers = Object.fromEntries(this.questions.map(({ id }) => [id, draft.answers[id].content]));
      draft.done = {
        at,
        comesTo,
        body: JSON.stringify({ answers, device_at: at, ...(draft.begun && { started_at: draft.begun }), facts: draft.facts }),
      };
      Object.assign(draft, { state: STATE.waiting, why: null, tries: 0 });
    });
    sendLater();
    await Promise.race([this.sending, new Promise((done) => setTimeout(done, PATIENCE))]);
    const left = await kept(keeper, this.audit);
    this.form.removeAttribute('aria-busy');
    this.finishing = false;
    if (left?.state === STATE.needs) {
      this.draft = left;
      if (left.why?.missing?.length) this.tellMissing(left.why.missing);
      this.paint();
      return;
    }
    this.leaving = true;
    location.assign(left ? `/audits/kept#${this.audit}` : this.address);
  }

  written(id) {
    return this.questions.find((question) => question.id === id)?.field('written')?.value ?? '';
  }

  /** Takes a finished audit back, while nothing of it has left. */
  async reopen() {
    this.draft = await change(keeper, this.audit, (draft) => draft && { ...draft, done: null, state: STATE.open, why: null });
    this.paint();
    tell({ audit: this.audit, changed: true, kept: true });
  }

  /** The list of what is missing, above the questions, and a sentence at each. */
  tellMissing(missing) {
    this.form.querySelector('[data-problems]')?.remove();
    const skeleton = this.form.querySelector('[data-problems-of]');
    const section = skeleton.content.firstElementChild.cloneNode(true);
    const heading = section.querySelector('[data-count]');
    heading.textContent = fill(missing.length === 1 ? heading.dataset.one : heading.dataset.many, { n: missing.length });
    const list = section.querySelector('ul');
    for (const { question: id, what, said } of missing) {
      const question = this.questions.find((one) => one.id === id);
      if (!question) continue;
      const words = said ?? fill(this.text[`missing${what[0].toUpperCase()}${what.slice(1)}`], { n: question.number });
      const field = question.field(what === 'note' ? 'seen' : what);
      const item = element('li');
      const link = element('a', '', words);
      link.href = `#${field?.id ?? question.item.id}`;
      link.addEventListener('click', () => question.unfold());
      item.append(link);
      list.append(item);
      question.unfold();
      this.mark(question, field, words);
    }
    skeleton.before(section);
    if (!document.title.startsWith(this.text.error)) document.title = `${this.text.error} ${document.title}`;
    section.focus();
  }

  mark(question, field, words) {
    const box = field?.closest('.field, fieldset') ?? question.item;
    box.classList.add('field--error');
    const message = element('p', 'usa-error-message', words);
    message.dataset.said = '';
    const label = box.querySelector('legend, .usa-label');
    if (label) label.after(message);
    else box.prepend(message);
  }

  clearMissing(question) {
    question.item.querySelectorAll('[data-said]').forEach((message) => message.remove());
    question.item.querySelectorAll('.field--error:not([data-other])').forEach((box) => box.classList.remove('field--error'));
  }
}

/** Why a draft waits for the person, where a change by the person settles it. */
const SETTLED = new Set(['audit-no-contested', 'audit-no-incomplete', 'audit-no-photos-yet']);

/** How long each question was looked at, and what happened to its answer: facts, recorded and not judged. */
class Watch {
  constructor() {
    this.times = new Map();
    this.counts = new Map();
    this.since = Date.now();
  }

  look(id) {
    if (!id || id === this.now) return;
    this.add();
    this.now = id;
  }

  add() {
    const now = Date.now();
    if (this.now && !this.paused) this.times.set(this.now, (this.times.get(this.now) ?? 0) + (now - this.since) / 1000);
    this.since = now;
  }

  pause(paused) {
    this.add();
    this.paused = paused;
  }

  paste(id, length) {
    if (!id) return;
    const counts = this.counts.get(id) ?? { pasted: 0 };
    counts.pasted += length;
    this.counts.set(id, counts);
  }

  seconds(id) {
    this.add();
    return Math.min(MOST_SECONDS, Math.round((this.times.get(id) ?? 0) * 10) / 10);
  }

  /** What is known of an answer once it changed, over what was known before. */
  changed(id) {
    this.look(id);
    const [seconds, at] = [this.seconds(id), new Date().toISOString()];
    const pasted = this.counts.get(id)?.pasted ?? 0;
    return (before, others) => ({
      nth: before?.nth ?? others + 1,
      seconds: Math.max(seconds, before?.seconds ?? 0),
      changes: (before?.changes ?? 0) + 1,
      pasted: Math.max(pasted, before?.pasted ?? 0),
      at,
    });
  }
}

/** An id the device makes; randomUUID is missing where the page came over plain http. */
function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
