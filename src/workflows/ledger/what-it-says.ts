import type { Statement, v1 } from '../../core/attestation/index.ts';

/** Person or gate id as a statement says it; `null`: the root. Whether the key is theirs is not asked here. */
export function whoSays(statement: Statement): string | null {
  const { predicate } = statement;
  return 'person' in predicate ? predicate.person.id : predicate.gate;
}

const short = (id: string) => id.slice(0, 7);
const branch = (ref: string) => ref.replace(/^refs\/heads\//, '');
const verdicts = { approve: 'approves', reject: 'rejects', 'request-changes': 'asks for changes of', withdraw: 'withdraws what was said of' } as const;

/** A statement in one clause that follows its speaker's name; texts of people stand in it as they are. */
export function whatItSays(statement: Statement): string {
  switch (statement.name) {
    case 'sign-off': {
      const { verdict, base, head, target, change } = statement.predicate;
      return `${verdicts[verdict]} ${short(base.commit)}..${short(head.commit)} for ${branch(target)}, ${change.entries} ${change.entries === 1 ? 'file' : 'files'}`;
    }
    case 'declaration': {
      const { assistance, attests, head, document } = statement.predicate;
      const used = assistance === null ? [] : [assistance.used ? `an AI helped${assistance.tools.length === 0 ? '' : ` (${assistance.tools.join(', ')})`}` : 'no AI helped'];
      return `${attests ? 'attests' : 'declares'} of ${short(head.commit)}: ${[...used, ...Object.keys(document)].join(', ') || 'nothing'}`;
    }
    case 'override':
      return `overrides for ${short(statement.predicate.head.commit)}, until ${statement.predicate.expiresAt}: ${statement.predicate.reason}`;
    case 'after-review':
      return `looked at ${short(statement.predicate.landing.commit)} afterwards: ${statement.predicate.verdict === 'accept' ? 'it may stay' : 'it is to be taken back'}`;
    case 'audit': {
      const { entries, findings } = statement.predicate;
      return `audited the entries ${entries.from} to ${entries.to - 1}: ${findings.length === 0 ? 'nothing found' : `${findings.length} findings`}`;
    }
    case 'evidence':
      return `saw ${resultWords(statement.predicate.result)} on tree ${short(statement.predicate.tree)}`;
    case 'review':
      return `saw ${statement.predicate.account} of ${statement.predicate.forge} ${statement.predicate.verdict} ${short(statement.predicate.head)}`;
    case 'landing':
      return `let ${short(statement.predicate.to)} onto ${branch(statement.predicate.target)}`;
    case 'adoption':
      return `adopts policy and people of ${short(statement.predicate.commit)} on ${branch(statement.predicate.target)}`;
  }
}

/** `test passed`, `unit tests failed (2 of 40)`, `semgrep run, 3 findings`. */
export function resultWords(result: v1.ResultV1): string {
  if (result.kind === 'check') return `${result.name} ${result.outcome}`;
  if (result.kind === 'tests') return `${result.suite} tests ${result.outcome} (${result.failed > 0 ? `${result.failed} of ` : ''}${result.ran} ran${result.skipped === 0 ? '' : `, ${result.skipped} skipped`})`;
  if (result.kind === 'edge-cases') return `${result.tool} run, ${result.cases.length === 1 ? '1 edge case' : `${result.cases.length} edge cases`}`;
  const found = [...result.files, result.nowhere].reduce((sum, { error, warning, note }) => sum + error + warning + note, 0);
  return `${result.tool} ${result.outcome === 'passed' ? 'run' : 'stopped'}, ${found === 1 ? '1 finding' : `${found} findings`}`;
}
