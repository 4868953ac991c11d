// The same program as a release after this one would be met: every asset has another name, and the old names are gone.
import http from 'node:http';

const NAMES = /\b([\w-]+-[A-Z0-9]{8})(\.(?:js|css|svg|png|woff2|webmanifest))\b/g;
const later = (text) => text.replace(NAMES, '$1-2$2').replace(/("release":"\w+)"/, '$12"');

/** Stands before the server at this address. */
export async function nextRelease(address) {
  const { hostname, port } = new URL(address);
  const server = http.createServer((request, response) => {
    if (request.url.startsWith('/assets/') && !request.url.includes('-2.')) {
      response.writeHead(404).end();
      return;
    }
    const headers = { ...request.headers };
    // Whole and plain, so that it can be read.
    for (const name of ['accept-encoding', 'if-none-match']) delete headers[name];
    const path = request.url.replace(/-2(\.\w+)$/, '$1');
    const onward = http.request({ hostname, port, path, method: request.method, headers, agent: false }, (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('end', () => {
        const told = { ...answer.headers };
        for (const name of ['content-length', 'transfer-encoding', 'etag']) delete told[name];
        const body = Buffer.concat(parts);
        const isText = /html|javascript|css|manifest/.test(told['content-type'] ?? '');
        response.writeHead(answer.statusCode, told);
        response.end(isText ? later(body.toString('utf8')) : body);
      });
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return {
    address: `http://127.0.0.1:${server.address().port}`,
    stop() {
      server.closeAllConnections();
      return new Promise((done) => server.close(done));
    },
  };
}
