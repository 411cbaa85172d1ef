import type { Position } from '../../values/index.ts';
import type { PolicyProblem } from '../policy.ts';
import type { CodeOwners, CodeOwnersRule } from './code-owners.ts';
import { readOwnerName } from './owner-names.ts';
import { gitlabPatternKey, ownersPatternProblem } from './patterns.ts';
import { error, warning } from './source-lines.ts';

/** The heading a rule stands under; headings of the same name share a section, not these. */
interface Heading {
  readonly section: number;
  readonly optional: boolean;
  readonly approvals: number;
  readonly owners: readonly string[];
}

interface Entry {
  readonly rule: CodeOwnersRule;
  readonly optional: boolean;
}

interface Section {
  readonly name: string | null;
  readonly entries: Map<string, Entry>;
}

/** GitLab's own expression, where `.` stops at a line feed alone: it is not anchored at the end, so `[a-z]*.md @x` is a heading too. */
const headingForm = /^(\^)?\[([^\n]*?)\](?:\[(\d*?)\])?(\s+[@\w.\-/\s+]*)?/;

/**
 * Reads GitLab's dialect ("Syntax of `CODEOWNERS` file", "Advanced `CODEOWNERS` configuration", and where they are
 * silent `ee/lib/gitlab/code_owners/file.rb`): sections decided each on its own, with default owners, a number of
 * approvals and `^` for optional; `!pattern`; `@@role`. Two rules of a section with the same pattern are one, in
 * the place of the first with the content of the last.
 */
export function parseGitLab(lines: readonly string[], file: string): { readonly codeOwners: CodeOwners; readonly problems: readonly PolicyProblem[] } {
  const problems: PolicyProblem[] = [];
  const sections: Section[] = [{ name: null, entries: new Map() }];
  let heading: Heading = { section: 0, optional: false, approvals: 1, owners: [] };
  for (const [index, raw] of lines.entries()) {
    const text = raw.trim();
    const at: Position = { file, line: index + 1, column: raw.length - raw.trimStart().length + 1 };
    if (text === '' || text.startsWith('#')) continue;
    const head = headingForm.exec(text);
    if (head !== null) {
      heading = readHeading(head, sections, problems, at);
      if (head[0].length < text.length) problems.push(trailing(text, head[0], at));
    } else if (/^\^?\[[^\]]+$/.test(text)) {
      problems.push(error('codeowners-invalid-section', `\`${text}\` is a heading without its \`]\`: GitLab skips the line, and what follows belongs to the section before`, `write \`${text}]\``, at));
    } else {
      const entry = readEntry(text, heading, problems, at);
      if (entry !== null) add(sections[heading.section]!, entry, problems, at);
    }
  }
  const all = sections.map(({ entries }) => [...entries.values()]);
  return {
    codeOwners: {
      dialect: 'gitlab',
      file,
      sections: sections.map(({ name }, index) => ({ name, optional: all[index]!.length > 0 && all[index]!.every(({ optional }) => optional) })),
      rules: all.flat().map(({ rule }) => rule),
    },
    problems,
  };
}

function readHeading([, optional, name = '', approvals = '', owners = '']: RegExpExecArray, sections: Section[], problems: PolicyProblem[], at: Position): Heading {
  if (name.trim() === '') problems.push(error('codeowners-invalid-section', 'the heading has no name', 'write `[Section name]`', at));
  const asked = approvals === '' ? 0 : Number(approvals);
  if (optional !== undefined && asked > 0) {
    problems.push(warning('codeowners-optional-approvals', `\`[${name}]\` is optional and asks for ${asked}: an optional section asks nobody`, 'remove `^` or the number', at));
  }
  if (approvals === '0') problems.push(warning('codeowners-zero-approvals', `\`[${name}][0]\` asks for one all the same`, 'write `^` before the name to ask nobody', at));
  const named = owners.split(/\s+/).filter((owner) => owner !== '');
  for (const owner of named) if (readOwnerName(owner, 'gitlab').kind === 'malformed') problems.push(malformed(owner, at));
  return {
    section: sectionOf(name, sections),
    optional: optional !== undefined,
    approvals: Math.max(1, asked),
    owners: named.filter((owner) => readOwnerName(owner, 'gitlab').kind !== 'malformed'),
  };
}

/** Names are compared without case; the rules before every heading are filed as `codeowners`. */
function sectionOf(name: string, sections: Section[]): number {
  const wanted = name.toLowerCase();
  const known = sections.findIndex((section) => (section.name ?? 'codeowners').toLowerCase() === wanted);
  if (known >= 0) return known;
  sections.push({ name, entries: new Map() });
  return sections.length - 1;
}

function readEntry(text: string, heading: Heading, problems: PolicyProblem[], at: Position): Entry | null {
  const cut = /(?<!\\)\s+/.exec(text);
  const written = cut === null ? text : text.slice(0, cut.index);
  const excludes = written.startsWith('!');
  const pattern = excludes ? written.slice(1) : written;
  const problem = ownersPatternProblem(pattern, 'gitlab', at);
  if (problem !== null) problems.push(problem);
  if (problem?.severity === 'error') return null;
  const names = cut === null ? [] : text.slice(cut.index).split(/\s+/).filter((name) => name !== '');
  const owners = excludes ? [] : ownersOf(names, heading, problems, at);
  const { section, approvals, optional } = heading;
  return { optional, rule: { pattern, owners, section, approvals: excludes ? 1 : approvals, excludes, line: at.line } };
}

/** Malformed owners are ignored one by one; the section's own stand in only where the line names nobody at all. */
function ownersOf(names: readonly string[], heading: Heading, problems: PolicyProblem[], at: Position): readonly string[] {
  if (names.length === 0) {
    if (heading.owners.length === 0) {
      problems.push(error('codeowners-no-owner', 'the line names no owner, and its section has none to stand in: nobody can be asked', 'name an owner; `!pattern` asks nobody', at));
    }
    return heading.owners;
  }
  const hash = names.findIndex((name) => name.startsWith('#'));
  if (hash >= 0) problems.push(warning('codeowners-inline-comment', 'GitLab knows no comment behind a rule: an owner named in it owns', 'move it to a line of its own', at));
  const owners: string[] = [];
  for (const [index, name] of names.entries()) {
    if (readOwnerName(name, 'gitlab').kind !== 'malformed') owners.push(name);
    else if (hash < 0 || index < hash) problems.push(malformed(name, at));
  }
  return [...new Set(owners)];
}

function add({ entries, name }: Section, entry: Entry, problems: PolicyProblem[], at: Position): void {
  const key = gitlabPatternKey(entry.rule.pattern);
  const before = entries.get(key);
  if (before !== undefined) {
    const where = name === null ? '' : ` of \`[${name}]\``;
    problems.push(warning('codeowners-duplicate', `\`${entry.rule.pattern}\` stands in line ${before.rule.line}${where} already: GitLab takes the owners of this line in the place of that one`, 'keep one of the two', at));
  }
  entries.set(key, entry);
}

function malformed(owner: string, at: Position): PolicyProblem {
  return error('codeowners-invalid-owner', `\`${owner}\` is no owner: GitLab ignores it`, 'write `@user`, `@group/subgroup`, `@@role` or an e-mail address', at);
}

function trailing(text: string, read: string, at: Position): PolicyProblem {
  return error('codeowners-invalid-section', `\`${text}\` is read as the heading \`${read.trim()}\`; the rest is ignored`, 'write `[Section name][2] @owner`; a pattern that begins with a set starts with `/**/`', at);
}
