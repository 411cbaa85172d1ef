import { assistedByValue, claimsOfCommit, type Claim, hasTrailer, markMessage, parseGitAiNote, type RunningAgent } from '../../core/evidence/index.ts';
import { decodeUtf8, Failure } from '../../core/values/index.ts';
import type { CommitWriter, NewestCommit, Repository } from '../ports/index.ts';
import { aiNotesRef, moveNotes, type Reopen } from './move-notes.ts';

/** What somebody wants to say about a commit. */
export interface MarkQuery {
  /** As typed; `null` is the newest. */
  readonly commit: string | null;
  readonly tool: string | null;
  readonly model: string | null;
  /** Other tools that had a part. */
  readonly others: readonly string[];
  /** "No AI used". */
  readonly none: boolean;
  readonly amendPushed: boolean;
  /** The agent this runs under, where it does: who nobody names. */
  readonly running: RunningAgent | null;
  /** The command line that would mark again, for hints. */
  readonly again: string;
}

/** What was done. */
export interface MarkReport {
  readonly trailer: string;
  readonly before: string;
  /** The same as `before` where the commit said so already. */
  readonly after: string;
  readonly subject: string;
  /** Set where the statement and other evidence will contradict each other. */
  readonly contradiction: string | null;
  /** The remote-tracking branch that still has the commit as it was. */
  readonly pushedTo: string | null;
  /** Whether a line record moved along. */
  readonly recordMoved: boolean;
  /** What a hook of the repository made of the message, where that is not what was asked. */
  readonly altered: boolean;
  readonly problems: readonly string[];
}

/**
 * Adds the trailer to the newest commit's message. Saying the same twice changes nothing. A commit that was pushed
 * is left alone unless told otherwise: others may stand on it.
 */
export async function markCommit(reopen: Reopen, writer: CommitWriter, query: MarkQuery): Promise<MarkReport> {
  const trailer = `Assisted-by: ${valueOf(query)}`;
  const newest = await writer.newestCommit();
  const repository = await reopen();
  if (query.commit !== null) await mustBeNewest(repository, newest, query);
  const claims = await claimsAbout(repository, newest);
  const subject = newest.message.split('\n', 1)[0]!.trim();
  const same = { trailer, before: newest.id, subject, contradiction: contradictionOf(claims, query.none), problems: [] };
  if (hasTrailer(newest.message, trailer.slice('Assisted-by: '.length))) {
    // An earlier run may have been ended between the two.
    const from = await writer.amendedFrom();
    const left = from === null ? { moved: 0, problems: [] } : await moveNotes(reopen, writer, [{ from, to: newest.id }]);
    return { ...same, after: newest.id, pushedTo: null, recordMoved: left.moved > 0, altered: false, problems: left.problems };
  }
  const pushedTo = await writer.pushedTo(newest.id);
  if (pushedTo !== null && !query.amendPushed) {
    throw new Failure('usage', 'user', `${newest.id.slice(0, 7)} is on \`${pushedTo}\` already: marking it would rewrite what others may have`, [
      'a signed declaration for pushed changes comes with a later version',
      `${query.again} --amend-pushed, where the branch is yours alone; it must then be pushed with --force-with-lease`,
    ]);
  }
  const wanted = markMessage(newest.message, trailer);
  const after = await writer.amendMessage(newest, wanted);
  const moved = await moveNotes(reopen, writer, [{ from: newest.id, to: after }]);
  const altered = (await writer.newestCommit()).message !== wanted;
  return { ...same, after, pushedTo, recordMoved: moved.moved > 0, altered, problems: moved.problems };
}

function valueOf({ tool, model, others, none, running }: MarkQuery): string {
  if (none) {
    if (tool !== null || model !== null || others.length > 0) {
      throw new Failure('usage', 'user', '`--none` says that no AI was used, and takes no tool or model', ['countersign mark --none']);
    }
    return 'none';
  }
  const name = tool ?? running?.tool ?? null;
  if (name === null) {
    throw new Failure('usage', 'user', 'no tool is named, and no agent is seen running here', [
      'countersign mark --tool Copilot --model gpt-5.2',
      'countersign mark --none, where no AI was used',
    ]);
  }
  for (const [option, text] of [['--tool', name], ['--model', model], ...others.map((other) => ['--with', other] as const)] as const) {
    if (text !== null && !/^(?=.*[\p{L}\p{N}])[^\s<>[\]:"]+(?: [^\s<>[\]:"]+)*$/u.test(option === '--model' ? text.replaceAll(':', '-') : text)) {
      throw new Failure('usage', 'user', `\`${option} ${text}\` cannot stand in a trailer`, ['use letters, digits, dots, dashes and single spaces']);
    }
  }
  if (/^(?:none|no)$/i.test(name)) throw new Failure('usage', 'user', `\`--tool ${name}\` names no tool`, ['countersign mark --none']);
  if (model !== null && model.includes(' ')) throw new Failure('usage', 'user', `\`--model ${model}\` has a space in it`, ['use the name the model has in the tool, such as gpt-5.2']);
  return assistedByValue(name, model ?? (tool === null ? (running?.model ?? null) : null), others);
}

async function mustBeNewest(repository: Repository, newest: NewestCommit, query: MarkQuery): Promise<void> {
  const { commit } = await repository.resolve(query.commit!);
  if (commit === newest.id) return;
  const short = commit.slice(0, 10);
  if (!(await repository.isAncestor(commit, newest.id))) {
    throw new Failure('usage', 'user', `${short} is not on the branch that is checked out, and only its newest commit can be marked`, [
      'switch to its branch first',
    ]);
  }
  const base = (await repository.firstParent(commit)) === null ? '--root' : `${short}~1`;
  throw new Failure('usage', 'user', `${short} is not the newest commit, and only that one can be marked without rewriting what follows it`, [
    `GIT_SEQUENCE_EDITOR='sed -i.old 1s/^pick/edit/' git -c rebase.abbreviateCommands=false rebase -i ${base} && ${query.again} && git rebase --continue`,
  ]);
}

/** What is known about the commit apart from what is about to be said: its own marks, and its line record. */
async function claimsAbout(repository: Repository, newest: NewestCommit): Promise<readonly Claim[]> {
  const claims: Claim[] = [];
  const query = { heads: [newest.id], not: [], since: null, until: null, firstParent: true, files: 'none' } as const;
  for await (const batch of repository.readHistory(query, [])) {
    const commit = batch.find(({ id }) => id === newest.id);
    if (commit !== undefined) claims.push(...claimsOfCommit(commit));
    break;
  }
  const blob = (await repository.listNotes(aiNotesRef)).get(newest.id);
  if (blob === undefined) return claims;
  for await (const note of repository.readNotes(aiNotesRef, new Map([[newest.id, blob]]), [])) {
    claims.push(...parseGitAiNote(decodeUtf8(note.bytes), note).claims);
  }
  return claims;
}

function contradictionOf(claims: readonly Claim[], none: boolean): string | null {
  const against = claims.find((claim) => (none ? claim.class === 'ai' : claim.rule.startsWith('disclosure.') && claim.class === 'human'));
  if (against === undefined) return null;
  return `this will be shown as a contradiction: \`${against.quote.trim()}\` says otherwise`;
}
