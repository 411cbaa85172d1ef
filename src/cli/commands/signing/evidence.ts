import { suiteKinds } from '../../../core/policy/index.ts';
import { Failure } from '../../../core/values/index.ts';
import { recordEvidence, type EvidenceDraft } from '../../../workflows/signing/record-evidence.ts';
import { evidenceText } from '../../text/signing/gates.ts';
import type { Outcome, Session } from '../command.ts';
import { nonceBytes } from './say.ts';

/** What `evidence record` takes. */
export interface EvidenceFlags {
  readonly check?: string;
  readonly passed?: boolean;
  readonly failed?: boolean;
  readonly suite?: string;
  readonly junit?: readonly string[];
  readonly coverage?: readonly string[];
  readonly sarif?: readonly string[];
  readonly mutation?: readonly string[];
  readonly tool?: string;
  readonly key?: string;
  readonly gate?: string;
  readonly target?: string;
}

/** `countersign evidence record` */
export async function evidenceRecord(session: Session, revision: string | null, flags: EvidenceFlags): Promise<Outcome> {
  const { json, terminal } = session;
  const said = saidBy(flags);
  if (flags.key === undefined) throw new Failure('usage', 'user', 'no key of a gate is named', [pasted(flags)]);
  const ports = await session.ports();
  const recorded = await recordEvidence(ports, await session.signer(), {
    ...said, readBytes: session.files.readBytes, revision: revision ?? 'HEAD', target: flags.target ?? null,
    gate: flags.gate ?? null, key: flags.key, nonce: () => session.draw(nonceBytes), now: session.now,
  });
  if (json) {
    const [{ evidenceRecordJson }, { printJson }] = await Promise.all([import('../../json/gates.ts'), import('../../json/print.ts')]);
    await printJson(terminal, evidenceRecordJson(recorded));
  } else await terminal.answer(evidenceText(recorded, terminal.manner.width));
  return 'ok';
}

const pasted = ({ check, key }: EvidenceFlags) => `countersign evidence record --check ${check ?? 'test'} --passed --key ${key ?? 'KEY'}`;

/** A check by word of mouth, files of results, or both; never two words on one thing. */
function saidBy(flags: EvidenceFlags): Pick<EvidenceDraft, 'check' | 'reports'> {
  const { junit = [], coverage = [], sarif = [], mutation = [], tool = null } = flags;
  const name = flags.check?.trim() ?? '';
  const said = flags.passed === true || flags.failed === true;
  const suite = suiteOf(flags.suite);
  if (junit.length > 0 && name === '' && suite === null) {
    throw new Failure('usage', 'user', 'a file of tests does not say what kind they are', ['say it: --suite unit, integration or end-to-end', 'or of which check it is the outcome: --check NAME']);
  }
  if (junit.length === 0 && suite !== null) throw new Failure('usage', 'user', '`--suite` names tests of which there is no file', ['name it: --junit FILE']);
  if (coverage.length > 0 && suite === null) throw new Failure('usage', 'user', 'coverage counts with the suite that was measured', ['name both: --suite unit --junit FILE --coverage FILE']);
  const reports = { junit, coverage, sarif, mutation, suite, check: name === '' ? null : name, tool };
  if (junit.length > 0 && said) throw new Failure('usage', 'user', `\`--${flags.passed === true ? 'passed' : 'failed'}\` and \`--junit\` both say how it ended`, ['leave one of them out']);
  if (junit.length > 0 || (sarif.length + mutation.length > 0 && name === '' && !said)) return { check: null, reports };
  if (name === '') throw new Failure('usage', 'user', 'no check is named', [pasted(flags)]);
  if ((flags.passed === true) === (flags.failed === true)) throw new Failure('usage', 'user', `\`${name}\` has ${flags.passed === true ? 'both' : 'neither'} passed ${flags.passed === true ? 'and' : 'nor'} failed`, ['say one: --passed or --failed', pasted(flags)]);
  return { check: { name, outcome: flags.passed === true ? 'passed' : 'failed', tool }, reports };
}

function suiteOf(typed: string | undefined): EvidenceDraft['reports']['suite'] {
  if (typed === undefined) return null;
  const suite = suiteKinds.find((one) => one === typed);
  if (suite === undefined) throw new Failure('usage', 'user', `\`${typed}\` is no kind of tests`, [`one of: ${suiteKinds.join(', ')}`]);
  return suite;
}
