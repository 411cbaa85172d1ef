import type { Commit, Identity } from '../../change/index.ts';
import type { CaseIdentities } from './case-identities.ts';
import type { CaseChange, CaseCommit } from '../policy-case.ts';

/** Traces that hosts of agents leave, by tool: strong, and inferred because nobody said so. */
const links: Readonly<Record<string, string>> = {
  Claude: 'https://claude.ai/code/session_01J9Zc5QyV',
  Copilot: 'Agent-Logs-Url: https://github.com/acme/shop/sessions/3f2a91d0-1111-4222-8333-444455556666',
  Cursor: 'https://cursor.com/agents/bc-3f2a91d0-1111-4222-8333-444455556666',
};
/** The tools of which a case can leave an inferred trace. */
export const inferredTools: readonly string[] = Object.keys(links);

/** An editor stamped this on commits written by hand: a weak trace. */
const weakTrace = 'Co-authored-by: Copilot <copilot@github.com>';

/** `c000001` for the first: short ids that a reader of the tree can follow. */
export function commitId(index: number): string {
  return `c${String(index + 1).padStart(6, '0')}`.padEnd(40, '0');
}

/** The commits of a case as git would give them, newest first, with the trailers in their messages. */
export function buildCommits({ commits, now }: CaseChange, base: string, who: CaseIdentities): readonly Commit[] {
  return commits
    .map((commit, index): Commit => {
      const author = who.identity(commit.author);
      const at = now - 7200 + index * 60;
      return {
        id: commitId(index),
        parents: [index === 0 ? base : commitId(index - 1)],
        author,
        committer: commit.committer === null ? author : who.identity(commit.committer),
        authoredAt: at,
        committedAt: at,
        message: messageOf(commit, who),
      };
    })
    .toReversed();
}

function messageOf({ message, coAuthors, operator, assistance }: CaseCommit, who: CaseIdentities): string {
  const named = ({ name, email }: Identity) => `${name} <${email}>`;
  const lines = coAuthors.map((one) => `Co-authored-by: ${named(who.identity(one))}`);
  if (operator !== null) lines.push(`On-behalf-of: ${named(who.identity(operator))}`);
  const { is, tool, model } = assistance;
  if (is === 'declared') lines.push(`Assisted-by: ${tool === null ? `Copilot:${model ?? 'gpt-5.2'}` : model === null ? tool : `${tool}:${model}`}`);
  if (is === 'inferred') lines.push(links[tool ?? 'Claude'] ?? '');
  if (is === 'none' || is === 'contradictory') lines.push('Assisted-by: none');
  if (is === 'weak' || is === 'contradictory') lines.push(weakTrace);
  const text = message.trimEnd();
  return lines.length === 0 ? `${text}\n` : `${text}\n\n${lines.join('\n')}\n`;
}
