import { Failure } from '../../core/values/index.ts';
import type { Ports, RemoteState } from '../ports/index.ts';
import type { Finding } from '../reports.ts';
import { fetchLedger } from './absent.ts';
import { readEnd } from './appending/read-end.ts';

/** Looks at the ledger here, at the remote's, and at what waits to be recorded; each with its mend. Fetches nothing. */
export async function diagnoseLedger({ ledger, cryptography }: Pick<Ports, 'ledger' | 'cryptography'>): Promise<readonly Finding[]> {
  const findings = await attempt('ledger', async () => {
    const { checkpoint } = await readEnd(ledger, await ledger.tip(), (data) => cryptography.sha256(data));
    const here = checkpoint === null ? 'none here: nothing was signed yet, or it was not fetched' : `${checkpoint.size === 1 ? '1 entry' : `${checkpoint.size} entries`} here`;
    return [against(here, await ledger.remoteState())];
  });
  return [...findings, ...(await attempt('pending', () => waiting(ledger)))];
}

function against(here: string, there: RemoteState | null): Finding {
  if (there === null) return { name: 'ledger', state: 'ok', sentence: here, mend: null };
  const { remote, relation, why, fetched } = there;
  const bring = fetchLedger.replace('origin', remote);
  switch (relation) {
    case 'none':
      return { name: 'ledger', state: 'ok', sentence: `none here or at ${remote}: nothing was signed yet`, mend: null };
    case 'not-here':
      return warning('ledger', `none here, and one at ${remote}; a plain clone does not bring it`, bring);
    case 'not-there':
      return warning('ledger', `${here}, and none at ${remote}`, 'countersign ledger push');
    case 'here-newer':
      return warning('ledger', `${here}, some of which ${remote} lacks`, 'countersign ledger push');
    case 'there-newer':
      return warning('ledger', `${here}; ${remote} has others`, bring);
    case 'lost':
      return { name: 'ledger', state: 'problem', sentence: `${remote} lacks entries that it had when it was last seen: the ledger there was rolled back`, mend: 'countersign ledger push' };
    case 'unreachable':
      return warning('ledger', `${here}; ${why ?? 'the remote cannot be reached'}`, `git ls-remote ${remote}`);
    case 'same':
      return fetched
        ? { name: 'ledger', state: 'ok', sentence: `${here}, the same as at ${remote}`, mend: null }
        : warning('ledger', `${here}, the same as at ${remote}; git fetch does not bring newer ones`, `git config --add remote.${remote}.fetch 'refs/countersign/*:refs/countersign/*'`);
  }
}

async function waiting({ pending }: Pick<Ports['ledger'], 'pending'>): Promise<Finding[]> {
  const { items, unreadable } = await pending.list();
  const counted = items.length === 1 ? '1 signed statement waits' : `${items.length} signed statements wait`;
  return [
    ...(items.length === 0 ? [] : [warning('pending', `${counted} here for an entry of the ledger`, 'countersign ledger push')]),
    ...unreadable.map((file): Finding => ({ name: 'pending', state: 'problem', sentence: `\`${file}\` is damaged: what was signed there cannot be sent`, mend: 'sign it again, then remove that file' })),
  ];
}

async function attempt(name: string, look: () => Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return [{ name, state: 'problem', sentence: error.message, mend: error.hints[0] ?? null }];
  }
}

function warning(name: string, sentence: string, mend: string): Finding {
  return { name, state: 'warning', sentence, mend };
}
