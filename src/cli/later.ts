import { Failure } from '../core/values/index.ts';
import { version } from './version.ts';

/** Commands of later versions: known by name, so that nobody looks for a typo. */
export const later: Readonly<Record<string, string>> = {
  ask: 'asking for a sign-off',
  incident: 'incidents and what caused them',
  backtest: 'trying a policy on history',
  serve: 'the service and its pages',
};

export function notInThisVersion(name: string): Failure {
  return new Failure('usage', 'user', `\`countersign ${name}\` is not in this version (${version}): ${later[name]} comes later`, [
    'countersign --help lists what is here',
  ]);
}
