import type { Environment } from '@marcbachmann/cel-js';
import { tiers, type Tier } from '../../risk/index.ts';

/** What a condition may read, as plain values. `null`: could not be found out, so that atoms reading it fail. */
export interface ConditionValues {
  readonly change: {
    readonly assisted: boolean | null;
    readonly contradictory: boolean | null;
    readonly tier: Tier | null;
    readonly linesAdded: number | null;
    readonly files: number | null;
    readonly areas: readonly string[] | null;
    readonly paths: readonly string[] | null;
    readonly kinds: readonly string[] | null;
    readonly tools: readonly string[] | null;
    readonly share: number | null;
    readonly touchesPolicy: boolean | null;
    readonly deletesTests: boolean | null;
  };
  readonly author: {
    /** A name of the policy's ladder. */
    readonly level: string | null;
    readonly unknown: boolean | null;
    readonly rewritten: boolean | null;
    readonly touched: boolean | null;
  };
  readonly operator: { readonly known: boolean | null };
  readonly target: { readonly ref: string | null };
  readonly evidence: {
    readonly recorded: boolean | null;
    readonly declared: boolean | null;
    readonly inferred: boolean | null;
  };
  readonly scan: { readonly ran: boolean | null };
  readonly time: { readonly hour: number | null; readonly weekday: number | null };
}

/** One field of a condition variable: its CEL type and a sentence. */
export interface ConditionField {
  readonly type: 'bool' | 'int' | 'double' | 'string' | 'list<string>' | 'Tier' | 'Level';
  readonly doc: string;
}

/** Everything a condition can read, by variable and field: the source of docs, JSON Schema and the type check. */
export const conditionVariables = {
  change: {
    assisted: { type: 'bool', doc: 'Whether an AI wrote part of the change, as evidence and the author say.' },
    contradictory: { type: 'bool', doc: 'Whether two claims about who wrote it cannot both be true.' },
    tier: { type: 'Tier', doc: 'How much the change can hurt: low < medium < high < critical.' },
    linesAdded: { type: 'int', doc: 'Lines added by the whole change.' },
    files: { type: 'int', doc: 'Number of files changed.' },
    areas: { type: 'list<string>', doc: 'Names of the areas it touches.' },
    paths: { type: 'list<string>', doc: 'Paths of the files changed, as git names them.' },
    kinds: { type: 'list<string>', doc: 'Kinds of AI evidence found: recorded, declared, inferred.' },
    tools: { type: 'list<string>', doc: 'AI tools named by the evidence.' },
    share: { type: 'double', doc: 'AI-written share of the added lines, 0 to 1.' },
    touchesPolicy: { type: 'bool', doc: 'Whether it edits anything under .countersign, or the CODEOWNERS file the policy takes owners from.' },
    deletesTests: { type: 'bool', doc: 'Whether it deletes tests.' },
  },
  author: {
    level: { type: 'Level', doc: 'The lowest level among contributors and operators of the added lines.' },
    unknown: { type: 'bool', doc: 'Whether somebody who wrote part of it is not enrolled.' },
    rewritten: { type: 'bool', doc: 'Whether enrolled people wrote over everything an AI wrote: none of its lines is left, and nothing is only taken away.' },
    touched: { type: 'bool', doc: 'Whether authors say of every commit, in a declaration signed by a key they touched, whether an AI was used.' },
  },
  operator: { known: { type: 'bool', doc: 'Whether a human stands behind every agent in it.' } },
  target: { ref: { type: 'string', doc: 'Full name of the protected ref it would land on.' } },
  evidence: {
    recorded: { type: 'bool', doc: 'Whether tooling recorded AI-written lines as they were produced.' },
    declared: { type: 'bool', doc: 'Whether a person or tool declared AI use.' },
    inferred: { type: 'bool', doc: 'Whether AI use was deduced from identities, links or branches.' },
  },
  scan: { ran: { type: 'bool', doc: 'Whether scanners ran on this head, as signed evidence says.' } },
  time: {
    hour: { type: 'int', doc: 'Hour of the day of the decision in UTC, 0 to 23.' },
    weekday: { type: 'int', doc: 'Day of the week of the decision in UTC, Monday 1 to Sunday 7.' },
  },
} as const satisfies Readonly<Record<keyof ConditionValues, Readonly<Record<string, ConditionField>>>>;

/**
 * Functions and macros conditions may call. Closed: none reads a clock, runs a regular expression (whose time
 * an attacker's path could stretch) or turns a value into `dyn`, which would silence the type check.
 */
export const conditionFunctions: readonly string[] = [
  'size',
  'contains',
  'startsWith',
  'endsWith',
  'lowerAscii',
  'upperAscii',
  'all',
  'exists',
  'exists_one',
  'filter',
  'map',
];

/** Words a level cannot be named: they mean something else in a condition. */
export const reservedWords: ReadonlySet<string> = new Set([
  ...tiers,
  ...Object.keys(conditionVariables),
  ...conditionFunctions,
  'true',
  'false',
  'null',
  'in',
  'as',
  'break',
  'const',
  'continue',
  'else',
  'for',
  'function',
  'if',
  'import',
  'let',
  'loop',
  'package',
  'namespace',
  'return',
  'var',
  'void',
  'while',
  'int',
  'uint',
  'double',
  'bool',
  'string',
  'bytes',
  'list',
  'dyn',
  'type',
  'null_type',
  'timestamp',
  'duration',
  'has',
  'cel',
  'optional',
  'Level',
  'Tier',
]);

/** The CEL environment of one ladder of levels, and its level and tier constants as CEL sees them. */
export interface ConditionEnvironment {
  readonly cel: Environment;
  readonly levels: ReadonlyMap<string, object>;
  readonly tiers: ReadonlyMap<string, object>;
}
