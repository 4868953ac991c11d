// The mails the server wrote, as whoever gets them reads them.
import fs from 'node:fs/promises';
import path from 'node:path';

const PATIENCE = 150_000; // reminders and mails go out once a minute

/** Waits for the newest mail to somebody whose subject fits. */
export async function mailTo(server, address, subject) {
  const until = Date.now() + PATIENCE;
  for (;;) {
    const mails = await read(server.mails);
    const found = mails.find((mail) => mail.to.includes(address) && subject.test(mail.subject));
    if (found) return found;
    if (Date.now() > until) {
      const seen = mails.filter((mail) => mail.to.includes(address)).map((mail) => mail.subject);
      throw new Error(`No mail to ${address} with ${subject}; there are: ${seen.join(' | ') || 'none'}`);
    }
    await new Promise((next) => setTimeout(next, 500));
  }
}

async function read(folder) {
  const names = await fs.readdir(folder).catch(() => []);
  const mails = [];
  for (const name of names.filter((name) => name.endsWith('.eml'))) {
    const mail = parse(await fs.readFile(path.join(folder, name), 'utf8'));
    if (mail) mails.push(mail);
  }
  return mails;
}

/** Headers, and the plain-text part. Half-written files are read again later. */
function parse(source) {
  const end = source.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const headers = source.slice(0, end).replace(/\r\n[ \t]+/g, ' ');
  const header = (name) => words(new RegExp(`^${name}: (.*)$`, 'im').exec(headers)?.[1] ?? '');
  const boundary = /boundary="?([^";\r\n]+)"?/i.exec(headers)?.[1];
  const parts = source.slice(end).split(`--${boundary}`);
  const plain = parts.find((part) => /content-type: text\/plain/i.test(part));
  const html = parts.find((part) => /content-type: text\/html/i.test(part));
  if (!plain || !html || !source.includes(`--${boundary}--`)) return undefined;
  const text = decode(plain);
  return {
    to: header('To'),
    subject: header('Subject'),
    messageId: header('Message-ID'),
    text,
    html: decode(html),
    /** The address in the text that fits, as a path on the server. */
    link(pattern) {
      const found = (text.match(/https?:\/\/\S+/g) ?? []).find((link) => pattern.test(link));
      if (!found) throw new Error(`The mail has no link with ${pattern}:\n${text}`);
      return found;
    },
  };
}

function decode(part) {
  const gap = part.indexOf('\r\n\r\n');
  const [head, body] = [part.slice(0, gap), part.slice(gap + 4)];
  if (/base64/i.test(head)) return Buffer.from(body, 'base64').toString('utf8');
  if (/quoted-printable/i.test(head)) return unquote(body);
  return body;
}

/** Subjects with letters beyond ASCII come as =?utf-8?b?…?= words. */
function words(header) {
  return header
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind, text) =>
      kind.toLowerCase() === 'b' ? Buffer.from(text, 'base64').toString('utf8') : unquote(text.replaceAll('_', ' ')),
    );
}

function unquote(text) {
  const bytes = text.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
