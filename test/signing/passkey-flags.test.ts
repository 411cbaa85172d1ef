import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countersign, git } from '../cli/bin.ts';
import { softPasskey } from '../keys/index.ts';
import { signingPlace, type SigningPlace } from './place.ts';

/*
 * What is refused before any page is opened; test/browser/passkeys has the page itself.
 */

const origin = 'http://localhost:14117';
const [anas, lis, elsewhere] = [softPasskey({ origin }), softPasskey({ origin }), softPasskey({ origin: 'http://localhost:15000' })];
const quotedLine = (line: string): string => JSON.stringify(line);

let place: SigningPlace;
beforeAll(() => {
  place = signingPlace({
    people: (text) =>
      text
        .replace(/(ana: .*keys: \[)[^\]]*/, `$1${quotedLine(anas.line)}`)
        .replace(/(li: .*keys: \[)[^\]]*/, `$1${quotedLine(lis.line)}`)
        .replace(/(edda: .*keys: \[)[^\]]*/, `$1${quotedLine(elsewhere.line)}, ${quotedLine(`revoked,${softPasskey({ origin }).line}`)}`),
  });
});
afterAll(() => place.remove());

/** `null` where it cannot: there is no such address, or something has the port already, which does as well. */
const listening = (host: string): Promise<Server | null> =>
  new Promise((resolve) => {
    const made = createServer();
    made.once('error', () => resolve(null));
    made.listen({ host, port: 14_117 }, () => resolve(made));
  });

const sign = (...flags: readonly string[]) => {
  const { status, stdout, stderr } = countersign(place.repo, ['sign', 'main..topic', '--request-changes', '--comment', 'not yet', '--yes', ...flags]);
  return { status, stdout, stderr: stderr.replaceAll(/\s+/g, ' ') };
};

describe('--passkey', () => {
  it.each<[string, readonly string[], string]>([
    ['with a key file', ['--passkey', '--key', 'ana'], '`--passkey` and `--key` contradict each other'],
    ['missing, with who one is', ['--as', 'ana'], '`--as` goes with `--passkey`'],
    ['missing, with a port', ['--port', '14117'], '`--port` goes with `--passkey`'],
    ['missing, with no browser', ['--no-open'], '`--no-open` goes with `--passkey`'],
    ['where several people have one and nobody is named', ['--passkey', '--no-open'], 'ana, li have passkeys for the page http://localhost:14117'],
    ['for somebody who has none for this page', ['--passkey', '--as', 'edda', '--no-open'], '`edda` has no passkey for the page http://localhost:14117'],
    ['for a port nobody enrolled', ['--passkey', '--port', '16000', '--no-open'], 'nobody has a passkey for the page http://localhost:16000'],
    ['for no port', ['--passkey', '--port', '80'], '`--port 80` is no port for this'],
    ['for a port beyond the last', ['--passkey', '--port', '65536'], '`--port 65536` is no port for this'],
  ])('is refused %s, in one sentence', (_, flags, sentence) => {
    const { status, stdout, stderr } = sign(...flags);
    expect([status, stdout, stderr]).toEqual([2, '', expect.stringContaining(sentence)]);
    expect(git(place.origin, 'for-each-ref', 'refs/countersign')).toBe('');
  });

  it.each<[string, readonly string[], string]>([
    ['without whose it is', ['--passkey'], 'a new passkey says nothing of whose it is'],
    ['of nobody', ['--passkey', '--id', 'zoe'], 'nobody is called `zoe`'],
    ['beside a proof', ['--passkey', '--proof', 'x'], 'nor `--passkey`'],
  ])('enrols none %s', (_, flags, sentence) => {
    const { status, stderr } = countersign(place.repo, ['people', 'enrol', '--no-open', ...flags]);
    expect([status, stderr.replaceAll(/\s+/g, ' ')]).toEqual([2, expect.stringContaining(sentence)]);
  });

  it.each<[string, readonly string[], string]>([
    ['beside a key file', ['people', 'root', '--passkey', '--key', 'root.pub'], '`--passkey` and `--key` contradict each other'],
    ['of a port without itself', ['people', 'root', '--port', '14117'], '`--port` goes with `--passkey`'],
    ['that it does not have', ['adopt', '--passkey', '--no-open'], 'the root has no passkey for the page http://localhost:14117'],
    ['and a key file to adopt with', ['adopt', '--passkey', '--key', 'root'], '`--passkey` and `--key` contradict each other'],
  ])('takes none of the root %s', (_, flags, sentence) => {
    const { status, stderr } = countersign(place.repo, flags);
    expect([status, stderr.replaceAll(/\s+/g, ' ')]).toEqual([2, expect.stringContaining(sentence)]);
  });

  it.each(['127.0.0.1', '::1'])('says who is in the way where the port is in use at %s', async (host) => {
    // A machine without `::1` has the port taken at the other address.
    const server = (await listening(host)) ?? (await listening('127.0.0.1'));
    const { status, stderr } = sign('--passkey', '--as', 'ana', '--no-open');
    server?.close();
    expect([status, stderr]).toEqual([3, expect.stringContaining('port 14117 of this machine is in use')]);
  });
});
