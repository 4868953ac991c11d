// Sentences with places in them, and elements with words in them.

/** "{done} of {all}" with its places filled. */
export function fill(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** Everything an element says in the reader's language, by name: data-text-not-now is text.notNow. */
export const textOf = (element) =>
  Object.fromEntries(
    Object.entries(element.dataset)
      .filter(([name]) => name.startsWith('text'))
      .map(([name, words]) => [name[4].toLowerCase() + name.slice(5), words]),
  );

/** The time of day, as the reader's language writes it. */
export function clock(date) {
  return new Date(date).toLocaleTimeString(document.documentElement.lang || undefined, { hour: 'numeric', minute: '2-digit' });
}

/** Day and time, the day only where it is not today. */
export function moment(at) {
  const date = new Date(at);
  if (date.toDateString() === new Date().toDateString()) return clock(date);
  return date.toLocaleString(document.documentElement.lang || undefined, { dateStyle: 'medium', timeStyle: 'short' });
}

export function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}
