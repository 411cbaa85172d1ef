import { Failure } from '../../core/values/index.ts';
import { findGovernance } from '../governing-policy.ts';
import type { Ports, Signer } from '../ports/index.ts';
import { gateWith, machineKeyOf } from '../signing/gate-key.ts';

/**
 * Why a gate's key would record nothing that is let in: whose it is, or what it may not, by the people in force now.
 * `null` where it would, and where nothing is in force yet that could tell.
 */
export async function whyKeyRecordsNothing(ports: Ports, signer: Signer, file: string): Promise<string | null> {
  const governance = await findGovernance(ports, null, null, { preset: null, policyFile: null, peopleFile: null }).catch(() => null);
  if (governance === null || governance.people.root === undefined) return null;
  try {
    gateWith(await machineKeyOf(signer, file, governance.people, governance.source.people, 'landing'), file, null, 'landing');
    return null;
  } catch (error) {
    if (error instanceof Failure) return `what is let in is not recorded: ${error.message}`;
    throw error;
  }
}
