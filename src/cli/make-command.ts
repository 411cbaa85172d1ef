import type { Command } from 'commander';
import type { Examples } from './help-text.ts';

/** Makes a command with its help, as all commands are made. */
export type MakeCommand = (parent: Command, name: string, sentence: string, examples: Examples) => Command;

/** The value of an option that may be repeated: everything that was given, in order. */
export function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
