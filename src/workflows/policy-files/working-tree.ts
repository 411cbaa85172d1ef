import { decodeUtf8, encodeUtf8 } from '../../core/values/index.ts';
import type { PolicyPorts, WorkingFiles } from '../ports/index.ts';
import { peoplePath, policyPath } from './read-texts.ts';

/**
 * The ports with the files of the working tree in the place of those of any commit, for what is edited and not
 * committed yet; `null` where the two files are at `tip` as they are in the working tree, or in neither place of it.
 * Nothing that decides reads through this: policy comes from the protected branch alone.
 */
export async function overWorkingTree(ports: PolicyPorts, files: WorkingFiles, tip: string): Promise<PolicyPorts | null> {
  const misspelt = policyPath.replace(/\.yaml$/, '.yml');
  const own = await Promise.all([policyPath, peoplePath, misspelt].map((path) => files.read(path)));
  if (own.every((text) => text === null)) return null;
  const committed = await Promise.all([policyPath, peoplePath, misspelt].map((path) => ports.repository.readFile(tip, path).catch(() => null)));
  const same = own.every((text, index) => text === (committed[index] == null ? null : decodeUtf8(committed[index].bytes)));
  if (same) return null;
  return {
    ...ports,
    repository: {
      async readFile(_, path) {
        const text = await files.read(path);
        return text === null ? null : { blob: '', bytes: encodeUtf8(text) };
      },
    },
  };
}
