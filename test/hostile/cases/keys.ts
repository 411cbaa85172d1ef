import { nodeCryptography } from '../../../src/adapters/signing/index.ts';
import { newStatement, openEnvelope, pae, payloadType, writeEnvelope, writeStatement } from '../../../src/core/attestation/index.ts';
import { fileKey, softPasskey, softSecurityKey, someSignOff, type Assertion, type TestKey } from '../../keys/index.ts';
import { newFolder } from '../../git/built-repository.ts';
import { shopPolicy, SignedShop } from '../../verify/signed-shop.ts';
import { once } from './places.ts';
import { preventedIf, type Row } from './row.ts';
import { refusedAtTheHook, topic } from './signed.ts';

const held: Row['source'] = { threat: 'a security key or passkey answers without a touch' };
const agent: Row['source'] = { threat: 'an agent with the developer' };
const synced: Row['source'] = { threat: 'the account in which a synced passkey is kept' };
const page = 'https://sign.example.com';

/** Where Ana has a passkey, Li a security key and Mina a key in a file, all of them senior enough. */
const shops = {
  touch: once(() => make('touch')),
  verified: once(() => make('verified')),
  ofOneDevice: once(() => make('touch', 'passkeys: { synced: refuse }\n')),
};

function make(strength: 'touch' | 'verified', more = ''): Promise<SignedShop> {
  const keys = { ana: softPasskey({ origin: page }), li: softSecurityKey('ed25519-sk', { flags: 5 }), mina: fileKey(newFolder()) };
  return SignedShop.make({ policy: shopPolicy.replace('level: senior, signature: any', `level: mid, owners: any, signature: ${strength}`) + more, keys });
}

async function copyOf(strength: keyof typeof shops): Promise<SignedShop> {
  const from = await shops[strength]();
  const shop = new SignedShop(from.repo.copy(), from.policy);
  shop.adopted = from.adopted;
  Object.assign(shop.keys, from.keys);
  return shop;
}

interface Touched {
  /** How Ana's passkey answers; or else who signs with what they have. */
  readonly passkey?: Assertion;
  readonly securityKey?: { readonly flags: number };
  readonly who?: 'mina';
  readonly strength?: keyof typeof shops;
}

/** A sign-off by a key that answers as it should not, refused until Li's key answers as it should. */
function answered(id: string, act: string, source: Row['source'], { passkey, securityKey, who, strength = 'touch' }: Touched, rest: Partial<Row> = {}): Row {
  return {
    id: `key/${id}`, actor: 'agent', act, source, expected: 'prevented', ...rest,
    run: async () => {
      const shop = await copyOf(strength);
      const head = topic(shop);
      const whole = shop.keys['li']!;
      const signer = who ?? (passkey === undefined ? 'li' : 'ana');
      shop.keys[signer] = asked(shop.keys[signer]!, passkey ?? securityKey ?? null);
      await shop.sign(signer, shop.adopted, head, { person: { id: signer, level: signer === 'mina' ? 'mid' : 'senior' } });
      shop.keys['li'] = whole;
      return refusedAtTheHook(shop, head, () => shop.sign('li', shop.adopted, head));
    },
  };
}

function asked(key: TestKey, how: Assertion | null): TestKey {
  if (how === null || !('signAs' in key)) return key;
  const { signAs } = key as ReturnType<typeof softPasskey>;
  return { line: key.line, sign: (message, namespace) => signAs(how, message, namespace) };
}

const [device, passkey] = [softSecurityKey(), softPasskey({ origin: page })];
const payload = writeStatement(newStatement('sign-off', someSignOff));

/** An answer that no signature may be made of: refused with this code, where the honest one is not. */
function misanswered(id: string, act: string, answer: (over: Uint8Array) => string, code: string, source = held): Row {
  const opens = (signature: string) => openEnvelope(writeEnvelope(payload, signature), nodeCryptography);
  const run = async () => {
    const over = pae(payloadType, payload);
    const read = opens(answer(over));
    return preventedIf(opens(device.sign(over)).ok && opens(passkey.sign(over)).ok && !read.ok && read.refusal.code === code);
  };
  return { id: `key/${id}`, actor: 'agent', act, source, expected: 'prevented', run };
}

/** What keys may answer, and what an agent beside them can make them answer. */
export const keys: readonly Row[] = [
  answered('file-key', 'signs with the key in the developer’s file where a touch is asked', { pitfall: 'agent-token' }, { who: 'mina' }),
  answered('file-key-verified', 'signs with the key in the developer’s file where a PIN or biometric is asked', agent, { who: 'mina', strength: 'verified' }),
  answered('untouched-verified', 'makes a security key answer with a touch where a PIN is asked', held, { securityKey: { flags: 1 }, strength: 'verified' }),
  answered('passkey-unverified', 'makes a passkey answer without PIN or biometric where one is asked', held, { passkey: { flags: 1 }, strength: 'verified' }),
  answered('passkey-other-page', 'shows the request of a passkey on a page of their own', held, { passkey: { origin: 'https://sign.example.com.evil.example' } }),
  answered('synced', 'signs with a synced passkey from a device of their own where the policy refuses those', synced, { passkey: { flags: 0x1d }, strength: 'ofOneDevice' }, { actor: 'stranger' }),
  answered('synced-not-yet', 'signs with a passkey that may be synced and is not yet, where the policy refuses those', synced, { passkey: { flags: 0x0d }, strength: 'ofOneDevice' }, { actor: 'stranger' }),
  misanswered('untouched', 'makes a security key answer without a touch', (over) => device.signAs({ flags: 0 }, over), 'presence-missing'),
  misanswered('passkey-untouched', 'makes a passkey answer with nobody present', (over) => passkey.signAs({ flags: 0 }, over), 'presence-missing', { pitfall: 'minted-inside' }),
  misanswered('passkey-names-page', 'names the enrolled page beside an answer that another page got', (over) => passkey.signAs({ origin: 'https://evil.example', namedOrigin: page }, over), 'passkey-context'),
  misanswered('passkey-framed', 'frames the signing page in a page of their own', (over) => passkey.signAs({ further: ',"crossOrigin":true' }, over), 'passkey-context'),
  misanswered('passkey-other-party', 'has the passkey answer for another relying party', (over) => passkey.signAs({ rpId: 'evil.example' }, over), 'signature-invalid'),
  misanswered('passkey-other-challenge', 'has the passkey answer another challenge', (over) => passkey.signAs({ challenge: (bytes) => bytes.subarray(1) }, over), 'passkey-context'),
  misanswered('passkey-short-challenge', 'has the passkey answer the beginning of the challenge', (over) => passkey.signAs({ challenge: (bytes) => bytes.subarray(0, 32) }, over), 'passkey-context'),
  misanswered('passkey-extended', 'announces extensions that do not follow', (over) => passkey.signAs({ flags: 0x80 | 5 }, over), 'signature-malformed'),
  misanswered('passkey-backed-up', 'has a passkey say it is backed up and cannot be', (over) => passkey.signAs({ flags: 0x10 | 5 }, over), 'passkey-context'),
];
