import type { Change } from '../../change/index.ts';
import type { DecisionInputs } from '../../decision/index.ts';
import { edgeCaseClasses, type People } from '../../policy/index.ts';
import type { CheckResult } from '../../signoff/index.ts';
import type { CaseResult, PolicyCase } from '../policy-case.ts';
import type { CaseIdentities } from './case-identities.ts';
import { olderDigest, spacing } from './ledger-places.ts';

/** Results, declarations and reviews of a case. What comes after the same sign-off stands in the order declared, reviewed, tested. */
export function recordedIn(given: PolicyCase, change: Change, people: People, who: CaseIdentities): Pick<DecisionInputs, 'results' | 'declarations' | 'reviews'> {
  const { signOffs, declarations, reviews, results } = given;
  const { now, target } = given.change;
  const first = people.gates.find(({ may }) => may.includes('evidence'))?.id ?? 'ci';
  const common = ({ after, age, stale }: { readonly after: number | null; readonly age: number; readonly stale: boolean }, index: number) => ({
    about: { changeDigest: stale ? olderDigest : change.digest },
    placed: { signedAt: now - age, order: (after ?? signOffs.length) * spacing + index + 1 },
  });
  return {
    declarations: declarations.map((one, index) => {
      const { about, placed } = common(one, index);
      const { attests, assistance, strength, synced } = one;
      const document = Object.fromEntries(one.document.map((part) => [part, `what the author wrote on ${part}`]));
      const maintainer = one.maintainer === null ? null : one.maintainer.value;
      return { id: `d${index + 1}`, person: who.enrolled(one.by, true), attests, ...about, target: one.target ?? target ?? change.target, assistance, document, maintainer, strength, ...(synced ? { synced } : {}), ...placed };
    }),
    reviews: reviews.map((one, index) => {
      const { about, placed } = common(one, declarations.length + index);
      return { id: `v${index + 1}`, person: who.enrolled(one.by, true), forge: one.forge, verdict: one.verdict, ...about, target: one.target ?? target ?? change.target, ...placed };
    }),
    results: results.map((one, index) => {
      const { placed } = common(one, declarations.length + reviews.length + index);
      return { id: `t${index + 1}`, gate: one.by?.value ?? first, name: one.check.value, ...foundOf(one, change), tree: one.stale ? '0'.repeat(change.head.tree.length) : change.head.tree, ...placed };
    }),
  };
}

/** Tests of a case cover every line; edge cases of every class stand on the first line of each file. */
function foundOf({ kind, outcome }: CaseResult, { files }: Change): Pick<CheckResult, 'outcome' | 'measured'> {
  const failed = outcome === 'failed' ? 1 : 0;
  const none = { error: 0, warning: 0, note: 0 };
  switch (kind) {
    case 'check':
      return { outcome };
    case 'tests':
      return { outcome, measured: { kind, ran: 1, failed, skipped: 0, coverage: files.map(({ path }) => ({ path, hit: [{ start: 1, end: 1_000_000 }], missed: [] })) } };
    case 'scan':
      return { outcome: 'passed', measured: { kind, files: files.slice(0, failed).map(({ path }) => ({ path, ...none, error: 1 })), nowhere: none } };
    case 'edge-cases':
      return { outcome: 'passed', measured: { kind, cases: failed > 0 ? [] : files.flatMap(({ path, hunks }) => edgeCaseClasses.map((of) => ({ class: of, path, line: hunks[0]?.newStart ?? 1 }))) } };
  }
}
