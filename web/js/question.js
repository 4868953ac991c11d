// One question of a checklist, as it stands in the page: what was given, whether it is inside its limits, what it still
// needs; folded to a line when it is done. Where the answer goes is not known here.
import { element } from './words.js';

const NOT_APPLICABLE = 'not_applicable';
/** Further things seen under one answer: fields seen-q-2 … seen-q-5. */
const PARTS = [2, 3, 4, 5];

export class Question {
  constructor(form, item, number, text) {
    this.form = form;
    this.item = item;
    this.id = item.dataset.question;
    this.number = number;
    this.text = text;
  }

  field(kind, part) {
    const name = part ? `${kind}-${this.id}-${part}` : `${kind}-${this.id}`;
    return this.item.querySelector(`[name="${CSS.escape(name)}"]`);
  }

  fields(kind) {
    return [...this.item.querySelectorAll(`[name="${CSS.escape(`${kind}-${this.id}`)}"]`)];
  }

  checked(kind) {
    return this.fields(kind).find((field) => field.checked);
  }

  /** What the question says in short, for lists. */
  get title() {
    return this.item.querySelector('.q__t')?.textContent.trim() ?? '';
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

  /** Outside of its limits, by what was measured or given. */
  get outside() {
    const chosen = this.checked('given');
    if (chosen) return chosen.dataset.outside !== undefined;
    const field = this.field('value') ?? this.field('given');
    if (!field || field.type === 'radio') return false;
    const { min, max } = field.dataset;
    const measured = field.type !== 'date';
    const value = measured ? this.value : this.given;
    const as = measured ? Number : String; // dates are written so that they compare as words
    return value !== null && ((min !== undefined && value < as(min)) || (max !== undefined && value > as(max)));
  }

  /** What the answer comes to: the same as the server says at the end. Empty while there is none. */
  get comesTo() {
    const own = this.outcome;
    if (own === NOT_APPLICABLE) return own;
    if (this.item.dataset.kind === 'conformance') return own ?? '';
    if (this.value === null && this.given === null) return '';
    if (this.item.dataset.judged === undefined) return 'recorded';
    if (!this.outside) return 'conforms';
    return own === 'corrected' ? own : 'nonconforming';
  }

  /** The first thing that is missing before it can be sent: the field's kind and its sentence; nothing when it is whole. */
  missing(photos) {
    const { needsNote, needsPhoto, kind } = this.item.dataset;
    const comesTo = this.comesTo;
    const seen = this.field('seen')?.value.trim();
    const done = this.field('done')?.value.trim();
    if (!comesTo) return kind === 'measure' ? 'value' : kind === 'conformance' ? 'outcome' : 'given';
    const failed = comesTo === 'nonconforming' || comesTo === 'corrected';
    if (failed && !seen) return 'seen';
    if (!failed && comesTo !== NOT_APPLICABLE && needsNote !== undefined && !seen) return 'note';
    if (comesTo === 'corrected' && !done) return 'done';
    if (comesTo === 'nonconforming' && needsPhoto !== undefined && photos === 0) return 'photo';
    return undefined;
  }

  /** Makes room for one more thing seen under this answer: a copy of the last, blank; says whether there was room. */
  room() {
    const things = [...this.item.querySelectorAll('.q__thing')];
    const last = things.at(-1);
    const part = PARTS[things.length];
    if (!last || !part) return false;
    const before = PARTS[things.length - 1];
    const next = last.cloneNode(true);
    const renamed = (words) => words?.replace(new RegExp(`(^|\\D)${before}(?=\\D*$)`), `$1${part}`);
    for (const element of [next, ...next.querySelectorAll('*')]) {
      for (const name of ['id', 'name', 'for', 'aria-label', 'aria-describedby'])
        if (element.hasAttribute(name)) element.setAttribute(name, renamed(element.getAttribute(name)));
    }
    for (const label of next.querySelectorAll('label')) label.firstChild.textContent = renamed(label.firstChild.textContent);
    for (const field of next.querySelectorAll('textarea')) field.value = '';
    next.querySelectorAll('[data-said], .usa-error-message').forEach((message) => message.remove());
    last.after(next);
    const more = this.item.querySelector('[data-room]');
    if (more) more.hidden = things.length + 1 >= PARTS.length;
    return next;
  }

  /** The answer as it is sent. */
  content() {
    const steps = this.fields('step').filter((step) => step.checked);
    const more = PARTS.map((part) => ({
      seen: this.field('seen', part)?.value ?? '',
      done: this.field('done', part)?.value ?? '',
    })).filter(({ seen, done }) => seen.trim() || done.trim());
    return {
      outcome: this.outcome,
      value: this.value,
      given: this.given,
      seen: this.field('seen')?.value ?? '',
      done: this.field('done')?.value ?? '',
      steps: steps.map((step) => Number(step.value)),
      ...(more.length && { more }),
      ...(this.field('sensitive')?.checked && { sensitive: true }),
    };
  }

  /** Puts an answer into the fields, as `content` gave it. A field somebody is typing in stays. */
  paint(content) {
    const put = (field, value) => {
      const typing = field === document.activeElement && document.hasFocus();
      if (field && !typing && field.value !== value) field.value = value;
    };
    const choose = (kind, value) => {
      for (const field of this.fields(kind)) field.checked = field.value === value;
    };
    const skipped = content.outcome === NOT_APPLICABLE;
    if (this.field('given')?.type === 'radio') choose('given', skipped ? NOT_APPLICABLE : (content.given ?? ''));
    else put(this.field('given'), content.given ?? '');
    choose('outcome', content.outcome ?? '');
    put(this.field('value'), content.value === null || content.value === undefined ? '' : String(content.value));
    put(this.field('seen'), content.seen ?? '');
    put(this.field('done'), content.done ?? '');
    for (const step of this.fields('step')) step.checked = (content.steps ?? []).includes(Number(step.value));
    PARTS.forEach((part, n) => {
      if (content.more?.[n] && !this.field('seen', part)) this.room();
      put(this.field('seen', part), content.more?.[n]?.seen ?? '');
      put(this.field('done', part), content.more?.[n]?.done ?? '');
    });
    if (content.more?.length) this.item.querySelector('.q__also')?.setAttribute('open', '');
    const sensitive = this.field('sensitive');
    if (sensitive) sensitive.checked = Boolean(content.sensitive);
    this.judge();
    // A line that is folded tells the answer as it is now.
    this.item.querySelector(':scope > .q__sum .q__st')?.replaceWith(this.badge());
  }

  /** Says at once whether a measured value or a date is inside its limits. */
  judge() {
    const field = this.field('value') ?? this.field('given');
    if (!field || field.type === 'radio') return;
    const words = this.item.querySelector('[data-limits]');
    const { min, max } = field.dataset;
    const limited = min !== undefined || max !== undefined;
    const known = limited && (field.type === 'date' ? this.given : this.value) !== null;
    const { outside } = this;
    field.classList.toggle('is-outside', outside);
    if (!words) return;
    words.classList.toggle('is-inside', known && !outside);
    words.classList.toggle('is-outside', outside);
    const say = known ? (outside ? this.text.outside : this.text.inside) : '';
    if (words.textContent !== say) words.textContent = say;
  }

  /** The chosen answer as the page shows it: its icon and word, the value, the date. */
  badge() {
    const label = (this.checked('given') ?? this.checked('outcome'))?.nextElementSibling;
    const kind = { conforms: 'ok', nonconforming: 'bad', corrected: 'fix', not_applicable: 'na' }[this.comesTo] ?? 'info';
    const state = element('span', `st st--${kind} q__st`);
    if (this.checked('given')) state.textContent = (label.querySelector('span') ?? label).textContent;
    else if (label && this.outcome) for (const part of label.childNodes) state.append(part.cloneNode(true));
    else state.textContent = this.value === null ? this.words : `${this.field('value').value} ${this.item.dataset.unit ?? ''}`.trim();
    return state;
  }

  /** A date as people write it, or the beginning of what was written. */
  get words() {
    const given = this.given ?? '';
    if (this.field('given')?.type === 'date')
      return new Date(`${given}T12:00`).toLocaleDateString(document.documentElement.lang || undefined, { dateStyle: 'medium' });
    return given.length > 60 ? `${given.slice(0, 60)}…` : given;
  }

  /** An answer from an earlier visit takes one line; it opens again with "Change". Never while somebody is at work. */
  fold() {
    if (this.item.classList.contains('is-folded')) return;
    const line = element('div', 'q__sum');
    line.append(element('span', 'q__no num', String(this.number)), element('span', 'q__short', this.title));
    const change = element('button', 'linkbtn q__chg', this.text.change);
    change.type = 'button';
    change.dataset.change = '';
    change.setAttribute('aria-label', `${this.text.change}: ${this.title}`);
    line.append(this.badge(), change);
    this.item.prepend(line);
    this.item.classList.add('is-folded');
  }

  unfold() {
    if (!this.item.classList.contains('is-folded')) return;
    this.item.classList.remove('is-folded');
    this.item.querySelector(':scope > .q__sum')?.remove();
  }

  reveal() {
    this.unfold();
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.item.scrollIntoView({ behavior: calm ? 'auto' : 'smooth', block: 'start' });
    this.item.querySelector('input:not([type="hidden"]), textarea')?.focus({ preventScroll: true });
  }
}
