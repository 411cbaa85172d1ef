import { createServer, request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { openPageServer, type PageServer } from './page-server.ts';
import type { Answer, Reply, Signing } from './tasks.ts';

const task: Signing = { kind: 'sign', id: 'one', person: 'ana', namespace: 'countersign', form: 'text', body: 'YQ', verification: 'preferred', credential: null };
const answer: Answer = { task: 'one', kind: 'sign', authenticatorData: 'AA', clientData: 'AA', signature: 'AA' };

const open: PageServer[] = [];
afterEach(() => open.splice(0).forEach((server) => server.close('over')));

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

async function opened(patience = 60, arrival = 20_000): Promise<{ readonly server: PageServer; readonly port: number; readonly post: (path: string, body: string, headers?: Record<string, string>) => Promise<Reply & { status: number }> }> {
  const port = await freePort();
  const server = await openPageServer(port, patience, arrival);
  open.push(server);
  const post = async (path: string, body: string, headers: Record<string, string> = {}) => {
    const response = await fetch(server.url + path, { method: 'POST', body, headers: { origin: `http://localhost:${port}`, 'content-type': 'application/json', ...headers } });
    const text = await response.text();
    return { status: response.status, ...(text.startsWith('{') ? (JSON.parse(text) as Reply) : { kind: 'ended' as const, sentence: text }) };
  };
  return { server, port, post };
}

describe('the page on this machine', () => {
  it('gives its three files with a policy that lets nothing in from elsewhere, and nothing across origins', async () => {
    const { server } = await opened();
    for (const path of ['', 'page.js', 'page.css']) {
      const { status, headers } = await fetch(server.url + path);
      expect([status, headers.get('cache-control'), headers.get('x-frame-options'), headers.get('access-control-allow-origin')], path).toEqual([200, 'no-store', 'DENY', null]);
      expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self'; .*frame-ancestors 'none'$/);
    }
    for (const path of ['people.yaml', 'constructor', '__proto__']) expect((await fetch(server.url + path)).status, path).toBe(404);
    const page = await (await fetch(server.url)).text();
    expect(page).not.toMatch(/<script(?! type="module" src=)|<style|\son[a-z]+=|https?:/);
  });

  it('takes the first answer that will do, tells the second window, and lets a refused one be tried again', async () => {
    const { server, post } = await opened();
    let judged = 0;
    const taken = server.ask(task, () => ((judged += 1) === 1 ? { ok: false, sentence: 'that is another passkey' } : { ok: true, value: 'signed' }));
    const other = post('over', 'one');
    expect(await post('task', '')).toMatchObject({ kind: 'task', task });
    expect(await post('answer', JSON.stringify(answer))).toMatchObject({ kind: 'refused', sentence: 'that is another passkey' });
    expect(await post('answer', JSON.stringify(answer))).toMatchObject({ kind: 'done' });
    expect(await taken).toBe('signed');
    expect(await other).toMatchObject({ kind: 'taken' });
    expect(await post('answer', JSON.stringify(answer))).toMatchObject({ kind: 'taken' });
    expect(judged).toBe(2);
  });

  it('takes one of two answers that come at once', async () => {
    const { server, post } = await opened();
    const taken = server.ask(task, () => ({ ok: true, value: 1 }));
    const replies = await Promise.all([post('answer', JSON.stringify(answer)), post('answer', JSON.stringify(answer))]);
    expect([await taken, replies.map(({ kind }) => kind).toSorted()]).toEqual([1, ['done', 'taken']]);
  });

  it.each([
    ['no JSON', '{', 400],
    ['no answer', '{}', 400],
    ['an answer with a member too many', JSON.stringify({ ...answer, more: 'a' }), 400],
    ['an answer whose member is a number', JSON.stringify({ ...answer, signature: 1 }), 400],
    ['a bomb', 'a'.repeat(70_000), 400],
  ])('refuses %s, and goes on waiting', async (_, body, status) => {
    const { server, post } = await opened();
    void server.ask(task, () => ({ ok: true, value: 1 }));
    expect((await post('answer', body)).status).toBe(status);
    expect(await post('task', '')).toMatchObject({ kind: 'task' });
  });

  it.each([
    ['its headers', () => ''],
    ['its body', (port: number) => `Origin: http://localhost:${port}\r\nContent-Type: application/json\r\nContent-Length: 200\r\n\r\n{"task":`],
  ])('waits for no request that never ends %s, and takes an answer meanwhile', async (_, rest) => {
    const { server, port, post } = await opened(60, 200);
    const taken = server.ask(task, () => ({ ok: true, value: 'signed' }));
    const socket = connect(port, '127.0.0.1');
    socket.write(`POST ${new URL(server.url).pathname}answer HTTP/1.1\r\nHost: localhost:${port}\r\n${rest(port)}`);
    const told = text(socket);
    expect(await post('answer', JSON.stringify(answer))).toMatchObject({ kind: 'done' });
    expect([await taken, await told]).toEqual(['signed', expect.stringMatching(/^HTTP\/1\.1 408 /)]);
  });

  it('turns away a page of another origin and another name of this machine before anything is done', async () => {
    const { server, port, post } = await opened();
    let judged = 0;
    void server.ask(task, () => ((judged += 1), { ok: true, value: 1 }));
    expect((await post('answer', JSON.stringify(answer), { origin: 'http://evil.example' })).status).toBe(403);
    const status = await new Promise((resolve) => {
      request({ host: '127.0.0.1', port, path: new URL(server.url).pathname, headers: { host: 'evil.example' } }, ({ statusCode }) => resolve(statusCode)).end();
    });
    expect([status, judged]).toEqual([421, 0]);
  });

  it('waits so long and no longer', async () => {
    const { server } = await opened(0.05);
    await expect(server.ask(task, () => ({ ok: true, value: 1 }))).rejects.toMatchObject({ code: 'signing-failed', message: expect.stringContaining('nobody answered on the page') as string });
  });

  it('says which port is in use, whichever address of this machine has it', async () => {
    const { port } = await opened();
    await expect(openPageServer(port, 1)).rejects.toMatchObject({ code: 'key-unusable', kind: 'environment', message: `port ${port} of this machine is in use, so the page for the passkey cannot be opened` });
  });

  it('tells every window when it is over, and is gone', async () => {
    const { server, post } = await opened();
    void server.ask(task, () => ({ ok: true, value: 1 }));
    const windows = [post('over', 'one'), post('over', 'one')];
    await expect(post('task', '')).resolves.toMatchObject({ kind: 'task' });
    server.close('the terminal no longer waits for an answer');
    expect(await Promise.all(windows)).toMatchObject([{ kind: 'ended', sentence: 'the terminal no longer waits for an answer' }, { kind: 'ended' }]);
    await expect(post('task', '')).rejects.toThrow('fetch failed');
  });
});
