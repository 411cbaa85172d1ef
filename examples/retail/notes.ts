import { createHash } from 'node:crypto';
import { identities } from './team.ts';
import type { Step } from './story/step.ts';

/** Numbers, from 1, of the lines of `after` that a shortest difference from `before` adds. */
export function addedLines(before: string, after: string): number[] {
  const old = splitLines(before);
  const now = splitLines(after);
  // Longest common subsequence by the plain table: the files of the story are short.
  const common: number[][] = Array.from({ length: old.length + 1 }, () => new Array<number>(now.length + 1).fill(0));
  const at = (i: number, j: number): number => common[i]?.[j] ?? 0;
  for (let i = old.length - 1; i >= 0; i -= 1) {
    const row = common[i] as number[];
    for (let j = now.length - 1; j >= 0; j -= 1) {
      row[j] = old[i] === now[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const added: number[] = [];
  for (let i = 0, j = 0; j < now.length; ) {
    if (i < old.length && old[i] === now[j]) {
      i += 1;
      j += 1;
    } else if (i < old.length && at(i + 1, j) >= at(i, j + 1)) {
      i += 1;
    } else {
      j += 1;
      added.push(j);
    }
  }
  return added;
}

/** The git-ai note (schema `authorship/3.0.0`) that goes with a recorded step. */
export function noteText(step: Step, commit: string, before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string {
  const recording = step.recorded;
  if (recording === undefined) throw new Error(`\`${step.message}\` has no recording`);
  const author = identities[step.by];
  const human = `${author.name} <${author.email}>`;
  const session = 's_' + hash(`${recording.session.tool}:${recording.session.conversation}`);
  const trace = 't_' + hash(`${commit}:${recording.session.conversation}`);
  const body: string[] = [];
  let typed = false;
  for (const path of recording.files) {
    const now = after.get(path);
    if (now === undefined) throw new Error(`the recording of ${commit} names \`${path}\`, which is not there`);
    const lines = splitLines(now);
    const names = (parts: readonly string[] | undefined) => (line: number) =>
      (parts ?? []).some((part) => lines[line - 1]?.includes(part));
    const isByHand = names(recording.byHand);
    const isUntracked = names(recording.untracked);
    const added = addedLines(before.get(path) ?? '', now);
    const byTool = added.filter((line) => !isByHand(line) && !isUntracked(line));
    const byHand = added.filter(isByHand);
    body.push(/[\s"]/.test(path) ? JSON.stringify(path) : path);
    if (byTool.length > 0) body.push(`  ${session}::${trace} ${ranges(byTool)}`);
    if (byHand.length > 0) body.push(`  h_${hash(human)} ${ranges(byHand)}`);
    typed ||= byHand.length > 0;
  }
  const metadata = {
    schema_version: 'authorship/3.0.0',
    git_ai_version: '1.4.5',
    base_commit_sha: commit,
    prompts: {},
    humans: typed ? { ['h_' + hash(human)]: { author: human } } : {},
    sessions: {
      [session]: {
        agent_id: { tool: recording.session.tool, id: recording.session.conversation, model: recording.session.model },
        human_author: human,
        custom_attributes: {},
      },
    },
  };
  return [...body, '---', JSON.stringify(metadata, null, 2), ''].join('\n');
}

function splitLines(content: string): string[] {
  const lines = content.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

function hash(value: string): string {
  return createHash('sha256').update(value).digest('hex').slice(0, 14);
}

function ranges(lines: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const line of lines) {
    const last = runs.at(-1);
    if (last !== undefined && last[1] === line - 1) last[1] = line;
    else runs.push([line, line]);
  }
  return runs.map(([start, end]) => (start === end ? String(start) : `${start}-${end}`)).join(',');
}
