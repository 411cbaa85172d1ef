import type { Position } from '../../values/index.ts';
import type { PolicyProblem } from '../policy.ts';
import type { CodeOwners, CodeOwnersRule } from './code-owners.ts';
import { readOwnerName } from './owner-names.ts';
import { ownersPatternProblem } from './patterns.ts';
import { error } from './source-lines.ts';

/** One word of a line; `column` counts from 1. */
interface Word {
  readonly text: string;
  readonly column: number;
}

/**
 * Reads GitHub's dialect ("About code owners"): a pattern, then owners, then perhaps a comment; the last match
 * wins; a line without owners takes them away. A line with an invalid pattern or owner is skipped, as GitHub
 * does, and is an error here: somebody meant those files to have an owner.
 */
export function parseGitHub(lines: readonly string[], file: string): { readonly codeOwners: CodeOwners; readonly problems: readonly PolicyProblem[] } {
  const problems: PolicyProblem[] = [];
  const rules: CodeOwnersRule[] = [];
  for (const [index, text] of lines.entries()) {
    const line = index + 1;
    const [pattern, ...owners] = wordsOf(text);
    if (pattern === undefined) continue;
    const at = (word: Word): Position => ({ file, line, column: word.column });
    const problem = foreignSyntax(text, pattern, at) ?? patternProblem(pattern, at) ?? ownerProblem(owners, at);
    if (problem !== null) problems.push(problem);
    if (problem?.severity === 'error') continue;
    rules.push({ pattern: pattern.text, owners: [...new Set(owners.map(({ text: owner }) => owner))], section: 0, approvals: 1, excludes: false, line });
  }
  return { codeOwners: { dialect: 'github', file, sections: [{ name: null, optional: false }], rules }, problems };
}

/** Words up to a comment; `\` keeps the next character in its word. */
function wordsOf(line: string): Word[] {
  const words: Word[] = [];
  let i = 0;
  while (i < line.length) {
    if (line[i] === ' ' || line[i] === '\t') {
      i += 1;
      continue;
    }
    if (line[i] === '#') break;
    const start = i;
    while (i < line.length && line[i] !== ' ' && line[i] !== '\t') i += line[i] === '\\' ? 2 : 1;
    i = Math.min(i, line.length);
    words.push({ text: line.slice(start, i), column: start + 1 });
  }
  return words;
}

/** What GitLab understands and GitHub does not. */
function foreignSyntax(line: string, pattern: Word, at: (word: Word) => Position): PolicyProblem | null {
  const foreign = (what: string, mend: string) => error('codeowners-gitlab-syntax', `${what} is GitLab's: GitHub skips the line`, mend, at(pattern));
  if (pattern.text.startsWith('!')) return foreign(`an exclusion (\`${pattern.text}\`)`, `name the files without owners after the wider line: \`${pattern.text.slice(1)}\``);
  if (/^\s*\^?\[[^\]]*\](?:\[\d*\])?(?:\s|$)/.test(line)) return foreign(`a section (\`${line.trim()}\`)`, 'remove the heading, or set `codeowners: gitlab`');
  if (/(?:^|\s)@@\w/.test(line)) return foreign('a role as owner (`@@…`)', 'name people or a team');
  return null;
}

function patternProblem(pattern: Word, at: (word: Word) => Position): PolicyProblem | null {
  const { text } = pattern;
  const invalid = (message: string, mend: string) => error('codeowners-invalid-pattern', message, mend, at(pattern));
  if (text.includes('#')) return invalid(`GitHub has no escape for the \`#\` in \`${text}\``, `write \`${text.replace(/\\?#/g, '?')}\``);
  if (/[\s\u0000-\u001f\u007f\u200b\ufeff]/.test(text.replace(/\\[ \t]/g, ''))) return invalid(`\`${text}\` holds a blank that is neither a space nor a tab`, 'write a plain space between pattern and owners');
  if (/^@[\w-]+(?:\/[\w-]+)?$/.test(text)) return error('codeowners-no-pattern', `the line starts with the owner \`${text}\`, which is read as a path`, 'write the pattern first', at(pattern));
  return ownersPatternProblem(text, 'github', at(pattern));
}

function ownerProblem(owners: readonly Word[], at: (word: Word) => Position): PolicyProblem | null {
  const bad = owners.find(({ text }) => readOwnerName(text, 'github').kind === 'malformed');
  if (bad === undefined) return null;
  return error('codeowners-invalid-owner', `\`${bad.text}\` is no owner: GitHub skips the line`, 'write `@user`, `@organisation/team` or an e-mail address; a blank inside a path is `\\ `', at(bad));
}
