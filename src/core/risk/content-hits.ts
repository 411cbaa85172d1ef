import type { Tier } from './tier.ts';

/** Something the lines of a change say about the harm it can do. */
export interface ContentHitRule {
  readonly id: string;
  /** The tier it raises to. */
  readonly tier: Tier;
  /** What the change does: `removes a row lock`. */
  readonly says: string;
  /** Why this is listed: the harm seen, with its source. */
  readonly why: string;
  /**
   * Which lines are read. Moved lines never count: a line is judged only where the same line does not stand
   * on the other side of the change, and only when its file has more such lines on this side than on the other.
   */
  readonly side: 'added' | 'removed';
  readonly pattern: RegExp;
  /** Paths it is read in; `null`: every file of code or configuration. */
  readonly files: RegExp | null;
  /** Reads the whole line, comments included: for marks that live in comments. */
  readonly inComments: boolean;
  /** Silent when this gives `false`. */
  readonly confirm: ((found: FoundLine) => boolean) | null;
  /** Whether each such line counts, even where as many stand on the other side. */
  readonly everyLine: boolean;
}

/** A line that matched, with what stands around it in its hunk: code only, comments gone. */
export interface FoundLine {
  readonly lines: readonly string[];
  readonly at: number;
  /** The hunk's lines on the other side. */
  readonly opposite: readonly string[];
  readonly path: string;
}

const outage = 'a reported outage class: looks finished, passes tests, breaks under load';

/** The rules on removed and added lines, worst first. */
export const contentHitRules: readonly ContentHitRule[] = [
  {
    id: 'infrastructure-destroyed',
    tier: 'critical',
    says: 'destroys or recreates live infrastructure',
    why: 'an agent that chose "delete and recreate" took an environment down for 13 hours (reported December 2025)',
    side: 'added',
    pattern:
      /\bterraform\s+(?:-\S+\s+){0,4}destroy\b|\bterraform\s+apply\b[^;&|]{0,80}\s-(?:destroy|replace)\b|\bkubectl\s+(?:-\S+\s+\S+\s+){0,4}delete\s+(?:ns|namespaces?|pvc?|persistentvolume\w*|[^;&|]{0,60}--all\b)|\b(?:pulumi|cdk)\s+destroy\b|\bforce_destroy\s*=\s*true\b|\bprevent_destroy\s*=\s*false\b|\bdeletion_protection\s*=\s*false\b|\bskip_final_snapshot\s*=\s*true\b/,
    files: null,
    inComments: false,
    confirm: null,
    everyLine: false,
  },
  {
    id: 'protection-removed',
    tier: 'critical',
    says: 'removes the protection against deletion',
    why: 'the next plan may replace the resource with its data',
    side: 'removed',
    pattern: /\bprevent_destroy\s*=\s*true\b|\bdeletion_protection\s*=\s*true\b|\bDeletionPolicy:\s*Retain\b/,
    files: null,
    inComments: false,
    confirm: null,
    everyLine: false,
  },
  {
    id: 'recreated',
    tier: 'high',
    says: 'recreates what runs instead of updating it',
    why: 'everything the old one held in memory or on its disk is gone',
    side: 'added',
    pattern: /--force-recreate\b|\bhelm\s+upgrade\b.*\s--force\b|\bkubectl\s+replace\b.*\s--force\b|^type:\s*["']?Recreate\b/s,
    files: null,
    inComments: false,
    confirm: null,
    everyLine: false,
  },
  {
    id: 'data-deleted',
    tier: 'high',
    says: 'deletes data or tables',
    why: 'deleted rows come back only from a backup',
    side: 'added',
    pattern:
      /(?:^|["'`(;]\s*)(?:(?:DROP\s+(?:TABLE|DATABASE|SCHEMA)|TRUNCATE\s+TABLE|DELETE\s+FROM)|(?:drop\s+(?:table|database|schema)|truncate\s+table|delete\s+from))\s+["'`\w[{.]|\b(?:ALTER\s+TABLE\b.*\bDROP\s+COLUMN|alter\s+table\b.*\bdrop\s+column)\b|\bop\.drop_(?:table|column)\(|\b(?:drop_table|remove_column)\s+:|\.drop(?:Table|Column)(?:IfExists)?\(/s,
    files: null,
    inComments: false,
    confirm: ({ lines, at, path }) =>
      !isDownStep(lines, at, path) && !(/\bDELETE\s+FROM\b/i.test(lines[at]!) && hasWhere(lines, at)),
    everyLine: false,
  },
  {
    id: 'row-lock-removed',
    tier: 'high',
    says: 'removes a row lock',
    why: `two writers then read the same stock; ${outage}`,
    side: 'removed',
    pattern:
      /\bFOR\s+(?:NO\s+KEY\s+)?UPDATE\b|\bFOR\s+(?:KEY\s+)?SHARE\b|\bLOCK\s+(?:IN\s+SHARE\s+MODE|TABLE)\b|\bUPDLOCK\b|\bselect_for_update\(|\bwith_for_update\(|\bwith_lock\b|\blockForUpdate\(|\bforUpdate\(|\bPESSIMISTIC_(?:WRITE|READ)\b|\bpessimistic_(?:write|read)\b/,
    files: null,
    inComments: false,
    confirm: null,
    everyLine: false,
  },
  {
    id: 'lock-removed',
    tier: 'high',
    says: 'removes a lock',
    why: `what ran one at a time now runs together; ${outage}`,
    side: 'removed',
    pattern:
      /(?:\b(?:mutex|lock|mu|semaphore)|[a-z_](?:Mutex|Lock|Semaphore)|_(?:mutex|lock))\.(?:lock|Lock|RLock|acquire|runExclusive)\(|\bsynchronized\s*\(|\b(?:async\s+)?with\s+(?:self\.)?_?(?:\w{0,40}_)?(?:lock|mutex)\s*:|\bnavigator\.locks\.request\(|\bpg_(?:try_)?advisory_(?:xact_)?lock\(/,
    files: null,
    inComments: false,
    confirm: null,
    everyLine: false,
  },
  {
    id: 'transaction-removed',
    tier: 'high',
    says: 'removes a transaction',
    why: `a failure half-way now leaves half of the work; ${outage}`,
    side: 'removed',
    pattern:
      /\b(?:BEGIN|START)\s+TRANSACTION\b|^BEGIN;|["'`]BEGIN["'`]|\.\$?transaction\(|\btransaction\.atomic\b|@Transactional\b|\b(?:with|run|in)Transaction\(|\.begin_nested\(|\b(?:db|conn|pool|session|client)\.[bB]egin(?:Tx)?\(/,
    files: null,
    inComments: false,
    confirm: null,
    everyLine: false,
  },
  {
    id: 'timeout-removed',
    tier: 'high',
    says: 'removes a timeout',
    why: `one slow dependency then holds every worker; ${outage}`,
    side: 'removed',
    pattern:
      /(?:\b|_|[a-z](?=T))[tT]imeout(?:Ms|_ms|Millis|Seconds|_seconds|_secs|Duration)?["']?\s*[:=](?![=>]|\s*(?:async\b|function\b|\([\w\s:,]*\)\s*(?::[^=]{1,40})?=>))|\bAbortSignal\.timeout\(|\bcontext\.WithTimeout\(|\basyncio\.(?:timeout|wait_for)\(|\.(?:set(?:Read|Connect|Socket)Timeout|timeout)\(\s*[\w.]*\d/,
    files: null,
    inComments: false,
    confirm: null,
    everyLine: false,
  },
  {
    id: 'retry-without-limit',
    tier: 'high',
    says: 'retries without a limit',
    why: `retries of every instance keep a struggling service down; ${outage}`,
    side: 'added',
    pattern:
      /\bwhile\s*\(\s*(?:true|1)\s*\)|\bwhile\s+(?:True|1)\s*:|\bfor\s*\(\s*;\s*;\s*\)|^for\s*\{|^loop\s*\{|\b(?:maxR|max_r|r)etries["']?\s*[:=]\s*(?:Infinity|-1\b|math\.inf|float\()|\bforever\s*:\s*true\b|\bstop_never\b/,
    files: null,
    inComments: false,
    confirm: ({ lines, at }) => isEndless(lines[at]!) || retriesWithoutLimit(lines, at),
    everyLine: false,
  },
  {
    id: 'flag-default-flipped',
    tier: 'high',
    says: 'flips the default of a flag',
    why: 'every instance changes behaviour at once; configuration is the largest class in public post-mortem lists',
    side: 'added',
    pattern: /\b(?:true|false|True|False)\b/,
    files: /(?:^|\/)(?:[^/]*(?:feature[-_]?)?(?:flags?|toggles?)[^/]*|feature[-_]?(?:flags?|toggles?)\/.*)\.(?:json|ya?ml|toml|ini|properties|env|ts|js|py|go|rb|java|kt)$/is,
    inComments: false,
    confirm: ({ lines, at, opposite }) => opposite.includes(lines[at]!.replace(/\b(?:true|false)\b/i, (word) => flipped[word] ?? word)),
    everyLine: true,
  },
  {
    id: 'cache-without-limit',
    tier: 'medium',
    says: 'adds a cache in memory without a limit or lifetime',
    why: `each instance keeps its own, stale copy; ${outage}`,
    side: 'added',
    pattern:
      // The look ahead changes nothing but the time lines without a cache take.
      /^(?=[^]*(?:[cC]ache|CACHE))(?:(?:export\s+)?(?:const|let|var|private|static|readonly|final|_?)\s*(?:[\w\s<>,]{0,60}\s)?\w{0,40}[cC]ache(?:s|d\w{0,20})?\s*(?::[^=]{1,80})?=\s*(?:new\s+(?:Map|HashMap|ConcurrentHashMap|Dictionary)\b|\{\}|dict\(\)|make\(map\b|Object\.create\(null\))|_?\w{0,40}CACHE\w{0,20}\s*(?::[^=]{1,80})?=\s*(?:\{\}|dict\(\))|@(?:functools\.)?(?:cache|lru_cache\(\s*maxsize\s*=\s*None\s*\))$)/,
    files: null,
    inComments: false,
    confirm: ({ lines, at }) => !lines.slice(Math.max(0, at - near), at + near).some((line) => bounded.test(line.replace(/lru_cache\(\s*maxsize\s*=\s*None/, ''))),
    everyLine: false,
  },
  {
    id: 'finding-suppressed',
    tier: 'medium',
    says: 'silences a finding',
    why: 'a check that was there to be read is switched off for these lines',
    side: 'added',
    pattern:
      /(?:\/\/|\/\*|\{\/\*|#|--)\s*(?:eslint-disable|oxlint-disable|biome-ignore|tslint:disable|@ts-ignore|@ts-nocheck|nolint\b|noqa\b|nosec\b|nosemgrep\b|NOSONAR\b|type:\s*ignore\b|pylint:\s*disable|rubocop:disable|ruff:\s*noqa|@phpstan-ignore|codeql\[|checkov:skip|tfsec:ignore|trivy:ignore|gitleaks:allow)|^@SuppressWarnings\(|^#!?\[allow\(/,
    files: null,
    inComments: true,
    confirm: null,
    everyLine: false,
  },
];

/** Lines that open a test, one test each, also one switched off; counted over all test files, since tests move. */
export const testOpening =
  /^(?:(?:it|test|specify)(?:\.(?:each|only|concurrent|prop|for|skip|todo|fails))*\s*[(`]|x(?:it|test)\(|(?:async\s+)?def\s+test_?\w*\(|func\s+(?:Test|Fuzz|Benchmark)\w+\(|@Test\b|@ParameterizedTest\b|#\[(?:tokio::)?test\]|\[(?:Fact|Theory|Test|TestMethod)\]|test\s+["'])/;

/** Lines that switch a test off while leaving it in the file; skipping while it runs has a condition, so it is not one. */
export const testSwitchedOff =
  /^(?:(?:it|test|describe|context)\.(?:skip|todo)\b|x(?:it|test|describe)\(|@(?:pytest\.mark\.(?:skip|xfail)|unittest\.skip|Disabled|Ignore)\b|#\[ignore\b)/;

const flipped: Readonly<Record<string, string>> = { true: 'false', false: 'true', True: 'False', False: 'True' };

/** How many lines around a match are read: a change of any size costs time in proportion to it. */
const near = 80;

const bounded = /ttl|expir|evict|max_?(?:size|age|entries)|limit|invalidat|\.clear\(|\.delete\(|lru/i;

function hasWhere(lines: readonly string[], at: number): boolean {
  const statement = lines.slice(at, at + 6).join(' ');
  const from = statement.search(/\bDELETE\s+FROM\b/i);
  const end = statement.indexOf(';', from);
  return /\b(?:WHERE|USING)\b/i.test(end < 0 ? statement.slice(from) : statement.slice(from, end));
}

/** Undoing a migration drops what it made: alembic, knex, goose, dbmate, Flyway, Rails. */
function isDownStep(lines: readonly string[], at: number, path: string): boolean {
  if (/(?:\.down\.sql|(?:^|\/)U\d[^/]*__[^/]*\.sql)$/.test(path)) return true;
  for (let i = at; i >= Math.max(0, at - near); i--) {
    const line = lines[i]!;
    if (/\b(?:downgrade|down|reverse|rollback)\b\s*[(=:]|\bdef\s+down\b|(?:goose\s+Down|migrate:down)/.test(line)) return true;
    if (/\b(?:upgrade|up)\b\s*[(=:]|\bdef\s+(?:up|change)\b|(?:goose\s+Up|migrate:up)/.test(line)) return false;
  }
  return false;
}

function isEndless(line: string): boolean {
  return /etries["']?\s*[:=]\s*(?:Infinity|-1\b|math\.inf|float\(["']inf)|\bforever\s*:\s*true\b|\bstop_never\b/.test(line);
}

/** An endless loop is a retry where a failure is caught and the work sent again; anything that bounds it silences. */
function retriesWithoutLimit(lines: readonly string[], at: number): boolean {
  const body = lines.slice(at, at + 25);
  const around = [...lines.slice(Math.max(0, at - 3), at), ...body];
  const says = (pattern: RegExp) => body.some((line) => pattern.test(line));
  const retried = says(/\bretr(?:y|ies|ying)\b|\breconnect/i);
  const caught = says(/\bcatch\b|\bexcept\b|\brescue\b/);
  const sentAgain = says(/\bsleep\b|\bdelay\b|\bbackoff\b|\bfetch\(|\bsend\(|\brequest|\bconnect\(|\bsetTimeout\b/i);
  return (
    (retried || (caught && sentAgain)) &&
    !around.some((line) => /max|limit|deadline|remaining|budget|attempts?\b.{0,20}[<>]|tries?\b.{0,20}[<>]|\b(?:queue|inbox|socket|channel|events?)\b/i.test(line))
  );
}
