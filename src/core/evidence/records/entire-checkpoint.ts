import type { Claim, EvidenceProblem } from '../claim.ts';
import { jsonObject, listIn, numberIn, objectIn, textIn } from './json-fields.ts';
import { modelName, toolName } from './tool-names.ts';

/** The branch Entire keeps checkpoints on, and the refs its other backend uses. */
export const entireBranch = 'refs/heads/entire/checkpoints/v1';
/** `refs/entire/checkpoints/<last two characters>/<id>`; the tree's root is the checkpoint's folder. */
export const entireRefs = 'refs/entire/checkpoints/';

/** The folder of a checkpoint on the branch, or `null` for what is no id: 12 hex digits, or a ULID. */
export function checkpointFolder(id: string): string | null {
  return /^(?:[0-9a-f]{12}|[0-9a-hjkmnp-tv-z]{26})$/i.test(id) ? `${id.slice(0, 2)}/${id.slice(2)}` : null;
}

/** One metadata file of a checkpoint: the checkpoint's own, or that of one of its sessions. */
export interface CheckpointFile {
  readonly id: string;
  /** Commit of the checkpoints branch (or ref) and path in its tree. */
  readonly commit: string;
  readonly path: string;
  readonly text: string;
}

/** Where the metadata of a checkpoint's sessions lie, relative to the checkpoint's folder; at most 32. */
export function sessionFiles(file: CheckpointFile): readonly string[] {
  const root = jsonObject(file.text);
  const count = Math.min(32, root === null ? 0 : listIn(root, 'sessions').length);
  const named = root === null ? [] : listIn(root, 'sessions').slice(0, count);
  return named.map((session, index) => {
    const path = typeof session === 'object' && session !== null && 'metadata' in session ? session.metadata : null;
    const number = typeof path === 'string' ? /\/(\d{1,6})\/metadata\.json$/.exec(path)?.[1] : undefined;
    return `${number ?? index}/metadata.json`;
  });
}

/**
 * The claim of one recorded session about the commit that names its checkpoint: which agent was at work, nothing
 * of how much. Its percentages measure a pool of lines per file, and say 0 beside commits the agent wrote
 * (entireio/cli#421), so they are not read as numbers; a contradiction is reported. Total: never throws.
 */
export function claimOfSession(file: CheckpointFile, subject: string): { readonly claim: Claim | null; readonly problems: readonly EvidenceProblem[] } {
  const problems: EvidenceProblem[] = [];
  const report = (sentence: string): void => {
    problems.push({ source: `${file.path} ${file.commit}`, sentence: `The Entire checkpoint \`${file.id.slice(0, 26)}\` of ${subject.slice(0, 7)} ${sentence}.` });
  };
  const root = file.text.length > 4 * 1024 * 1024 ? null : jsonObject(file.text);
  if (root === null) {
    report('has session metadata that is not a JSON object');
    return { claim: null, problems };
  }
  const named = textIn(root, 'agent');
  const agent = named === null || /^agent$/i.test(named) ? null : toolName(named);
  if (agent === null) report('does not say which agent was at work');
  const attribution = objectIn(root, 'initial_attribution');
  const percentage = numberIn(attribution, 'agent_percentage');
  if (percentage !== null && (percentage < 0 || percentage > 100)) report('names a share outside 0 to 100 %');
  if (percentage === 0 && (numberIn(attribution, 'total_committed') ?? 0) > 0) report('says 0 % of committed lines; that lowers nothing');
  const session = textIn(root, 'session_id');
  const quote = named === null ? null : /"agent"\s*:\s*"[^"\n]*"/.exec(file.text)?.[0];
  const cited = quote ?? /"session_id"\s*:\s*"[^"\n]*"/.exec(file.text)?.[0];
  if (cited === undefined) return { claim: null, problems };
  return {
    problems,
    claim: {
      class: 'ai',
      kind: 'recorded',
      strength: 'strong',
      subject: { scope: 'commit', commit: subject },
      tool: agent,
      model: modelName(textIn(root, 'model')),
      session,
      rule: 'entire.session',
      source: { in: 'file', commit: file.commit, path: file.path, line: file.text.slice(0, file.text.indexOf(cited)).split('\n').length },
      quote: cited,
    },
  };
}
