import { Failure } from '../../core/values/index.ts';
import { peoplePath, policyPath } from '../load-policy.ts';
import type { Ports, WorkingFiles } from '../ports/index.ts';
import { resolveTarget } from '../resolve-range.ts';

/** Opens the working tree's files; throws where there is none. */
export type OpenFiles = (root: string) => Promise<WorkingFiles>;

/** The files of the repository's working tree; a bare repository has none. */
export async function workingFilesOf({ repository }: Ports, openFiles: OpenFiles): Promise<WorkingFiles> {
  const { bare, path } = await repository.facts();
  if (bare) {
    throw new Failure('usage', 'user', `\`${path}\` is a bare repository: it has no working tree to write into`, [
      'work in a clone of it, and push',
    ]);
  }
  return openFiles(path);
}

/** What is there already of the two files; refuses to begin where a policy is. */
export async function mustBeNew(ports: Ports, files: WorkingFiles, named: string | null): Promise<{ readonly people: string | null }> {
  const again = [
    'countersign policy lint says what can be better in it',
    'countersign people import proposes who is missing',
    'to begin again, move it away: mv .countersign .countersign-before',
  ];
  if ((await files.read(policyPath)) !== null) throw new Failure('usage', 'user', `\`${policyPath}\` is there already, and is yours to edit; nothing was written`, again);
  const { ref, tip } = await resolveTarget(ports.repository, named);
  if ((await ports.repository.readFile(tip, policyPath)) !== null) {
    throw new Failure('usage', 'user', `${ref} has \`${policyPath}\` already; it is only not in what is checked out here`, [`git switch ${ref.replace('refs/heads/', '')}`, ...again.slice(0, 2)]);
  }
  return { people: await files.read(peoplePath) };
}

/**
 * Writes the files of a proposal, the policy last: where that ends half way, the people file is there alone, which
 * decides nothing and which `init` keeps when it is run again.
 */
export async function writeSetup(files: WorkingFiles, proposed: ReadonlyMap<string, string>): Promise<void> {
  const last = [...proposed].filter(([path]) => path === policyPath);
  await files.create(new Map([...[...proposed].filter(([path]) => path !== policyPath), ...last]));
}
