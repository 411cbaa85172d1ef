import type { CommanderError } from 'commander';
import { Failure } from '../core/values/index.ts';

/** Commander's message as ours: what was typed in backticks, the mend as a hint. */
export function usageFailure(error: CommanderError, command: string): Failure {
  const lines = error.message.split('\n').map((line) => line.trim());
  const message = (lines[0] ?? '').replace(/^error: /, '').replace(/'([^']*)'/g, '`$1`');
  const near = /Did you mean (?:one of )?(.*)\?\)?$/.exec(lines[1] ?? '')?.[1];
  const hints = near === undefined ? [] : [`did you mean ${near.split(', ').map((name) => `\`${name}\``).join(' or ')}?`];
  return new Failure('usage', 'user', message, [...hints, `countersign ${command === '' ? '' : `${command} `}--help`]);
}
