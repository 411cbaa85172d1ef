import type { Command } from 'commander';
import { columns, padEnd, span, wrap, type Line } from './terminal/spans.ts';
import { render, type Manner } from './terminal/terminal.ts';

/** Three commands that work in any repository, with what each is for. */
export type Examples = readonly (readonly [command: string, purpose: string])[];

/** One sentence, usage, examples, subcommands, options by group: the same shape for every command. */
export function helpText(command: Command, examples: Examples, how: Manner): string {
  const help = command.createHelp();
  const lines: Line[] = [...wrap([], [command.description()], how.width, 0), []];
  lines.push(...wrap([span('strong', 'Usage'), '  '], [help.commandUsage(command)], how.width, 9), []);
  if (examples.length > 0) lines.push(...section('Examples', examples, how.width));
  const commands = help.visibleCommands(command);
  const rows = commands.map((each) => [callOf(each), each.description()] as const);
  if (rows.length > 0) lines.push(...section('Commands', rows, how.width));
  const terms = new Map<string, (readonly [string, string])[]>();
  for (const one of command.registeredArguments) {
    if (one.description === '') continue;
    terms.set('Arguments', [...(terms.get('Arguments') ?? []), [one.name(), one.description]]);
  }
  for (let level: Command | null = command; level !== null; level = level.parent) {
    for (const option of help.visibleOptions(level)) {
      // `-h` belongs to every level and is listed once.
      if (level !== command && option.long === '--help') continue;
      const group = option.helpGroupHeading ?? (level.parent === null ? 'Everywhere' : 'Options');
      terms.set(group, [...(terms.get(group) ?? []), [option.flags, option.description]]);
    }
  }
  for (const [title, entries] of terms) lines.push(...section(title, entries, how.width));
  return render(lines.slice(0, -1), how);
}

/** `check [range]` */
function callOf(command: Command): string {
  const wanted = command.registeredArguments.map((one) => (one.required ? `<${one.name()}>` : `[${one.name()}]`));
  return [command.name(), ...wanted].join(' ');
}

function section(title: string, rows: readonly (readonly [string, string])[], width: number): Line[] {
  const left = Math.min(28, Math.max(...rows.map(([term]) => columns(term))));
  const lines: Line[] = [[span('strong', title)]];
  for (const [term, text] of rows) {
    const hang = left + 4;
    if (columns(term) > left || width - hang < 24) {
      lines.push([`  ${term}`], ...wrap(['      '], [text], width, 6));
    } else lines.push(...wrap([`  ${padEnd(term, left)}  `], [text], width, hang));
  }
  return [...lines, []];
}
