import type { Change } from '../../change/index.ts';
import type { DecisionInputs } from '../../decision/index.ts';
import type { People } from '../../policy/index.ts';
import type { PolicyCase } from '../policy-case.ts';
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
      const { attests, assistance, strength } = one;
      const document = Object.fromEntries(one.document.map((part) => [part, `what the author wrote on ${part}`]));
      const maintainer = one.maintainer === null ? null : one.maintainer.value;
      return { id: `d${index + 1}`, person: who.enrolled(one.by, true), attests, ...about, target: one.target ?? target ?? change.target, assistance, document, maintainer, strength, ...placed };
    }),
    reviews: reviews.map((one, index) => {
      const { about, placed } = common(one, declarations.length + index);
      return { id: `v${index + 1}`, person: who.enrolled(one.by, true), forge: one.forge, verdict: one.verdict, ...about, target: one.target ?? target ?? change.target, ...placed };
    }),
    results: results.map((one, index) => {
      const { placed } = common(one, declarations.length + reviews.length + index);
      return { id: `t${index + 1}`, gate: one.by?.value ?? first, name: one.check.value, outcome: one.outcome, tree: one.stale ? '0'.repeat(change.head.tree.length) : change.head.tree, ...placed };
    }),
  };
}
