import type { CompletionCommand, Values } from './completion-shape.ts';

/** Every option that takes a value, by flag; the same flag means the same everywhere but for what it takes. */
export function valueFlags(tree: readonly CompletionCommand[]): readonly string[] {
  return [...new Set(tree.flatMap(({ options }) => options.filter(({ values }) => values !== null).flatMap(({ flags }) => flags)))].toSorted();
}

/** Paths that are commands, so that a script knows how far it has come. */
export function commandPaths(tree: readonly CompletionCommand[]): readonly string[] {
  return tree.map(({ path }) => path).filter((path) => path !== '');
}

/** One name for each kind of values, for a script's `case`. */
export function wordOf(values: Values): string {
  return typeof values === 'string' ? values : `words ${values.join(' ')}`.trimEnd();
}

/** In single quotes, for any shell of these. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** Lines of bash and zsh alike, inside the `case` of one command: what is wanted after `$flag`, or at `$place` where there is none. */
export function wantedCase({ options, arguments: places }: CompletionCommand): readonly string[] {
  return [
    `      case "$flag" in`,
    ...options.flatMap(({ flags, values }) => (values === null ? [] : [`        ${flags.join('|')}) wanted=${quoted(wordOf(values))} ;;`])),
    `        '') case "$place" in`,
    ...places.map((values, index) => `          ${index}) wanted=${quoted(wordOf(values))} ;;`),
    `        esac ;;`,
    `      esac`,
    `      ;;`,
  ];
}
