import { checkpointFolder, claimOfSession, entireBranch, entireRefs, sessionFiles, type CheckpointFile, type Claim, type EvidenceProblem } from '../../core/evidence/index.ts';
import { decodeUtf8, Failure } from '../../core/values/index.ts';
import type { Repository } from '../ports/index.ts';

/** Most checkpoints one commit may link: a squash of a long branch has a few dozen. */
const mostCheckpoints = 64;

/** Entire's checkpoints, opened at the first commit that links one. */
export class Checkpoints {
  readonly #repository: Repository;
  #stores: Promise<{ readonly branch: string | null; readonly refs: ReadonlyMap<string, string> }> | null = null;

  constructor(repository: Repository) {
    this.#repository = repository;
  }

  /** Claims of the sessions that a commit's `Entire-Checkpoint` trailers link; `claims` are those of its message. */
  async of(commit: string, claims: readonly Claim[], problems: EvidenceProblem[]): Promise<readonly Claim[]> {
    const named = claims.filter((claim) => claim.rule === 'entire.checkpoint');
    const links = named.slice(0, mostCheckpoints);
    if (named.length > links.length) problems.push({ source: `${entireBranch} ${commit}`, sentence: `${commit.slice(0, 7)} names ${named.length} Entire checkpoints; the first ${mostCheckpoints} were read.` });
    const found: Claim[] = [];
    for (const { session } of links) {
      const id = session ?? '';
      const store = await this.#find(id);
      const metadata = store === null ? null : await this.#read(store.commit, `${store.folder}metadata.json`, id);
      if (store === null || metadata === null) {
        problems.push({ source: `${entireBranch} ${commit}`, sentence: `The Entire checkpoint \`${id}\` that ${commit.slice(0, 7)} names is not here.` });
        continue;
      }
      for (const path of new Set(sessionFiles(metadata))) {
        const session = await this.#read(store.commit, store.folder + path, id);
        if (session === null) {
          problems.push({ source: `${entireBranch} ${commit}`, sentence: `The Entire checkpoint \`${id}\` that ${commit.slice(0, 7)} names lacks the session \`${path}\`.` });
          continue;
        }
        const said = claimOfSession(session, commit);
        problems.push(...said.problems);
        if (said.claim !== null) found.push(said.claim);
      }
    }
    return found;
  }

  async #find(id: string): Promise<{ readonly commit: string; readonly folder: string } | null> {
    const folder = checkpointFolder(id);
    if (folder === null) return null;
    this.#stores ??= this.#open();
    const { branch, refs } = await this.#stores;
    const own = refs.get(id.toLowerCase());
    if (own !== undefined) return { commit: own, folder: '' };
    return branch === null ? null : { commit: branch, folder: `${folder}/` };
  }

  async #open() {
    const [branch, refs] = await Promise.all([this.#repository.resolveBranch(entireBranch), this.#repository.listRefs(entireRefs)]);
    return { branch, refs: new Map(refs.map(({ ref, id }) => [ref.slice(ref.lastIndexOf('/') + 1).toLowerCase(), id])) };
  }

  async #read(commit: string, path: string, id: string): Promise<CheckpointFile | null> {
    try {
      const file = await this.#repository.readFile(commit, path);
      return file === null ? null : { id, commit, path, text: decodeUtf8(file.bytes) };
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      return null;
    }
  }
}
