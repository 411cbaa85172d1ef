import type { Assistance } from '../evidence/index.ts';
import { isPolicyPath } from '../policy/index.ts';
import type { ConditionFacts } from '../requirements/index.ts';
import type { Risk } from '../risk/index.ts';
import type { Contributors } from '../signoff/index.ts';
import type { DecisionInputs } from './inputs.ts';

/**
 * What the conditions of rules read about a change. `null` where it cannot be said, so that an atom reading it
 * fails and its rule is unknown: whether a scan ran, until a gate has signed one. `touched`: ids of the commits whose
 * authors said by a touched key whether an AI was used.
 */
export function conditionFacts(
  inputs: DecisionInputs,
  assistance: Assistance,
  risk: Risk,
  contributors: Contributors,
  touched: ReadonlySet<string>,
  ownership: readonly string[] = [],
): ConditionFacts {
  const { change, now } = inputs;
  const open = assistance.state === 'ask' || assistance.state === 'contradictory';
  const areas = risk.areas.map(({ name }) => name);
  return {
    values: {
      change: {
        assisted: open ? null : assistance.state === 'assisted',
        contradictory: assistance.contradictions.length > 0,
        tier: risk.tier,
        linesAdded: risk.linesAdded,
        files: change.files.length,
        areas,
        paths: change.files.map(({ path }) => path),
        kinds: assistance.kinds,
        tools: assistance.tools,
        share: assistance.share,
        touchesPolicy: change.files.some(({ path }) => isPolicyPath(path, inputs.policy)),
        deletesTests: risk.reasons.some(({ hit }) => hit === 'test-deleted'),
      },
      author: { level: contributors.level, unknown: contributors.unknown, rewritten: contributors.rewritten, touched: isEmpty(change) || (assistance.asked.length > 0 && assistance.asked.every((commit) => touched.has(commit))) },
      operator: { known: contributors.operatorKnown },
      target: { ref: change.target },
      evidence: {
        recorded: assistance.kinds.includes('recorded'),
        declared: assistance.kinds.includes('declared'),
        inferred: assistance.kinds.includes('inferred'),
      },
      scan: { ran: scanned(inputs) ? true : null },
      time: { hour: Math.floor(now / 3600) % 24, weekday: weekday(now) },
    },
    assistance: assistance.state,
    areas,
    ownership,
    shown: shown(assistance, contributors),
  };
}

function isEmpty({ commits, files }: DecisionInputs['change']): boolean {
  return commits.length === 0 && files.length === 0;
}

/** That none is signed does not say that none ran. */
function scanned({ results, people, change }: DecisionInputs): boolean {
  const may = (id: string) => people.gates.some((gate) => gate.id === id && gate.may.includes('evidence'));
  return results.some(({ measured, outcome, tree, gate }) => measured?.kind === 'scan' && outcome === 'passed' && tree === change.head.tree && may(gate));
}

function shown(assistance: Assistance, contributors: Contributors): Record<string, string> {
  const who = contributors.unknown ? 'somebody is not enrolled' : contributors.names.join(', ');
  const level = { 'author.level': who === '' ? contributors.level : `${contributors.level} (${who})` };
  if (assistance.state !== 'assisted') return level;
  const kind = assistance.kinds[0] ?? 'by policy';
  return { ...level, 'change.assisted': `true (${kind}, ${Math.round(assistance.share * 100)} % of added lines)` };
}

/** Monday 1 to Sunday 7, in UTC; the epoch was a Thursday. */
function weekday(now: number): number {
  return ((Math.floor(now / 86_400) + 3) % 7) + 1;
}
