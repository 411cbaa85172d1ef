import { request } from 'node:http';
import { openPasskeySigner } from '../../../src/adapters/passkey/index.ts';
import { nodeCryptography } from '../../../src/adapters/signing/index.ts';
import { bareKey } from '../../../src/core/policy/index.ts';
import { freePort, message, played, type Played } from '../../attestation/played-page.ts';
import { softPasskey, type SoftPasskey } from '../../keys/index.ts';
import { preventedIf, type Row } from './row.ts';

const another: Row['source'] = { threat: 'another page asks the page of a passkey' };
const tampered: Row['source'] = { threat: 'a page that has been tampered with' };

/** An open page turns a request away before anything is done for it; the same from the page itself is answered. */
function asked(id: string, act: string, headers: (port: number) => Readonly<Record<string, string>>, path?: string): Row {
  const run = async () => {
    const port = await freePort();
    const key = softPasskey({ origin: `http://localhost:${port}` });
    let told: (url: string) => void = () => {};
    const address = new Promise<string>((resolve) => (told = resolve));
    const signer = openPasskeySigner({ port, person: 'ana', repository: 'c0'.repeat(32), keys: [bareKey(key.line)], verification: 'required', patience: 5, tell: told }, nodeCryptography);
    const [first] = await signer.keys(null);
    // Nobody answers: it ends when its patience does, and the row before that.
    void signer.sign(first!, 'countersign', message).catch(() => null);
    const { pathname } = new URL(await address);
    const own = { host: `localhost:${port}`, origin: `http://localhost:${port}`, 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' };
    const honest = await post(port, `${pathname}task`, own);
    const away = await post(port, path ?? `${pathname}task`, { ...own, ...headers(port) });
    return preventedIf(honest === 200 && away >= 400);
  };
  return { id: `page/${id}`, actor: 'stranger', act, source: another, expected: 'prevented', run };
}

function post(port: number, path: string, headers: Readonly<Record<string, string>>): Promise<number> {
  return new Promise((resolve, reject) => {
    request({ host: 'localhost', port, path, method: 'POST', headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    }).on('error', reject).end();
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
  asked('guessed', 'guesses where the page of a passkey is', () => ({}), '/0/task'),
  handedBack('other-words', 'has the passkey sign another message in the page', (key) => ({ key, over: message.subarray(1) })),
  handedBack('other-namespace', 'has the passkey sign for another program in the page', (key) => ({ key, namespace: 'git' })),
  handedBack('no-pin', 'lets the page ask for a touch alone', (key) => ({ key, how: { flags: 1 } })),
  handedBack('framed', 'frames the page of this machine in one of their own', (key) => ({ key, how: { further: ',"crossOrigin":true' } })),
];
