// A storage that speaks S3, for the tests of the server: `node s3.mjs <folder> [port]` keeps the bucket `photos` in the
// folder, says on which port it listens, and runs until its input ends. The key is S3RVER, its secret S3RVER.
import S3rver from '@20minutes/s3rver';
import process from 'node:process';

const [directory, port = '0'] = process.argv.slice(2);
const server = new S3rver({
  port: Number(port),
  address: '127.0.0.1',
  directory,
  silent: true,
  configureBuckets: [{ name: 'photos' }],
});
const address = await server.run();
console.log(address.port);
process.stdin.on('end', () => process.exit()).resume();
