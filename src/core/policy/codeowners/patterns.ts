import { findPatternProblem, readAreaPattern, type AreaPattern } from '../../risk/index.ts';
import type { PolicyProblem } from '../policy.ts';
import type { Position } from '../../values/index.ts';
import type { CodeOwnersDialect } from './code-owners.ts';
import { error, warning } from './source-lines.ts';

/** Reads a pattern as the forge of the dialect does; `null`: it matches nothing. */
export function readOwnersPattern(pattern: string, dialect: CodeOwnersDialect): AreaPattern | null {
  return dialect === 'github' ? githubPattern(pattern) : gitlabPattern(pattern);
}

/**
 * As in .gitignore, but a last `*` of its own reaches no further down ("About code owners": `docs/*`). A last
 * `**\/` is everything below, as the other readers of CODEOWNERS have it; git would ask for one more folder.
 */
function githubPattern(pattern: string): AreaPattern | null {
  const read = readAreaPattern(pattern.replace(/(?<=[^/])\/\*\*\/$/, '/**'));
  return read !== null && pattern.endsWith('/*') ? { ...read, fileOnly: true } : read;
}

/**
 * As Ruby's `File.fnmatch` with `FNM_DOTMATCH | FNM_PATHNAME` on the pattern GitLab makes of it: at any depth
 * unless it starts with `/`, and never below what it matches unless it ends with `/`. Only a whole `**` before
 * a slash is recursive; other stars, also a last `**`, stay in one name.
 */
function gitlabPattern(pattern: string): AreaPattern | null {
  const text = gitlabPatternKey(pattern).replace(/\*{3,}/g, '*').replace(/\/\*\*$/, '/*').replace(/(?:\/\*\*)+\/\*$/, '/**/*');
  if (text === '/**/*') return readAreaPattern('/**');
  // `x/` is `x/**/*`, which is what lies below the folder x.
  if (text.endsWith('/**/*')) return readAreaPattern(text.slice(0, -'**/*'.length));
  const read = readAreaPattern(text);
  return read === null ? null : { ...read, fileOnly: true };
}

/** What GitLab keeps a rule of a section under: a later rule with the same one takes the earlier one's place. */
export function gitlabPatternKey(pattern: string): string {
  if (pattern === '*') return '/**/*';
  let text = pattern.replace(/^\\#/, '#').replace(/\\\s+/g, ' ');
  if (!text.startsWith('/')) text = `/**/${text}`;
  return text.endsWith('/') ? `${text}**/*` : text;
}

/** Paths are no longer than this on any system, and a hostile line stays cheap. */
const longestPattern = 1024;

/** `[id]` is most often a folder of that name, `[0-9]` one character. */
function withoutSets(pattern: string): string {
  return pattern.replace(/\\?\[((?:\.\.\.)?[A-Za-z]\w+)\\?\]/g, '?$1?').replace(/\\?\[[^\]]*\]|\\?[[\]]/g, '?');
}

/** What is odd about a pattern, in the dialect; an error means that the line has no effect. */
export function ownersPatternProblem(pattern: string, dialect: CodeOwnersDialect, at: Position): PolicyProblem | null {
  if (pattern.length > longestPattern) {
    return error('codeowners-invalid-pattern', `a pattern of ${pattern.length} characters is longer than any path`, 'write one pattern for each path', at);
  }
  const quoted = `\`${pattern}\``;
  const invalid = (message: string, mend: string) => error('codeowners-invalid-pattern', message, mend, at);
  if (dialect === 'github') {
    if (/[[\]]/.test(pattern)) return invalid(`GitHub does not read the \`[ ]\` of ${quoted} and skips the line`, `write \`${withoutSets(pattern)}\`, or one line for each name`);
    if (pattern.includes('***')) return invalid(`GitHub skips the line of ${quoted}: three stars in a row`, `write \`${pattern.replace(/\*{3,}/g, '**')}\``);
  }
  if (readOwnersPattern(pattern, dialect) === null) return invalid(`${quoted} can never match`, pattern === '/' ? 'write `*` for every file' : 'write single slashes, end with no `\\` and close every `[`');
  if (dialect === 'gitlab' && !pattern.endsWith('/') && /(?:^|\/)\*\*$/.test(pattern) && pattern !== '**') {
    return warning('codeowners-last-stars', `the last \`**\` of ${quoted} reaches one level on GitLab, as \`*\` does`, `end it with \`/\` for everything below: \`${pattern.slice(0, -2)}\``, at);
  }
  if (dialect === 'gitlab' && /\[\[:|\[[!^]?\]/.test(pattern)) return warning('codeowners-pattern', `GitLab knows no named sets and no \`]\` as first member, as in ${quoted}`, 'write the set as a range', at);
  const odd = findPatternProblem(dialect === 'gitlab' ? pattern.replace(/\\\s/g, '?').replace(/^\\#/, '#') : pattern);
  if (odd === null || (dialect === 'github' && /\\ /.test(pattern) && odd.message.includes('blank'))) return null;
  return odd.severity === 'error' ? invalid(odd.message, odd.mend) : warning('codeowners-pattern', odd.message, odd.mend, at);
}
