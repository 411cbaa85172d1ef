/**
 * A line of ours that no runner of a forge takes for a command to it: GitHub Actions acts on `::name::` at the start
 * of a line behind any white space and on `##[name]` anywhere (github.com/actions/runner, ActionCommand.cs), Azure
 * Pipelines on `##vso[…]` anywhere. A subject or a path may hold either.
 */
export function guarded(line: string): string {
  return line.replace(/##(?=(?:vso)?\[)/g, '## ').replace(/^(\s*):(?=:)/, '$1: ');
}
