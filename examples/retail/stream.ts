import { identities, type Who } from './team.ts';
import type { Step, WaitingChange } from './story/step.ts';

type Files = ReadonlyMap<string, string>;

/** A step with the files before and after it, and its mark in the stream. */
export interface WrittenStep {
  readonly step: Step;
  readonly mark: number;
  readonly before: Files;
  readonly after: Files;
}

interface Line {
  mark: number | null;
  files: Files;
  /** Files of main where a side branch left it. */
  from: Files;
}

/** The whole story as input of `git fast-import`, and what it wrote. */
export function writeStream(main: readonly Step[], waiting: readonly WaitingChange[]): { stream: string; written: readonly WrittenStep[] } {
  const out: string[] = [];
  const written: WrittenStep[] = [];
  const trunk: Line = { mark: null, files: new Map(), from: new Map() };
  const sides = new Map<string, Line>();

  const commit = (ref: string, line: Line, step: Step, second: Line | null): void => {
    const after = second === null ? applyStep(line.files, step) : applyStep(overlay(line.files, second, step), step);
    const mark = written.length + 1;
    out.push(`commit ${ref}`, `mark :${mark}`);
    out.push(`author ${signature(step.by, step)}`, `committer ${signature(step.committer ?? step.by, step)}`);
    out.push(data(step.message + '\n'));
    if (line.mark !== null) out.push(`from :${line.mark}`);
    if (second !== null) out.push(`merge :${second.mark}`);
    for (const path of line.files.keys()) if (!after.has(path)) out.push(`D ${path}`);
    for (const [path, content] of after) {
      if (line.files.get(path) !== content) out.push(`M ${path.endsWith('.sh') ? '100755' : '100644'} inline ${path}`, data(content));
    }
    out.push('');
    written.push({ step, mark, before: line.files, after });
    line.mark = mark;
    line.files = after;
  };

  for (const step of main.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))) {
    if (step.on !== undefined) {
      const side = sides.get(step.on) ?? { mark: trunk.mark, files: trunk.files, from: trunk.files };
      sides.set(step.on, side);
      commit(`refs/countersign-example/${step.on}`, side, step, null);
    } else if (step.merges !== undefined) {
      const side = sides.get(step.merges);
      if (side === undefined) throw new Error(`\`${step.message}\` merges \`${step.merges}\`, which has no steps before it`);
      commit('refs/heads/main', trunk, step, side);
      out.push(`reset refs/countersign-example/${step.merges}`, 'from 0000000000000000000000000000000000000000', '');
    } else {
      commit('refs/heads/main', trunk, step, null);
    }
  }
  for (const change of waiting) {
    const line: Line = { ...trunk };
    for (const step of change.steps) commit(`refs/heads/${change.branch}`, line, step, null);
  }
  return { stream: out.join('\n') + '\ndone\n', written };
}

function applyStep(files: Files, step: Step): Files {
  const next = new Map(files);
  const say = (what: string): Error => new Error(`${step.at} \`${step.message.split('\n')[0]}\`: ${what}`);
  for (const [from, to] of Object.entries(step.move ?? {})) {
    const content = next.get(from);
    if (content === undefined) throw say(`moves \`${from}\`, which is not there`);
    next.delete(from);
    next.set(to, content);
  }
  for (const path of step.remove ?? []) if (!next.delete(path)) throw say(`removes \`${path}\`, which is not there`);
  for (const [path, content] of Object.entries(step.write ?? {})) next.set(path, content);
  for (const [path, replacements] of Object.entries(step.edit ?? {})) {
    let content = next.get(path);
    if (content === undefined) throw say(`edits \`${path}\`, which is not there`);
    for (const [old, now] of replacements) {
      if (content.split(old).length !== 2) throw say(`\`${old}\` stands ${content.split(old).length - 1} times in \`${path}\``);
      content = content.replace(old, () => now);
    }
    next.set(path, content);
  }
  return next;
}

/** Main with what the side branch changed; a path both changed is a mistake of the story. */
function overlay(main: Files, side: Line, step: Step): Files {
  const merged = new Map(main);
  for (const path of new Set([...side.from.keys(), ...side.files.keys()])) {
    const theirs = side.files.get(path);
    if (theirs === side.from.get(path)) continue;
    if (main.get(path) !== side.from.get(path)) throw new Error(`\`${step.message}\`: \`${path}\` changed on both sides`);
    if (theirs === undefined) merged.delete(path);
    else merged.set(path, theirs);
  }
  return merged;
}

function data(content: string): string {
  return `data ${Buffer.byteLength(content)}\n${content}`;
}

function signature(who: Who, step: Step): string {
  const { name, email } = identities[who];
  const parts = /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d)$/.exec(step.at);
  if (parts === null) throw new Error(`\`${step.at}\` is not a time like 2025-05-12 09:14`);
  const [year, month, day, hour, minute] = parts.slice(1).map(Number) as [number, number, number, number, number];
  // The team's clock: one hour ahead of UTC, two from April to October. No step stands in the days between.
  const hours = month >= 4 && month <= 10 ? 2 : 1;
  const seconds = Date.UTC(year, month - 1, day, hour - hours, minute, step.message.length % 60) / 1000;
  return `${name} <${email}> ${seconds} +0${hours}00`;
}
