/** The decision names commits, so that it is the same everywhere; whoever typed a range reads it back. */
export function asTyped(command: string, range: string | null): string {
  const typed = range !== null && range.includes('..') && /^[\w./~^@{}-]+$/.test(range);
  return typed ? command.replace(/^countersign (explain|sign|declare|override) [0-9a-f]+\.\.[0-9a-f]+(?= |$)/, (_, verb: string) => `countersign ${verb} ${range}`) : command;
}
