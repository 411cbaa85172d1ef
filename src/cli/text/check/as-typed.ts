/** The decision names commits, so that it is the same everywhere; whoever typed a range reads it back. */
export function asTyped(command: string, range: string | null): string {
  const typed = range !== null && range.includes('..') && /^[\w./~^@{}-]+$/.test(range);
  return typed ? command.replace(/^countersign explain [0-9a-f.]+$/, () => `countersign explain ${range}`) : command;
}
