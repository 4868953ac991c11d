// The wire between a browser and the server: it can be cut. Unlike a browser's own switch it stops service workers, too.
import net from 'node:net';

/** Listens on a port of its own and passes everything on to the server it leads `towards`. */
export async function lay() {
  const target = { port: 0, hostname: '127.0.0.1' };
  const open = new Set();
  const wire = { whole: true, deaf: false, lost: false, brought: 0 };
  const server = net.createServer((here) => {
    if (!wire.whole) {
      here.destroy();
      return;
    }
    const there = net.connect(target.port, target.hostname);
    for (const [from, to] of [
      [here, there],
      [there, here],
    ]) {
      open.add(from);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        open.delete(from);
        to.destroy();
      });
    }
    here.pipe(there);
    // A deaf wire brings everything to the server, and nothing back.
    there.on('data', (bytes) => {
      wire.lost ||= wire.deaf;
      if (wire.deaf) return;
      wire.brought += bytes.length;
      here.write(bytes);
    });
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const hangUp = () => open.forEach((socket) => socket.destroy());
  return {
    address: `http://127.0.0.1:${server.address().port}`,
    /** No byte passes from now on, and what is open breaks off. */
    cut() {
      wire.whole = false;
      hangUp();
    },
    mend() {
      Object.assign(wire, { whole: true, deaf: false });
      hangUp();
    },
    /** What is sent arrives; no answer comes back. */
    deafen() {
      Object.assign(wire, { deaf: true, lost: false });
    },
    /** Whether the server answered something since the wire became deaf. */
    get lost() {
      return wire.lost;
    },
    /** Bytes that came from the server so far, headers and all. */
    get brought() {
      return wire.brought;
    },
    get whole() {
      return wire.whole && !wire.deaf;
    },
    /** Passes on to another port from now on: the server was started again. */
    towards(address) {
      target.port = Number(new URL(address).port);
      hangUp();
    },
    async stop() {
      hangUp();
      await new Promise((done) => server.close(done));
    },
  };
}
