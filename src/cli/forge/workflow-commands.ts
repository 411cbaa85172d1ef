/*
 * Workflow commands of GitHub Actions, `::error file=a,line=1::words`, escaped as github.com/actions/toolkit does
 * in packages/core/src/command.ts. A runner acts on any line of stdout that begins like one, so nothing foreign is
 * printed there that did not go through here.
 */

/** Values of a command; what is `null` is left out. */
export type CommandProperties = Readonly<Record<string, string | number | null>>;

/** One command as the line that is printed, without its line feed. */
export function workflowCommand(name: string, properties: CommandProperties, message: string): string {
  const given = Object.entries(properties).filter(([, value]) => value !== null && value !== '');
  const list = given.map(([key, value]) => `${key}=${escapeProperty(String(value))}`).join(',');
  return `::${name}${list === '' ? '' : ` ${list}`}::${escapeData(message)}`;
}

/** A message: per cent signs and line breaks. */
export function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** A property's value: also what would end it. */
export function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
