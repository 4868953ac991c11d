// Reads a calendar with a library nobody here wrote (ical.js, of Mozilla) and tells what it understood.
// As a program: `node read-calendar.mjs < feed.ics` prints it as JSON.
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import ICAL from 'ical.js';

export function readCalendar(text) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  const value = (component, name) => component.getFirstPropertyValue(name)?.toString() ?? '';
  return {
    method: value(calendar, 'method'),
    name: value(calendar, 'x-wr-calname'),
    events: calendar.getAllSubcomponents('vevent').map((component) => {
      const event = new ICAL.Event(component, { strictExceptions: true });
      return {
        uid: event.uid,
        sequence: event.sequence,
        status: value(component, 'status'),
        start: event.startDate.toJSDate().toISOString(),
        end: event.endDate.toJSDate().toISOString(),
        summary: event.summary ?? '',
        description: event.description ?? '',
        location: event.location ?? '',
        url: value(component, 'url'),
        organizer: event.organizer ?? '',
        attendees: event.attendees.map((attendee) => attendee.getFirstValue()),
      };
    }),
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  process.stdout.write(JSON.stringify(readCalendar(await text(process.stdin))));
}
