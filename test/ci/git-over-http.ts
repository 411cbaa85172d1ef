import { spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';

/*
 * A forge's git over HTTP, as a program of its own: `node git-over-http.ts FOLDER USER:PASSWORD LOG` serves the
 * repositories of a folder to who has the password, prints its port, and notes who asked for what.
 */

const [folder = '', password = '', log = ''] = process.argv.slice(2);
const expected = `Basic ${Buffer.from(password).toString('base64')}`;

const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const known = request.headers.authorization === expected;
  appendFileSync(log, `${known ? 'known' : 'unknown'} ${request.method} ${pathname} ${searchParams.get('service') ?? ''}\n`);
  if (!known) {
    response.writeHead(401, { 'www-authenticate': 'Basic' }).end();
    return;
  }
  const env = {
    PATH: process.env['PATH'], GIT_PROJECT_ROOT: folder, GIT_HTTP_EXPORT_ALL: '1', REMOTE_USER: 'ci', REQUEST_METHOD: request.method, PATH_INFO: pathname,
    QUERY_STRING: searchParams.toString(), CONTENT_TYPE: request.headers['content-type'] ?? '', HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
    GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''), GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: join(folder, 'none'),
  };
  const backend = spawn('git', ['http-backend'], { env });
  request.pipe(backend.stdin);
  const parts: Buffer[] = [];
  backend.stdout.on('data', (part: Buffer) => parts.push(part));
  backend.on('close', () => {
    const all = Buffer.concat(parts);
    const end = all.indexOf('\r\n\r\n');
    const headers = all.subarray(0, end).toString('latin1').split('\r\n').map((line) => line.split(/: */, 2) as [string, string]);
    const status = headers.find(([name]) => name.toLowerCase() === 'status')?.[1] ?? '200';
    response.writeHead(Number.parseInt(status, 10), Object.fromEntries(headers.filter(([name]) => name.toLowerCase() !== 'status'))).end(all.subarray(end + 4));
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(`${typeof address === 'object' && address !== null ? address.port : ''}\n`);
});
