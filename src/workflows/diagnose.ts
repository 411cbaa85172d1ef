import { Failure } from '../core/values/index.ts';
import { gitAiNotesRef } from '../core/evidence/index.ts';
import { diagnoseLedger } from './ledger/diagnose-ledger.ts';
import { lintPolicyFiles } from './lint-policy.ts';
import { policyPath } from './load-policy.ts';
import type { Ports } from './ports/index.ts';
import type { Finding } from './reports.ts';

/** Looks at everything Countersign stands on here, each with the mend: the first thing to run when it puzzles. */
export async function diagnose(ports: Ports): Promise<readonly Finding[]> {
  const { repository } = ports;
  const facts = await repository.facts();
  const branch = await attempt('protected branch', async () => {
    const ref = await repository.defaultBranch();
    return ok('protected branch', `${ref.replace('refs/heads/', '')} (change it with protected: in the policy or --target)`);
  });
  const notes = await repository.listNotes(gitAiNotesRef);
  const pulls = (await repository.listRefs('refs/pull/')).length;
  return [
    ok('git', `${facts.gitVersion}, ${facts.objectFormat}${facts.bare ? ', bare' : ''}`),
    facts.shallow
      ? warning('history', 'this clone is shallow: merge bases and older evidence are missing', 'git fetch --unshallow')
      : ok('history', 'complete'),
    facts.partial
      ? warning('objects', 'this clone is partial: digests of contents that are not here cannot be made', 'git fetch --refetch --no-filter')
      : ok('objects', 'all contents are expected to be here'),
    branch,
    await attempt('policy', () => policyFinding(ports)),
    ...(await diagnoseLedger(ports)),
    notes.size > 0
      ? ok('line records', `${notes.size} notes under ${gitAiNotesRef}`)
      : warning('line records', `no ${gitAiNotesRef} here; a plain clone does not bring it`, `git fetch origin ${gitAiNotesRef}:${gitAiNotesRef}`),
    pulls > 0
      ? ok('pull-request heads', `${pulls} refs under refs/pull`)
      : warning(
          'pull-request heads',
          'none here: evidence that squashing dropped cannot be seen',
          "git fetch origin '+refs/pull/*/head:refs/pull/*/head'",
        ),
  ];
}

async function policyFinding(ports: Ports): Promise<Finding> {
  const report = await lintPolicyFiles(ports, { target: null, preset: null, policyFile: null, peopleFile: null });
  const errors = report.problems.filter((problem) => problem.severity === 'error').length;
  if (report.source.preview) {
    return warning(
      'policy',
      `no ${policyPath} on the protected branch: everything is a preview under amazon-2026`,
      'countersign init',
    );
  }
  if (errors > 0) return { name: 'policy', state: 'problem', sentence: `${errors === 1 ? '1 mistake' : `${errors} mistakes`} in the files on the protected branch`, mend: 'countersign policy lint' };
  return ok('policy', `${report.policy?.mode ?? 'unknown'} mode, ${report.policy?.rules.length ?? 0} rules, ${report.people?.persons.length ?? 0} people`);
}

async function attempt(name: string, look: () => Promise<Finding>): Promise<Finding> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { name, state: 'problem', sentence: error.message, mend: error.hints[0] ?? null };
  }
}

function ok(name: string, sentence: string): Finding {
  return { name, state: 'ok', sentence, mend: null };
}

function warning(name: string, sentence: string, mend: string): Finding {
  return { name, state: 'warning', sentence, mend };
}
