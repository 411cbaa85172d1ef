import type { People } from '../core/policy/index.ts';
import {
  eventsOfCommit,
  folderOf,
  namePeople,
  peopleOfCommit,
  proposeReviewers,
  readAway,
  readLoad,
  type AwayLine,
  type Candidate,
  type KnowledgeEvent,
  type LoadLine,
  type NamedPeople,
  type NameOf,
  type ReviewerProposal,
} from '../core/reviewers/index.ts';
import { displayName } from '../core/signoff/index.ts';
import { Failure, formatInstant, type Instant } from '../core/values/index.ts';
import { checkChange } from './check-change.ts';
import type { PolicyOverrides } from './load-policy.ts';
import type { Ports } from './ports/index.ts';
import type { CheckReport, OnProgress } from './reports.ts';

/** A working file a person named: who is away, or how much waits for whom. */
export interface WorkingText {
  readonly file: string;
  readonly text: string;
}

/** For which change, and who is away or busy. */
export interface ReviewersOptions extends PolicyOverrides {
  readonly range: string | null;
  readonly target: string | null;
  readonly now: Instant;
  readonly away: WorkingText | null;
  readonly load: WorkingText | null;
  readonly onProgress: OnProgress | null;
}

/** Whom to ask for a review of a change. */
export interface ReviewersReport {
  readonly check: CheckReport;
  /** `enrolled`: people of the people file; `history`: nobody is enrolled, so they are identities of the history. */
  readonly from: 'enrolled' | 'history';
  /** Whether the candidates are those whose signature the decision asks for, or everybody without a hand in it. */
  readonly asked: 'signers' | 'anybody';
  /** Where load was read: a file somebody named, or the reviews of the last seven days in the history. */
  readonly loadFrom: 'file' | 'history';
  readonly proposal: ReviewerProposal;
  /** What was read: two years before the change, commits and what could not be. */
  readonly history: { readonly since: Instant; readonly commits: number; readonly unread: readonly string[] };
}

const year = 365 * 86_400;
const week = 7 * 86_400;
/** More is not read: two years of the busiest repositories have fewer. */
const mostCommits = 200_000;

/** Reads two years of history before the change once, and proposes whom to ask. Writes nothing. */
export async function proposeForChange(ports: Ports, options: ReviewersOptions): Promise<ReviewersReport> {
  const check = await checkChange(ports, options);
  const { change, people, judgement } = check;
  const named = namePeople(people);
  const since = options.now - 2 * year;
  const unread: string[] = [];
  const folders = new Set(change.files.map(({ path }) => folderOf(path)));
  const events: KnowledgeEvent[] = [];
  const lately = new Map<string, number>();
  const seen = new Set<string>();
  let commits = 0;
  const query = { heads: /^0*$/.test(change.base.commit) ? [] : [change.base.commit], not: [], since, until: null, firstParent: false, files: 'paths' } as const;
  for await (const batch of ports.repository.readHistory(query, unread)) {
    for (const event of batch.flatMap((commit) => eventsOfCommit(commit, named.nameOf))) {
      seen.add(event.who);
      if (event.paths.some((path) => folders.has(folderOf(path)))) events.push(event);
      // Reviews of the last seven days, each counting less the older it is.
      if (event.kind === 'reviewed' && event.at <= options.now && event.at > options.now - week) {
        lately.set(event.who, (lately.get(event.who) ?? 0) + 1 - (options.now - event.at) / week);
      }
    }
    commits += batch.length;
    options.onProgress?.({ step: 'reading two years of history', done: commits, total: null });
    if (commits >= mostCommits) {
      unread.push(`only the newest ${commits} commits were read`);
      break;
    }
  }
  events.sort((a, b) => a.at - b.at);
  const loads = options.load === null ? null : new Map(readLoad(options.load.text, options.load.file).map((line) => [whoOf(line, options.load!.file, people, named.nameOf, seen), line]));
  const aways = new Map(options.away === null ? [] : readAway(options.away.text, options.away.file).map((line) => [whoOf(line, options.away!.file, people, named.nameOf, seen), line]));
  const enrolled = people.persons.length > 0;
  const signers = new Set(judgement.decision.next.flatMap((step) => step.people));
  const working: Working = { aways, loads, lately, now: options.now };
  const candidates = enrolled ? enrolledCandidates(check, signers, working) : historyCandidates(check, events, named, working);
  return {
    check,
    from: enrolled ? 'enrolled' : 'history',
    asked: signers.size > 0 ? 'signers' : 'anybody',
    loadFrom: options.load === null ? 'history' : 'file',
    proposal: proposeReviewers({ paths: change.files.map(({ path }) => path), now: options.now, candidates, events }),
    history: { since, commits, unread },
  };
}

interface Working {
  readonly aways: ReadonlyMap<string, AwayLine>;
  /** `null`: nobody says. */
  readonly loads: ReadonlyMap<string, LoadLine> | null;
  readonly lately: ReadonlyMap<string, number>;
  readonly now: Instant;
}

function enrolledCandidates({ people, judgement }: CheckReport, signers: ReadonlySet<string>, working: Working): Candidate[] {
  const hands = new Map(judgement.exclusions.flatMap(({ person, reasons }) => (person === null ? [] : [[person, reasons[0] ?? 'had a hand in it']])));
  return people.persons.map((person) => {
    const { id, level } = person;
    const cannot = signers.size > 0 && !signers.has(id) ? `${level}, and not among those who can sign` : null;
    return { who: id, name: displayName(person, people), load: loadOf(id, working), out: hands.get(id) ?? cannot ?? unavailable(id, working) };
  });
}

/** Those who worked in the folders of the change; whoever wrote the change is out. */
function historyCandidates({ change }: CheckReport, events: readonly KnowledgeEvent[], { nameOf, labels }: NamedPeople, working: Working): Candidate[] {
  const authors = new Set(change.commits.flatMap((commit) => peopleOfCommit(commit, nameOf).authors));
  const near = new Set(events.map(({ who }) => who));
  return [...near].map((who) => ({ who, name: labels.get(who) ?? who, load: loadOf(who, working), out: authors.has(who) ? 'wrote this change' : unavailable(who, working) }));
}

function loadOf(who: string, { loads, lately }: Working): number {
  return loads === null ? (lately.get(who) ?? 0) : (loads.get(who)?.waiting ?? 0);
}

function unavailable(who: string, { aways, loads, now }: Working): string | null {
  const away = aways.get(who);
  if (away !== undefined && (away.until === null || away.until > now)) return away.until === null ? 'away' : `away until ${formatInstant(away.until).slice(0, 10)}`;
  const load = loads?.get(who);
  return load === undefined || load.most === null || load.waiting < load.most ? null : `${load.waiting} wait, of at most ${load.most}`;
}

/** A working file names people as the people file does, or by address. */
function whoOf({ who, line }: AwayLine | LoadLine, file: string, { persons }: People, nameOf: NameOf, seen: ReadonlySet<string>): string {
  if (persons.some(({ id }) => id === who)) return who;
  const found = who.includes('@') ? nameOf({ name: '', email: who }) : null;
  if (found !== null && (seen.has(found) || persons.some(({ id }) => id === found))) return found;
  const hint = persons.length === 0 ? 'nobody is enrolled: write the address they commit with' : `write an id of people.yaml, such as ${persons.slice(0, 5).map(({ id }) => id).join(', ')}`;
  throw new Failure('usage', 'user', `${file}:${line}   nobody is called \`${who}\``, [hint]);
}
