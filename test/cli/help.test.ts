import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { topics } from '../../src/cli/commands/help-topics.ts';
import { exitCodes } from '../../src/cli/exit-code.ts';
import { later } from '../../src/cli/later.ts';
import { buildProgram } from '../../src/cli/program.ts';
import { contract } from '../../src/contract/index.ts';
import { countersign } from './bin.ts';

const program = buildProgram(async () => {}, { width: 80, ascii: false, colour: false });
const here = (command: Command): Command[] => [command, ...command.commands.flatMap(here)];
const commands = here(program).filter((command) => !(command.name() in later));
const nameOf = (command: Command): string => (command.parent === null ? command.name() : `${nameOf(command.parent)} ${command.name()}`);
const manual = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'cli.md'), 'utf8');

describe.each(commands.map((command) => [nameOf(command), command] as const))('%s', (name, command) => {
  it('has help as written down: one sentence, usage, three examples, options', async () => {
    const help = command.helpInformation();
    await expect(help).toMatchFileSnapshot(`golden/help-${name.replaceAll(' ', '-')}.txt`);
    expect(help.split('Examples\n')[1]!.split('\n\n')[0]!.split('\n').filter((line) => /^ {2}countersign/.test(line))).toHaveLength(3);
  });

  it('is in docs/cli.md with every option', () => {
    // `policy` alone only groups.
    if (command.commands.length === 0) expect(manual).toContain(`## ${name}`);
    for (const option of command.options) expect(manual, option.long ?? '').toContain(`\`${option.long ?? option.short}`);
  });
});

it.each([
  [['help'], []],
  [['help', 'scan'], ['scan']],
  [['help', 'doctor', '--repo', 'nowhere'], ['doctor']],
  [['help', 'policy', 'diff'], ['policy diff']],
  [['help', 'hook', 'run'], ['hook run']],
])('`countersign %j` prints the help of a command and ends well', (args, path) => {
  const { status, stdout, stderr } = countersign(import.meta.dirname, args, { XDG_CACHE_HOME: tmpdir() });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toContain(`Usage  countersign ${path[0] ?? 'COMMAND'}`);
});

it('docs/cli.md has every topic, schema and exit code', () => {
  for (const word of [...Object.keys(topics), ...Object.keys(contract)]) expect(manual).toContain(`\`${word}\``);
  for (const code of Object.values(exitCodes)) {
    expect(manual).toContain(`| ${code} |`);
    expect(topics['exit-codes']).toMatch(new RegExp(`^ {2}${code} `, 'm'));
  }
});
