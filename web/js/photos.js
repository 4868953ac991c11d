// Photos on the device: made small, without what stood beside the picture, and drawn on. The checklist imports it;
// loading it does nothing.
//
//   prepare(file, 1600)        -> { blob, takenAt } or undefined where the file cannot be read as a photo
//   annotate(blob, texts)      -> a blob with the drawing in it, the same one where nothing was drawn; cancelled: undefined
//   textsOf(element)           -> the texts for annotate, from <form … {{ <photo_texts longest={…} /> }}> (TEXTS below)
//
// What comes out is a JPEG with nothing in it but the picture: the server keeps such a file byte for byte.

const QUALITY = 0.8;
const HEAD = 256 * 1024; // what a camera writes about a photo stands in the first bytes of the file

const TEXTS = [
  'title', // "Draw on the photo"
  'hint', // "Drag over the photo, or tap where it begins and then where it ends."
  'keys', // "By keyboard: the arrow keys move the cross, Enter …"
  'canvas', // "Photo to draw on"
  'tool', // "Tool"
  'arrow', // "Arrow"
  'box', // "Box"
  'undo', // "Undo"
  'cancel', // "Cancel"
  'done', // "Done"
  'at', // "Cross: {x}% from the left, {y}% from the top."
  'begun', // "It begins here. Choose where it ends."
  'drawnArrow', // "Arrow drawn. On the photo: {count}."
  'drawnBox', // "Box drawn. On the photo: {count}."
  'undone', // "Taken back. On the photo: {count}."
];

/** The texts an element carries as data-photo-text-…. */
export function textsOf(element) {
  return Object.fromEntries(
    TEXTS.map((name) => [name, element.dataset[`photoText${name[0].toUpperCase()}${name.slice(1)}`] ?? '']),
  );
}

/** The photo upright and at most so many pixels long, and when it was taken, as well as that is known. */
export async function prepare(file, longest) {
  const changed = file.lastModified ? withOffset(new Date(file.lastModified)) : undefined;
  const takenAt = (await takenByCamera(file)) ?? changed;
  const picture = await open(file);
  if (!picture) return undefined;
  const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const pen = canvas.getContext('2d');
  pen.imageSmoothingQuality = 'high';
  pen.fillStyle = '#fff'; // what is clear becomes white, not black
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const blob = await written(canvas);
  canvas.width = canvas.height = 0; // phones have little room for canvases
  return blob && { blob, takenAt };
}

async function open(file) {
  try {
    return await createImageBitmap(file, { imageOrientation: 'from-image' });
  } catch {
    return undefined;
  }
}

/** The canvas as a JPEG with nothing else in it. */
async function written(canvas) {
  const blob = await new Promise((done) => canvas.toBlob(done, 'image/jpeg', QUALITY));
  if (!blob || blob.type !== 'image/jpeg') return undefined;
  return new Blob([bare(new Uint8Array(await blob.arrayBuffer()))], { type: 'image/jpeg' });
}

/** A JPEG without the parts that say more than the picture: some browsers write their own words into it. */
function bare(bytes) {
  const kept = [bytes.subarray(0, 2)];
  for (const { marker, from, to } of parts(bytes)) {
    if (marker === 0xda) return concat([...kept, bytes.subarray(from)]);
    const isWord = (word) => [...word].every((letter, n) => bytes[from + 4 + n] === letter.charCodeAt(0));
    const about = marker >= 0xe0 && marker <= 0xef;
    const needed =
      (marker === 0xe0 && isWord('JFIF') && to - from === 18) ||
      (marker === 0xe2 && isWord('ICC_PROFILE')) ||
      (marker === 0xee && isWord('Adobe'));
    if (marker !== 0xfe && (!about || needed)) kept.push(bytes.subarray(from, to));
  }
  return bytes; // no JPEG as we know it: the server looks again
}

/** The parts of a JPEG up to the drawing itself: { marker, from, to }. */
function* parts(bytes) {
  let at = 2;
  while (at + 4 <= bytes.length && bytes[at] === 0xff) {
    const length = bytes[at + 2] * 256 + bytes[at + 3];
    if (length < 2) return;
    yield { marker: bytes[at + 1], from: at, to: at + 2 + length };
    at += 2 + length;
  }
}

function concat(pieces) {
  const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

/** When the camera says that it took a JPEG; undefined where it says nothing that can be read. */
async function takenByCamera(file) {
  try {
    const bytes = new Uint8Array(await file.slice(0, HEAD).arrayBuffer());
    if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return undefined;
    for (const { marker, from, to } of parts(bytes)) {
      if (marker === 0xda) return undefined;
      const isExif = marker === 0xe1 && String.fromCharCode(...bytes.subarray(from + 4, from + 8)) === 'Exif';
      if (isExif && to <= bytes.length) return momentIn(new DataView(bytes.buffer, from + 10, to - from - 10));
    }
  } catch {
    // what a camera wrote wrongly is not known
  }
  return undefined;
}

/** Reads DateTimeOriginal and OffsetTimeOriginal. A DataView throws where something points outside of it. */
function momentIn(view) {
  const little = view.getUint16(0) === 0x4949;
  const fieldsAt = (start) => {
    const fields = new Map();
    for (let n = Math.min(view.getUint16(start, little), 200); n > 0; n -= 1) {
      const at = start + 2 + (n - 1) * 12;
      fields.set(view.getUint16(at, little), at);
    }
    return fields;
  };
  const text = (at) => {
    const length = Math.min(view.getUint32(at + 4, little), 32);
    const from = length > 4 ? view.getUint32(at + 8, little) : at + 8;
    const letters = Array.from({ length }, (_, n) => String.fromCharCode(view.getUint8(from + n)));
    return letters.join('').replace(/\0.*$/s, '');
  };
  const camera = fieldsAt(view.getUint32(4, little)).get(0x8769);
  if (camera === undefined) return undefined;
  const fields = fieldsAt(view.getUint32(camera + 8, little));
  const taken = fields.has(0x9003) && /^(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)/.exec(text(fields.get(0x9003)));
  if (!taken) return undefined;
  const [year, month, day, hour, minute, second] = taken.slice(1).map(Number);
  const local = new Date(year, month - 1, day, hour, minute, second);
  // a date that does not exist moves on to another one
  const isDay = local.getMonth() === month - 1 && local.getDate() === day;
  if (year < 1900 || !isDay || hour > 23 || minute > 59) return undefined;
  const offset = fields.has(0x9011) && /^[+-]\d\d:\d\d/.exec(text(fields.get(0x9011)));
  if (!offset) return withOffset(local);
  return `${taken[1]}-${taken[2]}-${taken[3]}T${taken[4]}:${taken[5]}:${taken[6]}${offset[0]}`;
}

/** "2026-06-09T08:41:07-05:00": the clock of the device, and how far it is from UTC. */
function withOffset(date) {
  const two = (n) => String(Math.trunc(n)).padStart(2, '0');
  const ahead = -date.getTimezoneOffset();
  const day = `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const time = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
  return `${day}T${time}${ahead < 0 ? '-' : '+'}${two(Math.abs(ahead) / 60)}:${two(Math.abs(ahead) % 60)}`;
}

/** Lets somebody draw arrows and boxes on a photo: by mouse, finger, pen or keys. */
export async function annotate(blob, texts) {
  const picture = await open(blob);
  if (!picture) return undefined;
  const before = document.activeElement;
  const drawing = new Drawing(picture, texts);
  document.body.append(drawing.dialog);
  drawing.dialog.showModal();
  drawing.canvas.focus();
  const isDone = await drawing.over;
  drawing.dialog.remove();
  before?.focus?.();
  let result;
  if (isDone) result = drawing.marks.length ? await written(drawing.final()) : blob;
  picture.close();
  return result;
}

const COLOUR = '#d5001c';
const EDGE = '#fff'; // seen on everything
const STEP = 1 / 40; // of the longest side: how far an arrow key moves the cross; a quarter of it with Shift
const TAP = 10; // CSS pixels a finger may tremble

/** The dialog with the photo on a canvas. Places are pixels of the photo. */
class Drawing {
  constructor(picture, texts) {
    this.picture = picture;
    this.texts = texts;
    this.marks = []; // { tool, from, to }
    this.begun = undefined; // where the next mark begins
    this.cross = undefined; // where the keys are
    this.pull = undefined; // the finger or mouse that is down: { id, from, x, y, moved }
    this.over = new Promise((end) => (this.end = end));
    this.build();
    this.paint();
  }

  build() {
    const { texts } = this;
    this.canvas = made('canvas', 'annotate__photo', {
      width: this.picture.width,
      height: this.picture.height,
      tabIndex: 0,
    });
    // An application: the arrow keys belong to the cross, not to a screen reader.
    this.canvas.setAttribute('role', 'application');
    this.canvas.setAttribute('aria-label', texts.canvas);
    this.canvas.setAttribute('aria-describedby', 'annotate-hint annotate-keys');
    this.status = made('p', 'annotate__status', { role: 'status' });
    const tools = made('fieldset', 'annotate__tools', {}, made('legend', 'vh', { textContent: texts.tool }));
    for (const tool of ['arrow', 'box']) {
      const radio = made('input', '', { type: 'radio', name: 'annotate-tool', value: tool, checked: tool === 'arrow' });
      tools.append(made('label', 'annotate__tool', {}, radio, made('span', '', { textContent: texts[tool] })));
    }
    this.undo = this.button(texts.undo, 'usa-button--outline', () => this.takeBack());
    this.dialog = made(
      'dialog',
      'annotate',
      {},
      made('h2', 'annotate__title', { id: 'annotate-title', textContent: texts.title }),
      made('div', 'annotate__stage', {}, this.canvas),
      made(
        'div',
        'annotate__side',
        {},
        tools,
        made('p', 'annotate__hint', { id: 'annotate-hint', textContent: texts.hint }),
        made('p', 'annotate__hint annotate__keys', { id: 'annotate-keys', textContent: texts.keys }),
        this.status,
        made(
          'div',
          'annotate__do',
          {},
          this.button(texts.done, '', () => this.end(true)),
          this.undo,
          this.button(texts.cancel, 'usa-button--outline', () => this.end(false)),
        ),
      ),
    );
    this.dialog.setAttribute('aria-labelledby', 'annotate-title');
    this.dialog.addEventListener('cancel', (event) => {
      event.preventDefault();
      this.end(false);
    });
    const { canvas } = this;
    canvas.addEventListener('keydown', (event) => this.key(event));
    canvas.addEventListener('pointerdown', (event) => this.press(event));
    canvas.addEventListener('pointermove', (event) => this.move(event));
    canvas.addEventListener('pointerup', (event) => this.release(event));
    canvas.addEventListener('pointercancel', () => this.forget());
    canvas.addEventListener('blur', () => this.paint());
    canvas.addEventListener('focus', () => this.paint());
  }

  button(words, kind, press) {
    const button = made('button', `usa-button ${kind}`, { type: 'button', textContent: words });
    button.addEventListener('click', press);
    return button;
  }

  get tool() {
    return this.dialog.querySelector('input:checked').value;
  }

  get longest() {
    return Math.max(this.canvas.width, this.canvas.height);
  }

  say(sentence, values = {}) {
    this.status.textContent = sentence.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  }

  // By keys: the arrow keys move the cross, Enter says where a mark begins and where it ends.
  key(event) {
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (way) {
      const step = this.longest * (event.shiftKey ? STEP / 4 : STEP);
      const { x, y } = this.cross ?? this.middle();
      this.cross = this.inside({ x: x + way[0] * step, y: y + way[1] * step });
      this.sayWhere();
    } else if (event.key === 'Enter' || event.key === ' ') {
      this.cross ??= this.middle();
      this.choose(this.cross);
    } else if (event.key === 'Escape' && this.begun) {
      this.begun = undefined;
      this.say('');
    } else {
      return;
    }
    event.preventDefault();
    this.paint();
  }

  sayWhere() {
    const part = (n, of) => Math.round((n / of) * 100);
    this.say(this.texts.at, { x: part(this.cross.x, this.canvas.width), y: part(this.cross.y, this.canvas.height) });
  }

  /** A place was chosen without drawing a line to it: the first is where a mark begins, the second where it ends. */
  choose(place) {
    if (!this.begun) {
      this.begun = place;
      this.say(this.texts.begun);
    } else if (this.isFar(this.begun, place)) {
      this.mark(this.begun, place);
    }
  }

  // By mouse, finger or pen: from press to release; or a tap for each end.
  press(event) {
    if (!event.isPrimary || event.button !== 0) return;
    this.canvas.setPointerCapture(event.pointerId);
    this.pull = { id: event.pointerId, from: this.place(event), x: event.clientX, y: event.clientY, moved: false };
  }

  move(event) {
    if (this.pull?.id !== event.pointerId) return;
    this.pull.moved ||= Math.hypot(event.clientX - this.pull.x, event.clientY - this.pull.y) > TAP;
    this.pull.to = this.place(event);
    if (this.pull.moved) this.paint();
  }

  release(event) {
    if (this.pull?.id !== event.pointerId) return;
    const { from, moved } = this.pull;
    const to = this.place(event);
    this.pull = undefined;
    if (moved) {
      this.mark(from, to);
    } else {
      this.cross = to;
      this.choose(to);
    }
    this.paint();
  }

  forget() {
    this.pull = undefined;
    this.paint();
  }

  place(event) {
    const box = this.canvas.getBoundingClientRect();
    return this.inside({
      x: ((event.clientX - box.left) / box.width) * this.canvas.width,
      y: ((event.clientY - box.top) / box.height) * this.canvas.height,
    });
  }

  middle() {
    return { x: this.canvas.width / 2, y: this.canvas.height / 2 };
  }

  inside({ x, y }) {
    return {
      x: Math.min(Math.max(x, 0), this.canvas.width),
      y: Math.min(Math.max(y, 0), this.canvas.height),
    };
  }

  isFar(from, to) {
    return Math.hypot(to.x - from.x, to.y - from.y) > this.longest / 100;
  }

  mark(from, to) {
    const { tool } = this;
    this.begun = undefined;
    this.marks.push({ tool, from, to });
    this.say(tool === 'arrow' ? this.texts.drawnArrow : this.texts.drawnBox, { count: this.marks.length });
    this.paint();
  }

  takeBack() {
    if (this.begun) this.begun = undefined;
    else if (!this.marks.pop()) return;
    this.say(this.texts.undone, { count: this.marks.length });
    this.paint();
  }

  paint() {
    const pen = this.canvas.getContext('2d');
    pen.drawImage(this.picture, 0, 0);
    for (const mark of this.marks) this.draw(pen, mark);
    const { pull, begun, cross } = this;
    if (pull?.moved) this.draw(pen, { tool: this.tool, from: pull.from, to: pull.to });
    else if (begun && cross && this.isFar(begun, cross)) this.draw(pen, { tool: this.tool, from: begun, to: cross });
    else if (begun) this.stroke(pen, this.crossAt(begun, 0.5));
    if (document.activeElement === this.canvas && !pull) this.stroke(pen, this.crossAt(cross ?? this.middle(), 1), 0.5);
    // Which buttons do something: one that has the focus keeps it, so it is told and not switched off.
    this.undo.setAttribute('aria-disabled', String(!this.marks.length && !begun));
  }

  /** The photo with the marks and nothing else on it. */
  final() {
    const pen = this.canvas.getContext('2d');
    pen.drawImage(this.picture, 0, 0);
    for (const mark of this.marks) this.draw(pen, mark);
    return this.canvas;
  }

  get width() {
    return Math.max(3, this.longest / 130);
  }

  draw(pen, { tool, from, to }) {
    const line = new Path2D();
    if (tool === 'box') {
      line.rect(Math.min(from.x, to.x), Math.min(from.y, to.y), Math.abs(to.x - from.x), Math.abs(to.y - from.y));
    } else {
      const angle = Math.atan2(to.y - from.y, to.x - from.x);
      const head = Math.min(this.width * 5, Math.hypot(to.x - from.x, to.y - from.y));
      line.moveTo(from.x, from.y);
      line.lineTo(to.x, to.y);
      for (const side of [0.5, -0.5]) {
        line.moveTo(to.x, to.y);
        line.lineTo(to.x - head * Math.cos(angle + side), to.y - head * Math.sin(angle + side));
      }
    }
    this.stroke(pen, line);
  }

  crossAt({ x, y }, size) {
    const [near, far] = [this.longest / 100, (this.longest / 25) * size];
    const cross = new Path2D();
    for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
      cross.moveTo(x + dx * near * size, y + dy * near * size);
      cross.lineTo(x + dx * far, y + dy * far);
    }
    return cross;
  }

  stroke(pen, line, part = 1) {
    pen.lineCap = 'round';
    pen.lineJoin = 'round';
    for (const [colour, width] of [[EDGE, 2], [COLOUR, 1]]) {
      pen.strokeStyle = colour;
      pen.lineWidth = this.width * width * part;
      pen.stroke(line);
    }
  }
}

function made(tag, className, properties, ...inside) {
  const { role, ...rest } = properties;
  const element = Object.assign(document.createElement(tag), rest);
  if (className) element.className = className;
  if (role) element.setAttribute('role', role);
  element.append(...inside);
  return element;
}
