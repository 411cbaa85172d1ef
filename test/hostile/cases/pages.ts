import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { openPasskeySigner } from '../../../src/adapters/passkey/index.ts';
import { nodeCryptography } from '../../../src/adapters/signing/index.ts';
import { bareKey } from '../../../src/core/policy/index.ts';
import { freePort, message, played, type Played } from '../../attestation/played-page.ts';
import { softPasskey, type SoftPasskey } from '../../keys/index.ts';
import { preventedIf, type Row } from './row.ts';

const another: Row['source'] = { threat: 'another page asks the page of a passkey' };
const tampered: Row['source'] = { threat: 'a page that has been tampered with' };

/** What of a request is not as the page itself sends it. */
interface Sent {
  readonly path?: string | undefined;
  readonly method?: string | undefined;
  readonly body?: string | undefined;
}

interface OpenPage {
  readonly port: number;
  /** Where it is asked for what it is to do. */
  readonly path: string;
  /** What its own requests are sent with. */
  readonly own: Readonly<Record<string, string>>;
}

/** A page that waits for an answer which never comes: it ends when its patience does, and the row before that. */
async function openPage(): Promise<OpenPage> {
  const port = await freePort();
  const key = softPasskey({ origin: `http://localhost:${port}` });
  let told: (url: string) => void = () => {};
  const address = new Promise<string>((resolve) => (told = resolve));
  const signer = openPasskeySigner({ port, person: 'ana', repository: 'c0'.repeat(32), keys: [bareKey(key.line)], verification: 'required', patience: 5, tell: told }, nodeCryptography);
  const [first] = await signer.keys(null);
  void signer.sign(first!, 'countersign', message).catch(() => null);
  const { pathname } = new URL(await address);
  return { port, path: `${pathname}task`, own: { host: `localhost:${port}`, origin: `http://localhost:${port}`, 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' } };
}

/** An open page turns a request away before anything is done for it; the same from the page itself is answered. */
function asked(id: string, act: string, headers: (port: number) => Readonly<Record<string, string>>, { path, method, body }: Sent = {}): Row {
  const run = async () => {
    const page = await openPage();
    const honest = await send(page.port, page.path, page.own);
    const away = await send(page.port, path ?? page.path, { ...page.own, ...headers(page.port) }, { method, body });
    return preventedIf(honest === 200 && away >= 400);
  };
  return { id: `page/${id}`, actor: 'stranger', act, source: another, expected: 'prevented', run };
}

/** Requests that are begun and never ended keep the page from nobody. */
const unfinished: Row = {
  id: 'page/unfinished', actor: 'stranger', act: 'begins a hundred requests to the page of a passkey and ends none', source: another, expected: 'prevented',
  run: async () => {
    const { port, path, own } = await openPage();
    const begun = await Promise.all(Array.from({ length: 100 }, () => new Promise<Socket>((resolve, reject) => {
      const socket = connect(port, 'localhost', () => resolve(socket)).on('error', reject);
      socket.write(`POST ${path} HTTP/1.1\r\nHost: localhost:${port}\r\nContent-Length: 9`);
    })));
    const honest = await send(port, path, own);
    for (const socket of begun) socket.destroy();
    return preventedIf(honest === 200);
  },
};

/** The status that a request gets; 499 where the connection is cut before there is one. */
function send(port: number, path: string, headers: Readonly<Record<string, string>>, { method = 'POST', body = '' }: Sent = {}): Promise<number> {
  return new Promise((resolve) => {
    request({ host: 'localhost', port, path, method, headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    }).on('error', () => resolve(499)).end(body);
  });
}

/** A page hands back an answer that is not to what was meant: it is told so, and the honest one is taken after it. */
function handedBack(id: string, act: string, lie: (own: SoftPasskey) => Played): Row {
  const run = async () => {
    const port = await freePort();
    const own = softPasskey({ origin: `http://localhost:${port}` });
    const { replies } = await played([own], port, [lie(own), { key: own }]);
    return preventedIf(replies.length === 2 && replies[0] !== 'done' && replies[1] === 'done');
  };
  return { id: `page/${id}`, actor: 'agent', act, source: tampered, expected: 'prevented', run };
}

/** The page on this machine by which a passkey signs, asked by others and lied to. */
export const pages: readonly Row[] = [
  asked('other-origin', 'asks the page of a passkey from a page elsewhere', () => ({ origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' })),
  asked('other-port', 'asks the page of a passkey from another program of this machine', (port) => ({ origin: `http://localhost:${port + 1}`, 'sec-fetch-site': 'same-site' })),
  asked('rebound', 'makes a name of their own lead to the page of a passkey', (port) => ({ host: `evil.example:${port}` })),
  asked('form', 'sends the page of a passkey a form', () => ({ 'content-type': 'text/plain' })),
  asked('guessed', 'guesses where the page of a passkey is', () => ({}), { path: '/0/task' }),
  asked('preflight', 'asks the page of a passkey what it allows across origins', () => ({}), { method: 'OPTIONS' }),
  asked('bomb', 'sends the page of a passkey more than an answer can be', () => ({}), { body: '['.repeat(1 << 20) }),
  unfinished,
  handedBack('other-words', 'has the passkey sign another message in the page', (key) => ({ key, over: message.subarray(1) })),
  handedBack('other-namespace', 'has the passkey sign for another program in the page', (key) => ({ key, namespace: 'git' })),
  handedBack('no-pin', 'lets the page ask for a touch alone', (key) => ({ key, how: { flags: 1 } })),
  handedBack('framed', 'frames the page of this machine in one of their own', (key) => ({ key, how: { further: ',"crossOrigin":true' } })),
];
