import { createHash, randomBytes } from 'node:crypto';
import { openRepository, nodeSha256 } from '../../src/adapters/git/index.ts';
import { openLedgerStore } from '../../src/adapters/ledger/index.ts';
import { nodeCryptography } from '../../src/adapters/signing/index.ts';
import { engine, newStatement, pae, payloadType, writeEnvelope, writeStatement, type Predicates, type PredicateName, type v1 } from '../../src/core/attestation/index.ts';
import type { Change } from '../../src/core/change/index.ts';
import { entryList } from '../../src/core/change/index.ts';
import { formatInstant, type Instant } from '../../src/core/values/index.ts';
import { appendStatements } from '../../src/workflows/ledger/append-statements.ts';
import { verifyRange, type VerifyOptions } from '../../src/workflows/verify/verify-range.ts';
import type { VerifyReport } from '../../src/workflows/verify/verify-report.ts';
import { BuiltRepository, newFolder } from '../git/built-repository.ts';
import { fileKey, type TestKey } from '../keys/index.ts';
import { unanswered } from '../keys/statement.ts';

export const repositoryId = createHash('sha256').update('the shop of the tests').digest('hex');

export const shopPolicy = `version: 1
levels: [junior, mid, senior, principal]
mode: enforce
protected: [refs/heads/main]
areas:
  shop: { paths: [shop/**], tier: high, owners: [ana, li] }
rules:
  - name: senior
    when: change.assisted
    require:
      - sign-off: { level: senior, signature: any }
    because: a senior answers for what an AI wrote
otherwise: { allow: true, because: nothing asks for more }
`;

/** Who is in the shop of the tests, and what their keys are. */
export interface Staff {
  readonly [id: string]: { readonly level: string; readonly email: string; readonly keys: readonly string[] };
}

export function shopPeople(staff: Staff, root: string, gates: Readonly<Record<string, string>> = {}): string {
  const quote = (lines: readonly string[]) => lines.map((line) => `'${line}'`).join(', ');
  return [
    'root:',
    `  repository: ${repositoryId}`,
    `  keys: [${quote([root])}]`,
    'people:',
    ...Object.entries(staff).map(([id, { level, email, keys }]) => `  ${id}: { name: ${id[0]!.toUpperCase()}${id.slice(1)}, level: ${level}, ${keys.length === 0 ? '' : `keys: [${quote(keys)}], `}emails: [${email}] }`),
    ...(Object.keys(gates).length === 0 ? [] : ['gates:', ...Object.entries(gates).map(([id, key]) => `  ${id}: { keys: ['${key}'], may: [evidence, landing, adoption] }`)]),
    '',
  ].join('\n');
}

/** One moment of the tests: commits of `BuiltRepository` are some minutes after 1_700_000_000. */
export const later: Instant = 1_700_100_000;

/** What a sign-off of a test may say otherwise than the truth. */
export type SignOffParts = Partial<v1.SignOffV1> & { readonly keep?: boolean; readonly tamper?: (envelope: Uint8Array) => Uint8Array };

/** Built once for all tests of a file, and copied for each. */
const templates = new Map<string, SignedShop>();
const made = new Map<string, TestKey>();

/** The key of somebody, the same for all tests of a file; another where it is somebody else's already. */
function keyOf(id: string, taken: readonly TestKey[]): TestKey {
  const key = made.get(id);
  if (key !== undefined && !taken.includes(key)) return key;
  const fresh = fileKey(newFolder());
  if (key === undefined) made.set(id, fresh);
  return fresh;
}

/** A repository with a policy, people with real keys, a ledger and its first adoption. */
export class SignedShop {
  readonly repo: BuiltRepository;
  readonly keys: Record<string, TestKey> = {};
  readonly policy: string;
  /** Commit that was adopted. */
  adopted = '';

  constructor(repo: BuiltRepository, policy: string) {
    this.repo = repo;
    this.policy = policy;
  }

  static async make({ policy = shopPolicy, keys = {} as Record<string, TestKey>, options = [] as string[] } = {}): Promise<SignedShop> {
    if (Object.keys(keys).length > 0) return SignedShop.#build(policy, keys, options);
    const name = JSON.stringify([policy, options]);
    const template = templates.get(name) ?? (await SignedShop.#build(policy, {}, options));
    templates.set(name, template);
    const shop = new SignedShop(template.repo.copy(), policy);
    Object.assign(shop.keys, template.keys);
    shop.adopted = template.adopted;
    return shop;
  }

  static async #build(policy: string, keys: Readonly<Record<string, TestKey>>, options: readonly string[]): Promise<SignedShop> {
    const shop = new SignedShop(BuiltRepository.init('--template=', ...options), policy);
    for (const id of ['root', 'ana', 'li', 'mina', 'ci']) shop.keys[id] = keys[id] ?? keyOf(id, Object.values(keys));
    shop.writeRules();
    shop.repo.write('shop/cart.ts', lines('cart', 12)).write('shop/total.ts', lines('total', 12)).write('docs/shop.md', 'The shop.\n');
    shop.adopted = shop.repo.commit('Start\n\nAssisted-by: none\n');
    await shop.adopt(shop.adopted);
    return shop;
  }

  /** Policy and people as they are now, into the working tree. */
  writeRules(without: readonly string[] = []): this {
    const line = (id: string) => (without.includes(id) ? [] : [this.keys[id]!.line]);
    const staff = {
      ana: { level: 'senior', email: 'ana@example.com', keys: line('ana') },
      li: { level: 'senior', email: 'li@example.com', keys: line('li') },
      mina: { level: 'mid', email: 'mina@example.com', keys: line('mina') },
      ada: { level: 'mid', email: 'ada@example.com', keys: [] },
      carl: { level: 'mid', email: 'carl@example.com', keys: [] },
    };
    this.repo.write('.countersign/policy.yaml', this.policy).write('.countersign/people.yaml', shopPeople(staff, this.keys['root']!.line, { ci: this.keys['ci']!.line }));
    return this;
  }

  async adopt(commit: string, who = 'root', gate = who === 'root' ? null : who): Promise<number> {
    const text = (path: string) => createHash('sha256').update(this.repo.git('show', `${commit}:${path}`) + '\n', 'latin1').digest('hex');
    return this.record('adoption', who, {
      repository: repositoryId, objectFormat: this.format(), gate, target: 'refs/heads/main', commit,
      policy: text('.countersign/policy.yaml'), people: text('.countersign/people.yaml'), nonce: nonce(), signedAt: formatInstant(later), ledger: null,
    });
  }

  /** Signs the change between two commits as it is, and appends it with its entry list. */
  async sign(who: string, base: string, head: string, { keep = true, tamper, ...parts }: SignOffParts = {}): Promise<number> {
    const change = await this.change(base, head);
    const predicate: v1.SignOffV1 = { ...this.signOff(who, change), ...parts };
    return this.record('sign-off', who, predicate, { change, keep: keep ? [head] : [], ...(tamper === undefined ? {} : { tamper }) });
  }

  signOff(who: string, change: Change): v1.SignOffV1 {
    const level = who === 'mina' ? 'mid' : 'senior';
    return {
      repository: repositoryId, objectFormat: change.objectFormat, target: change.target, base: change.base, head: change.head,
      change: { digest: change.digest, entries: change.files.length }, verdict: 'approve',
      commits: { count: change.commits.length, digest: createHash('sha256').update(change.commits.map(({ id }) => `${id}\n`).toSorted().join('')).digest('hex') },
      contributors: ['ada', 'carl'], excluded: ['ada', 'carl'], answering: { tier: 'critical', rules: ['senior'] },
      inputs: { digest: '0'.repeat(64), engine, policyAt: this.adopted, at: formatInstant(later) },
      person: { id: who, level }, ...unanswered,
      manner: 'unattended', nonce: nonce(), signedAt: formatInstant(later), ledger: null,
    };
  }

  async record<N extends PredicateName>(
    name: N,
    who: string,
    predicate: Predicates[N],
    { change = null as Change | null, keep = [] as readonly string[], tamper = (envelope: Uint8Array) => envelope } = {},
  ): Promise<number> {
    const payload = writeStatement(newStatement(name, predicate));
    const envelope = tamper(writeEnvelope(payload, this.keys[who]!.sign(pae(payloadType, payload))));
    const list = change === null ? null : { digest: change.digest, bytes: entryList(change.objectFormat, change.files) };
    return this.within(async (ports) => (await appendStatements(ports, [{ envelope, entryList: list, keep }])).entries[0]!);
  }

  verify(range: string | null = null, options: Partial<VerifyOptions> = {}): Promise<VerifyReport> {
    return verifyAt(this.repo.path, range, options);
  }

  change(base: string, head: string): Promise<Change> {
    return this.within(({ repository }) => repository.readChange('refs/heads/main', base, head, true));
  }

  format(): 'sha1' | 'sha256' {
    return this.adopted.length === 64 ? 'sha256' : 'sha1';
  }

  within<T>(use: (ports: Awaited<ReturnType<typeof openPortsAt>>) => Promise<T>): Promise<T> {
    return withPorts(this.repo.path, use);
  }
}

/** `verify` of the repository at a path. */
export function verifyAt(path: string, range: string | null = null, options: Partial<VerifyOptions> = {}): Promise<VerifyReport> {
  return withPorts(path, (ports) => verifyRange(ports, { range, target: null, root: null, since: null, now: later, onProgress: null, ...options }));
}

async function withPorts<T>(path: string, use: (ports: Awaited<ReturnType<typeof openPortsAt>>) => Promise<T>): Promise<T> {
  const ports = await openPortsAt(path);
  try {
    return await use(ports);
  } finally {
    await ports.repository.close();
  }
}

async function openPortsAt(path: string) {
  const repository = await openRepository(path);
  const readText = (file: string) => Promise.reject<string>(new Error(`nothing is read from ${file}`));
  return { repository, sha256: nodeSha256, readText, cryptography: nodeCryptography, ledger: openLedgerStore(repository.access(), { now: () => later }) };
}

/** A file of so many lines, each its own. */
export function lines(name: string, count: number): string {
  return Array.from({ length: count }, (_, n) => `export const ${name}${n} = ${n};\n`).join('');
}

function nonce(): string {
  return randomBytes(16).toString('hex');
}

/** What later engines must say of a ledger as well: no sentence, and nothing of this machine. */
export function summaryOf({ verified, ledger, adoption, landings }: VerifyReport) {
  return {
    verified,
    size: ledger?.size ?? null,
    root: ledger?.root ?? null,
    adoption,
    landings: landings.map(({ commit, subject, status, carriedBy, signOffs, failures, landedAt }) => ({
      commit, subject, status, carriedBy, landedAt,
      signOffs: signOffs.map(({ person, level, strength, entry, test, envelope }) => ({ person, level, strength, entry, test, envelope })),
      failures: failures.map(({ code }) => code),
    })),
  };
}
