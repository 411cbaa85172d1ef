import { waiting } from './story/waiting/index.ts';

/** The rows of the README's table of waiting changes, from the story itself. */
export function waitingTable(): string {
  return waiting
    .map(({ branch, happened, teaches, expected }) => `| \`${branch}\` | ${happened} | ${expected.status}, ${expected.tier}, exit ${expected.exit} | ${teaches} |\n`)
    .join('');
}
