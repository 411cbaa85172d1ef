import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { nodeCryptography } from '../../src/adapters/signing/index.ts';
import { openEnvelope, type Statement } from '../../src/core/attestation/index.ts';
import { commitFiles, git, scratch } from '../cli/bin.ts';
import { fileKey, type FileKey } from '../keys/index.ts';

/** A shop whose policy takes file keys, its people, and a branch that a mid wrote with an AI. */
export interface SigningPlace {
  readonly repo: string;
  /** The bare repository it was cloned from and pushes to. */
  readonly origin: string;
  readonly keys: Readonly<Record<Who, FileKey>>;
  remove(): void;
}

type Who = (typeof whos)[number];
const whos = ['ana', 'li', 'edda', 'bo', 'tomas', 'stranger', 'ci', 'root'] as const;

const policy = `version: 1
levels: [junior, mid, senior, principal]
mode: enforce
protected: [refs/heads/main]
areas:
  shop: { paths: ["shop/**"], tier: high, owners: [seniors] }
undeclared: ask
rules:
  - name: senior-gate
    when: change.assisted && author.level < senior
    require:
      - sign-off: { level: senior, count: 1, owners: per-area, signature: any }
      - checklist: ai-review
      - review: { count: 1, after: sign-off, distinct: true }
    because: AI-assisted changes need a senior
  - name: intent
    when: change.assisted && change.tier >= high
    require:
      - document: [intent]
    because: whoever signs wants to know what it is for
otherwise: { allow: true, because: no rule asks for more }
override: { by: { level: senior, count: 2 }, reason: required, review-within: 24h }
`;

/** Its id, which every statement names. */
export const repositoryId = 'c0'.repeat(32);

/** A new place; `edit` replaces texts of the two files. */
export function signingPlace(edit: { readonly policy?: (text: string) => string; readonly people?: (text: string) => string } = {}): SigningPlace {
  const folder = scratch();
  const keys = Object.fromEntries(whos.map((name) => [name, fileKey(join(folder, 'keys'), 'ed25519', { name })])) as Record<Who, FileKey>;
  const line = (name: Who) => `keys: ["${keys[name].line}"]`;
  const people = `version: 1
root: { repository: ${repositoryId}, keys: ["${keys.root.line}"] }
people:
  ana: { name: Ana Ruiz, level: senior, emails: [ana@example.com], ${line('ana')} }
  li: { name: Li Wen, level: senior, emails: [li@example.com], ${line('li')} }
  edda: { name: Edda Falk, level: principal, emails: [edda@example.com], ${line('edda')} }
  bo: { name: Bo Lind, level: mid, emails: [bo@example.com], ${line('bo')} }
  tomas: { name: Tomás Vega, level: mid, emails: [tomas@example.com], ${line('tomas')} }
gates:
  ci: { ${line('ci')}, may: [evidence] }
teams:
  seniors: [ana, li]
`;
  const origin = join(folder, 'origin.git');
  const repo = join(folder, 'shop');
  git(folder, 'init', '--quiet', '--bare', '--initial-branch=main', origin);
  git(folder, 'init', '--quiet', '--initial-branch=main', repo);
  git(repo, 'remote', 'add', 'origin', origin);
  commitFiles(repo, 'Start', {
    'shop/cart.ts': 'export const cart = 1;\n',
    '.countersign/policy.yaml': (edit.policy ?? same)(policy),
    '.countersign/people.yaml': (edit.people ?? same)(people),
  });
  git(repo, 'switch', '--quiet', '--create', 'topic');
  commitFiles(repo, 'Add totals\n\nAssisted-by: Copilot:gpt-5.2\n', { 'shop/total.ts': 'export const total = 2;\nexport const tax = 3;\n' });
  git(repo, 'push', '--quiet', 'origin', 'main', 'topic');
  return { repo, origin, keys, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

function same(text: string): string {
  return text;
}

/** The statements in the ledger that the remote has, in order. */
export function recorded({ origin }: SigningPlace): Statement[] {
  const ref = 'refs/countersign/ledger';
  if (git(origin, 'for-each-ref', ref) === '') return [];
  const paths = git(origin, 'ls-tree', '-r', '--name-only', ref, 'envelope/').split('\n').filter((path) => path !== '');
  return paths.map((path) => {
    const opened = openEnvelope(Buffer.from(git(origin, 'cat-file', 'blob', `${ref}:${path}`)), nodeCryptography);
    if (!opened.ok) throw new Error(opened.refusal.sentence);
    return opened.value.statement;
  });
}

/** Answers to everything the policy asks a senior, as a file. */
export const answersFile = `answers:
  context-blindness: all three callers were looked at
  system-level-thinking: one more constant changes nothing at run time
  failure-modes: { answer: there is nothing that could fail here, anchors: ["shop/total.ts:1-2"] }
  implicit-constraints: the tax is the same in every country we sell to
edge-cases: [a cart without lines]
`;
