import type { CommanderError } from 'commander';
import { Failure } from '../core/values/index.ts';

/** Commander's message as ours: what was typed in backticks, the mend as a hint. */
export function usageFailure(error: CommanderError, command: string): Failure {
  // Commander would print the help as if it had been asked for.
  if (error.code === 'commander.help') {
    return new Failure('usage', 'user', `\`${`countersign ${command}`.trim()}\` needs a command`, [helpOf(command)]);
  }
  const lines = error.message.split('\n').map((line) => line.trim());
  const message = (lines[0] ?? '').replace(/^error: /, '').replace(/'([^']*)'/g, '`$1`');
  const near = /Did you mean (?:one of )?(.*)\?\)?$/.exec(lines[1] ?? '')?.[1];
  const hints = near === undefined ? [] : [`did you mean ${near.split(', ').map((name) => `\`${name}\``).join(' or ')}?`];
  return new Failure('usage', 'user', message, [...hints, helpOf(command)]);
}

function helpOf(command: string): string {
  return `countersign ${command === '' ? '' : `${command} `}--help`;
}
