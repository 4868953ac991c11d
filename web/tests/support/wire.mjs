// The wire between a browser and the server: it can be cut. Unlike a browser's own switch it stops service workers, too.
import net from 'node:net';

/** Listens on a port of its own and passes everything on to the server at this address. */
export async function lay(address) {
  const target = new URL(address);
  const open = new Set();
  const wire = { whole: true, deaf: false };
  const server = net.createServer((here) => {
    if (!wire.whole) {
      here.destroy();
      return;
    }
    const there = net.connect(Number(target.port), target.hostname);
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
      if (!wire.deaf) here.write(bytes);
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
      wire.deaf = true;
    },
    /** Passes on to another port from now on: the server was started again. */
    towards(address) {
      target.port = new URL(address).port;
      hangUp();
    },
    async stop() {
      hangUp();
      await new Promise((done) => server.close(done));
    },
  };
}
