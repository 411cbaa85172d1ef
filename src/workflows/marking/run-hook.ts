import {
  assistedByValue, commonRanges, disclosesAssistance, type Draft, hasTrailer, joinRanges, type LineMove, markMessage, moveRecords,
  type RunningAgent, saysSomething, sessionRecord, writeGitAiNote,
} from '../../core/evidence/index.ts';
import type { LineRange } from '../../core/change/index.ts';
import type { Sha256 } from '../../core/values/index.ts';
import type { CommitWriter, Repository } from '../ports/index.ts';
import { copiedNow, followCopies, noteCopies } from './follow-copies.ts';
import { addedLines, moveNotes, recordOf, type Reopen, type Rewrite, writeAiNotes } from './move-notes.ts';

/** What a hook is given and may ask for. */
export interface HookCall {
  readonly writer: CommitWriter;
  /** Opened only where records are read. */
  readonly reopen: Reopen;
  readonly sha256: Sha256;
  readonly agent: RunningAgent | null;
  readonly version: string;
  readonly args: readonly string[];
  /** Whether git opened an editor on the message. */
  readonly edited: boolean;
  /** The lines git gives on stdin. */
  readonly input: () => Promise<string>;
  /** Asks a person, once per branch; `null` where nobody is there, or nothing was answered. */
  readonly ask: (() => Promise<string | null>) | null;
}

/** What a hook says to the person, one line each; an empty list is the usual. */
export type HookSaid = readonly string[];

/**
 * `prepare-commit-msg` (also run where `--no-verify` skips the next one): the trailer of the agent that runs, where
 * none is there. Copies of other commits (rebase, cherry-pick, revert, squash) and merges are left as they are: who
 * runs the command has not written them. What they copy is noted.
 */
export async function prepareMessage(call: HookCall): Promise<HookSaid> {
  const [file, source] = call.args;
  const said = await noteCopies(call);
  if (file === undefined || call.agent === null || source === 'merge' || (await call.writer.underWay()) !== null) return said;
  return [...said, ...(await markFile(call, file, assistedByValue(call.agent.tool, call.agent.model, [])))];
}

/** `commit-msg`: the same once the message is final, and the question where no agent runs. */
export async function finishMessage(call: HookCall): Promise<HookSaid> {
  const [file] = call.args;
  if (file === undefined || (await call.writer.underWay()) !== null) return [];
  if (call.agent !== null) return markFile(call, file, assistedByValue(call.agent.tool, call.agent.model, []));
  if (call.ask === null) return [];
  const message = await call.writer.readMessageFile(file);
  const draft = await draftOf(call, message);
  if (!saysSomething(message, draft) || disclosesAssistance(message, draft)) return [];
  const answer = await call.ask();
  const value = answerAsValue(answer);
  if (value !== null) return markFile(call, file, value);
  return (answer ?? '').trim() === '' ? [] : ['that names no tool, so nothing was added; `countersign mark --tool TOOL` says it after the commit'];
}

/** Of a tool and its model, typed. */
const longestAnswer = 120;

/** `none` and its like, or `TOOL` or `TOOL:MODEL` as a person types it; `null` where it says nothing. */
export function answerAsValue(answer: string | null): string | null {
  const said = (answer ?? '').trim();
  if (!/[\p{L}\p{N}]/u.test(said) || said.length > longestAnswer || /[<>[\]"\p{Cc}]/u.test(said)) return null;
  if (/^(?:n|no|none|nein)$/i.test(said)) return 'none';
  const [tool = '', model] = said.split(/:(.*)/s);
  return tool.trim() === '' || /^(?:y|yes)$/i.test(tool) ? null : assistedByValue(tool.trim(), model?.trim().replaceAll(' ', '-') || null, []);
}

async function markFile(call: HookCall, file: string, value: string): Promise<HookSaid> {
  const message = await call.writer.readMessageFile(file);
  const draft = await draftOf(call, message);
  // An empty message is left empty: git gives such a commit up, and a trailer alone would carry it through.
  if (!saysSomething(message, draft) || (disclosesAssistance(message, draft) && (value === 'none' || saysAi(message, draft)))) return [];
  if (hasTrailer(message, value)) return [];
  await call.writer.writeMessageFile(file, markMessage(message, `Assisted-by: ${value}`, draft));
  return [];
}

/** Any disclosure of AI will do; `none` while an agent runs will not, and both are then shown. */
function saysAi(message: string, draft: Draft): boolean {
  return !hasTrailer(message, 'none') && disclosesAssistance(message, draft);
}

async function draftOf(call: HookCall, message: string): Promise<Draft> {
  return { comment: await call.writer.commentCharacter(message, call.edited) };
}

/**
 * `post-commit`: the records of what the commit copies; else a record that an agent made it, for lines nothing has
 * recorded. Amends are `post-rewrite`'s.
 */
export async function recordCommit(call: HookCall): Promise<HookSaid> {
  const { agent, writer } = call;
  const copied = await copiedNow(writer);
  if (copied?.only === true || (copied !== null && agent === null)) return followCopies(call, copied);
  await writer.keepCopying(null);
  if (agent === null || (await writer.underWay()) !== null || (await writer.amendedFrom()) !== null) return [];
  const { id, message } = await writer.newestCommit();
  if (!disclosesAssistance(message)) return [];
  return record(call, agent, id, copied?.sources[0] ?? null);
}

/**
 * `post-rewrite`: line records go with the commits that were rewritten. After an amend under an agent, the lines
 * it added to the commit are recorded too, and only those.
 */
export async function followRewrite(call: HookCall): Promise<HookSaid> {
  const pairs = rewritesIn(await call.input());
  if (pairs.length === 0) return [];
  const last = pairs.at(-1)!;
  // What an ended hook left behind may stand before it.
  const amend = call.args[0] === 'amend' && call.agent !== null && (await call.writer.underWay()) === null;
  const moved = await moveNotes(call.reopen, call.writer, amend ? pairs.slice(0, -1) : pairs);
  return [...moved.problems, ...(amend ? await record(call, call.agent, last.to, last.from) : [])];
}

/** Pairs `old new` as git gives them, one a line; whatever is no pair of ids is left out. */
export function rewritesIn(text: string): readonly Rewrite[] {
  const pairs: Rewrite[] = [];
  for (const line of text.split('\n')) {
    const found = /^([0-9a-f]{40,64}) ([0-9a-f]{40,64})(?: |\r?$)/.exec(line);
    if (found !== null) pairs.push({ from: found[1]!, to: found[2]! });
  }
  return pairs;
}

/** Writes the record of `commit`: what it brought under this agent, on top of what the commit it stands for had. */
async function record(call: HookCall, agent: RunningAgent, commit: string, replaced: string | null): Promise<HookSaid> {
  const human = await call.writer.committer();
  const { problems } = await writeAiNotes(call.reopen, call.writer, 'Notes added by countersign', async (repository, noted, unread) => {
    const notes = new Map<string, string>();
    const added = noted.has(commit) || (await isMerge(repository, commit)) ? undefined : (await addedLines(repository, [commit], unread)).get(commit);
    if (added === undefined) return notes;
    const before = replaced === null ? null : await recordOf(repository, noted, replaced);
    const paths = [...new Set([...added.keys(), ...(before?.entries ?? []).map(({ path }) => path)])];
    const moves = replaced === null ? null : await repository.readLineMoves(replaced, commit, paths);
    const changes = moves === null ? null : new Map([...moves.values()].map((move) => [move?.path, move?.moves ?? []]));
    const files = [...added].map(([path, ranges]) => ({ path, ranges: changes === null ? ranges : brought(ranges, changes.get(path) ?? []) }));
    const fresh = sessionRecord({ commit, agent, human, files, version: call.version }, call.sha256);
    const records = [
      ...(before === null || moves === null ? [] : [{ record: before, moves }]),
      ...(fresh.entries.length === 0 ? [] : [{ record: fresh, moves: new Map() }]),
    ];
    if (records.length > 0) notes.set(commit, writeGitAiNote(moveRecords(records, commit, added)));
    return notes;
  });
  return problems;
}

/** Of a commit's added lines, those an amend brought: the new side of each difference from the commit before it. */
function brought(added: readonly LineRange[], moves: readonly LineMove[]): readonly LineRange[] {
  const sides = moves.filter(({ newCount }) => newCount > 0).map(({ newStart, newCount }) => ({ start: newStart, end: newStart + newCount - 1 }));
  return commonRanges(joinRanges(added), joinRanges(sides));
}

/** Lines a merge brings were written elsewhere. */
async function isMerge(repository: Repository, commit: string): Promise<boolean> {
  const query = { heads: [commit], not: [], since: null, until: null, firstParent: true, files: 'none' } as const;
  for await (const batch of repository.readHistory(query, [])) return (batch.find(({ id }) => id === commit)?.parents.length ?? 0) > 1;
  return false;
}
