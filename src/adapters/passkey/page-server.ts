import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Failure } from '../../core/values/index.ts';
import { admit, originOf } from './admit.ts';
import { pageFiles } from './page-files.ts';
import { longestAnswer, readAnswer } from './read-answer.ts';
import type { Answer, Reply, Task } from './tasks.ts';

/** What the program makes of an answer: what it wanted to know, or why this will not do. */
export type Judged<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly sentence: string };

/** A page that is open on this machine. */
export interface PageServer {
  readonly url: string;
  /** Has the page do one thing, again until an answer will do. The first one that does is taken. */
  ask<T>(task: Task, judge: (answer: Answer) => Judged<T>): Promise<T>;
  /** Tells every window that it is over; from then on nothing is here. */
  close(sentence: string): void;
}

/** Both, for `localhost` leads to either. */
const addresses = ['127.0.0.1', '::1'];

const headers: Readonly<Record<string, string>> = {
  'content-security-policy': "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'publickey-credentials-get=(self), publickey-credentials-create=(self)',
  'x-frame-options': 'DENY',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  connection: 'close',
};

/** Milliseconds in which a request must have come whole: one that never ends is not waited for. */
const slowest = 20_000;

/** Opens the page; throws `key-unusable` where the port is another program's. `patience` is in seconds, for each task. */
export async function openPageServer(port: number, patience: number, arrival = slowest): Promise<PageServer> {
  const token = randomBytes(24).toString('base64url');
  let current: { readonly task: Task; readonly take: (answer: Answer) => string | null } | null = null;
  let ended: Reply | null = null;
  /** Windows that wait: for a task to come, or for the one they show to be over. */
  const waiting = new Set<(reply: Reply | null) => void>();
  const wake = (reply: Reply | null): void => {
    const all = [...waiting];
    waiting.clear();
    for (const go of all) go(reply);
  };
  const woken = (response: ServerResponse): Promise<Reply | null> =>
    new Promise((resolve) => {
      waiting.add(resolve);
      response.once('close', () => waiting.delete(resolve));
    });
  const nextTask = async (response: ServerResponse): Promise<Reply> => {
    if (ended !== null) return ended;
    if (current !== null) return { kind: 'task', task: current.task };
    await woken(response);
    return nextTask(response);
  };

  const answerTo = async (path: string, body: string, response: ServerResponse): Promise<Reply | null> => {
    if (path === 'task') return nextTask(response);
    if (path === 'over') {
      if (ended !== null) return ended;
      return current?.task.id === body ? ((await woken(response)) ?? { kind: 'taken' }) : { kind: 'taken' };
    }
    const answer = path === 'answer' ? readAnswer(body) : null;
    if (answer === null) return null;
    if (current === null || answer.task !== current.task.id) return ended ?? { kind: 'taken' };
    const { task, take } = current;
    const refusal = take(answer);
    if (refusal !== null) return { kind: 'refused', sentence: refusal };
    return task.kind === 'create' ? nextTask(response) : { kind: 'done' };
  };

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = '', url = '' } = request;
    const admitted = admit({ method, url, headers: request.headers }, { port, token });
    if (!admitted.ok) return say(response, admitted.status, 'text/plain', `${admitted.sentence}\n`);
    if (method === 'GET') {
      const file = Object.hasOwn(pageFiles, admitted.path) ? pageFiles[admitted.path] : undefined;
      return file === undefined ? say(response, 404, 'text/plain', 'nothing is here\n') : say(response, 200, file.type, file.text);
    }
    const body = await bodyOf(request);
    const reply = body === null ? null : await answerTo(admitted.path, body, response);
    return reply === null ? say(response, 400, 'text/plain', 'that is no answer\n') : say(response, 200, 'application/json', JSON.stringify(reply));
  };

  const servers = await listen(port, arrival, (request, response) => void serve(request, response).catch(() => response.destroy()));
  return {
    url: `${originOf(port)}/${token}/`,
    ask: (task, judge) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          current = null;
          reject(new Failure('signing-failed', 'user', `nobody answered on the page within ${Math.round(patience / 60)} minutes`, ['run the command again, and answer in the browser window it opens']));
        }, patience * 1000);
        const take = (answer: Answer): string | null => {
          const judged = judge(answer);
          if (!judged.ok) return judged.sentence;
          clearTimeout(timer);
          current = null;
          resolve(judged.value);
          wake({ kind: 'taken' });
          return null;
        };
        current = { task, take };
        wake(null);
      }),
    close: (sentence) => {
      ended ??= { kind: 'ended', sentence };
      wake(ended);
      for (const server of servers) server.close();
      // What was said last is still on its way.
      setTimeout(() => servers.forEach((server) => server.closeAllConnections()), 300).unref();
    },
  };
}

function say(response: ServerResponse, status: number, type: string, text: string): void {
  response.writeHead(status, { ...headers, 'content-type': `${type}; charset=utf-8` }).end(text);
}

/** `null`: it is too long. */
async function bodyOf(request: IncomingMessage): Promise<string | null> {
  let body = '';
  request.setEncoding('utf8');
  for await (const part of request as AsyncIterable<string>) {
    body += part;
    if (body.length > longestAnswer) return null;
  }
  return body;
}

/** Listens on this machine's own addresses, and on all of them that it has: a program on the other one could pose as this page. */
async function listen(port: number, arrival: number, serve: (request: IncomingMessage, response: ServerResponse) => void): Promise<readonly Server[]> {
  const servers: Server[] = [];
  for (const address of addresses) {
    const server = createServer({ requestTimeout: arrival, headersTimeout: arrival, connectionsCheckingInterval: arrival / 4 }, serve);
    const problem = await new Promise<NodeJS.ErrnoException | null>((resolve) => {
      server.once('error', resolve);
      server.listen({ host: address, port, exclusive: true }, () => resolve(null));
    });
    // What is asked keeps the program waiting, and nothing else does.
    if (problem === null) servers.push(server.unref());
    else if (problem.code !== 'EADDRNOTAVAIL' && problem.code !== 'EAFNOSUPPORT') {
      for (const open of servers) open.close();
      throw notOpened(port, problem);
    }
  }
  if (servers.length > 0) return servers;
  throw new Failure('key-unusable', 'environment', 'this machine has no address of its own (127.0.0.1, ::1) to open a page on', ['sign with a key file or ssh-agent: --key FILE']);
}

function notOpened(port: number, { code, message }: NodeJS.ErrnoException): Failure {
  if (code === 'EADDRINUSE') {
    return new Failure('key-unusable', 'environment', `port ${port} of this machine is in use, so the page for the passkey cannot be opened`, [
      'another countersign may be waiting for a passkey: answer it or stop it',
      'or stop the program that has the port; a passkey counts only for the port it was enrolled on',
    ]);
  }
  return new Failure('key-unusable', 'environment', `the page for the passkey cannot be opened on port ${port} (${code ?? message})`, ['choose a port from 1024 on: --port N, and enrol the passkey for it']);
}
