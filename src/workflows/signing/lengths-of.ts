import type { Change } from '../../core/change/index.ts';
import type { Ports } from '../ports/index.ts';

/** More files are not looked at for an answer's sake. */
const most = 500;

/** How many lines each text file of a change has at its head; what is gone, binary or no file is left out. */
export async function lengthsOf({ repository }: Pick<Ports, 'repository'>, { head, files }: Change): Promise<ReadonlyMap<string, number>> {
  const texts = files.filter(({ status, uncounted, newMode }) => status !== 'D' && uncounted === null && newMode.startsWith('100')).slice(0, most);
  const read = await Promise.all(
    texts.map(async ({ path }) => {
      const bytes = (await repository.readFile(head.commit, path))?.bytes ?? new Uint8Array();
      const feeds = bytes.reduce((sum, byte) => sum + Number(byte === 10), 0);
      return [path, feeds + Number(bytes.length > 0 && bytes.at(-1) !== 10)] as const;
    }),
  );
  return new Map(read);
}
