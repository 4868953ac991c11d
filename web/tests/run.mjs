// npm test: the browser journeys. `npm test -- day` runs only those whose file name has the word in it.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { BINARY, makeDemo } from './support/plumbline.mjs';

const here = import.meta.dirname;
const chromium = process.env.CHROMIUM || '/usr/bin/chromium';
if (!fs.existsSync(BINARY)) stop(`${BINARY} is not there. Run \`cargo build --features pdf\` first, or set PLUMBLINE_BIN.`);
if (!fs.existsSync(chromium)) stop(`${chromium} is not there. Install Chromium (Debian: apt-get install chromium), or set CHROMIUM.`);

const words = process.argv.slice(2);
const files = fs
  .readdirSync(here)
  .filter((name) => name.endsWith('.test.mjs') && words.every((word) => name.includes(word)))
  .map((name) => path.join(here, name));
if (files.length === 0) stop(`No journey has ${words.join(' ')} in its name.`);

fs.rmSync(path.join(here, 'out'), { recursive: true, force: true });
const demo = fs.mkdtempSync(path.join(os.tmpdir(), 'plumbline-demo-'));
try {
  await makeDemo(demo); // once; every journey gets a copy
  const { status } = spawnSync(
    process.execPath,
    ['--test', '--test-concurrency=2', '--test-reporter=spec', ...files],
    { stdio: 'inherit', env: { ...process.env, PLUMBLINE_TEST_DEMO: demo } },
  );
  process.exitCode = status ?? 1;
} finally {
  fs.rmSync(demo, { recursive: true, force: true });
}
const pictures = fs.existsSync(path.join(here, 'out')) ? fs.readdirSync(path.join(here, 'out')) : [];
if (pictures.length) console.log(`Pictures of what failed: ${path.relative(process.cwd(), path.join(here, 'out'))}/`);

function stop(sentence) {
  console.error(sentence);
  process.exit(1);
}
