import type { InitJson } from '../../contract/setup.ts';
import { formatInstant } from '../../core/values/index.ts';
import type { SetupDraft } from '../../workflows/setup/draft-setup.ts';
import type { RepositorySurvey } from '../../workflows/setup/survey-repository.ts';

/** `init --json` */
export function initJson(found: RepositorySurvey, draft: SetupDraft, { written, configured }: { readonly written: boolean; readonly configured: string | null }): InitJson {
  const { survey, target, tip, paths, more, unread } = found;
  const { preset, policy, people, files, problems } = draft;
  return {
    schema: 'urn:countersign:schema:init:v1',
    written,
    configured,
    target,
    tip,
    looked: { commits: survey.commits, since: survey.oldest === null ? null : formatInstant(survey.oldest), files: paths.length, more, unread: [...unread] },
    preset: { name: preset.preset, because: preset.because },
    areas: policy.areas.map(({ name, tier, paths: patterns, ofPreset, files: inside, commits, why, writers }) => ({
      name, tier, paths: [...patterns], ofPreset, files: inside.length, commits, why, writers: [...writers],
    })),
    people: people.persons.map(({ id, name, level, emails, accounts, commits, last, sameName }) => ({
      id, name, level, emails: [...emails], accounts: { ...accounts }, commits, last: last === null ? null : formatInstant(last), sameName: [...sameName],
    })),
    agents: people.agents.map(({ id, operator, emails, accounts, commits }) => ({ id, operator, emails: [...emails], accounts: { ...accounts }, commits })),
    authors: people.authors,
    leftOut: { ...people.leftOut },
    size: { known: policy.size.known, changes: policy.size.changes, fixed: policy.size.fixed },
    files: [...files].map(([path, text]) => ({ path, text })),
    problems: problems.map(({ severity, code, message, mend, at }) => ({ severity, code, message, mend, at: { ...at } })),
  };
}
