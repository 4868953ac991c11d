// Starts and stops the server that a journey talks to, each with a database, files and mails of its own.
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import fs from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

/** A Wednesday, because then every layer has an audit of the counter at Tax & Licensing to do. */
export const TODAY = '2026-06-10';
/** The board comes round each quarter: three months of history reach back to its audits that are open now. */
const DEMO = ['demo', '--seed', '1', '--today', TODAY, '--months', '3'];
const PATIENCE = 60_000;

/** The program under test: PLUMBLINE_BIN, or what `cargo build` made. */
export const BINARY = path.resolve(process.env.PLUMBLINE_BIN ?? path.join(import.meta.dirname, '../../../target/debug/plumbline'));

/**
 * The demo agency on the morning of TODAY. `tests/run.mjs` makes it once; a file started alone makes its own. Where people
 * reach it by another address than the one it listens on, that is its `publicUrl`.
 */
export async function startDemo({ publicUrl } = {}) {
  const home = await newHome();
  if (!process.env.PLUMBLINE_TEST_DEMO) {
    process.env.PLUMBLINE_TEST_DEMO = await newHome();
    await makeDemo(process.env.PLUMBLINE_TEST_DEMO);
    process.on('exit', () => rmSync(process.env.PLUMBLINE_TEST_DEMO, { recursive: true, force: true }));
  }
  await fs.cp(process.env.PLUMBLINE_TEST_DEMO, home, { recursive: true });
  return start(home, DEMO, publicUrl);
}

/** A server with an empty database, as on the first day. */
export async function startEmpty() {
  return start(await newHome(), ['serve']);
}

/** Makes the demo agency in a folder, without serving it. */
export async function makeDemo(home) {
  const made = launch(home, [...DEMO, '--only-make'], 0);
  const code = await made.ended;
  if (code !== 0) throw new Error(`The demo agency could not be made:\n${made.said()}`);
}

async function newHome() {
  return fs.mkdtemp(path.join(os.tmpdir(), 'plumbline-journey-'));
}

async function start(home, command, publicUrl) {
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  let server = await up(home, command, port, publicUrl);
  const said = [];
  return {
    address,
    home,
    mails: path.join(home, 'mail'),
    said: () => [...said, server.said()].join('\n--- started again ---\n').slice(-60_000),
    /** Ends at once, as when the power fails. */
    async kill() {
      server.process.kill('SIGKILL');
      await server.ended;
    },
    /** Starts again on the same database and port. */
    async again() {
      said.push(server.said());
      server = await up(home, command, port, publicUrl);
    },
    /** Runs another command of the program on the same database: `server.run('history', 'verify')`. */
    async run(...command) {
      const ran = launch(home, command, 0);
      return { code: await ran.ended, said: ran.said() };
    },
    async stop() {
      const kill = setTimeout(() => server.process.kill('SIGKILL'), 10_000);
      server.process.kill('SIGTERM');
      await server.ended;
      clearTimeout(kill);
      await fs.rm(home, { recursive: true, force: true });
    },
  };
}

/** A server that answers. */
async function up(home, command, port, publicUrl) {
  const address = `http://127.0.0.1:${port}`;
  const server = launch(home, command, port, publicUrl);
  let over = false;
  server.ended.then(() => (over = true));
  const until = Date.now() + PATIENCE;
  while (!(await answers(`${address}/readyz`))) {
    if (over) throw new Error(`The server ended before it answered:\n${server.said()}`);
    if (Date.now() > until) {
      server.process.kill('SIGKILL');
      throw new Error(`The server did not answer within ${PATIENCE / 1000} seconds:\n${server.said()}`);
    }
    await new Promise((next) => setTimeout(next, 50));
  }
  return server;
}

function launch(home, command, port, publicUrl) {
  // Settings of whoever runs the tests must not leak in: neither their variables nor a plumbline.toml.
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('PLUMBLINE_'));
  const child = spawn(BINARY, command, {
    cwd: home,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...Object.fromEntries(inherited),
      NO_COLOR: '1',
      PLUMBLINE_DATABASE_URL: `sqlite:${path.join(home, 'd.db')}`,
      PLUMBLINE_FILES_DIR: path.join(home, 'files'),
      PLUMBLINE_MAIL_DIR: path.join(home, 'mail'),
      PLUMBLINE_LISTEN: `127.0.0.1:${port}`,
      PLUMBLINE_PUBLIC_URL: publicUrl ?? `http://127.0.0.1:${port || 1}`,
    },
  });
  let said = '';
  const hear = (bytes) => (said = (said + bytes).slice(-60_000));
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const ended = new Promise((done) => {
    child.on('exit', (code) => done(code));
    child.on('error', (cause) => {
      hear(`${BINARY}: ${cause.message}`);
      done(-1);
    });
  });
  return { process: child, ended, said: () => said };
}

async function answers(address) {
  try {
    return (await fetch(address)).ok;
  } catch {
    return false;
  }
}

function freePort() {
  return new Promise((done, failed) => {
    const probe = net.createServer();
    probe.on('error', failed);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });
}
