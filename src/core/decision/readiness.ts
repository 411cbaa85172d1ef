import type { Person } from '../policy/index.ts';
import { displayName } from '../signoff/index.ts';
import type { Facts } from './inputs.ts';
import { day, list } from './phrases.ts';

/** People to ask, in the order to ask them. */
export interface Ready {
  readonly people: readonly Person[];
  /** `Li or Ana`: those present, or everybody where too few are. */
  readonly names: readonly string[];
  /** ` (Li has 2 waiting, Ana 9; Edda is away until 30 Nov)`; empty where nothing is known. */
  readonly load: string;
}

/**
 * The present and least loaded first, whoever is away last. Load that nobody recorded counts as none. `last` are
 * people better kept for something else. `wanted` is how many are needed at once.
 */
export function readiness(pool: readonly Person[], wanted: number, { inputs }: Facts, last: ReadonlySet<Person> = new Set()): Ready {
  const { working, now, people } = inputs;
  const awayUntil = new Map(working.away.flatMap(({ person, until }) => (until === null || until > now ? [[person, until] as const] : [])));
  const waiting = new Map(working.waiting.map(({ person, count }) => [person, count]));
  const load = ({ id }: Person) => waiting.get(id) ?? 0;
  const away = (person: Person) => awayUntil.has(person.id);
  const sorted = pool.toSorted((a, b) => Number(away(a)) - Number(away(b)) || Number(last.has(a)) - Number(last.has(b)) || load(a) - load(b));
  const present = sorted.filter((person) => !away(person));
  const asked = present.length >= Math.max(1, wanted) ? present : sorted;
  const name = (person: Person) => displayName(person, people);
  const shown = asked.length <= 3 ? asked : asked.slice(0, 2);
  const busy = shown.filter(({ id }) => (waiting.get(id) ?? 0) > 0);
  const said = busy.map((person, index) => (index === 0 ? `${name(person)} has ${load(person)} waiting` : `${name(person)} ${load(person)}`)).join(', ');
  const gone = sorted.filter(away).slice(0, 3).map((person) => absence(name(person), awayUntil.get(person.id) ?? null));
  const known = [said, list(gone)].filter((words) => words !== '').join('; ');
  return { people: sorted, names: asked.map(name), load: known === '' ? '' : ` (${known})` };
}

function absence(name: string, until: number | null): string {
  return until === null ? `${name} is away` : `${name} is away until ${day(until)}`;
}
