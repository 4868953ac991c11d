// "Today, 8:52 AM" is good to read, the full date is good to know: <time datetime="2026-06-09T08:52-05:00"> gets it as a tip.
// The clock time is taken as written, because it is the office's, not the reader's.
const LOCAL = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d))?/;

export function markTimes(root) {
  const language = document.documentElement.lang || undefined;
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'full', timeZone: 'UTC' });
  const moment = new Intl.DateTimeFormat(language, { dateStyle: 'full', timeStyle: 'short', timeZone: 'UTC' });
  for (const time of root.querySelectorAll('time[datetime]:not([title])')) {
    const found = LOCAL.exec(time.dateTime);
    if (!found) continue;
    const [, y, m, d, hour, minute] = found;
    const at = Date.UTC(y, m - 1, d, hour ?? 0, minute ?? 0);
    time.title = (hour === undefined ? day : moment).format(at);
  }
}
