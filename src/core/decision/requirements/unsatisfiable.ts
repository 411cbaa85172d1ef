import type { Area, Person, Policy } from '../../policy/index.ts';
import { displayName, type Pool } from '../../signoff/index.ts';
import type { NextStep } from '../decision.ts';
import { overrideAsk } from '../emergency/override.ts';
import type { Facts } from '../inputs.ts';
import { counted, list, place, some } from '../phrases.ts';

/** A sign-off that too few people could give. */
export interface Lack {
  readonly level: string;
  readonly area: string | null;
  readonly count: number;
  readonly pool: Pool;
}

/** `needs a principal who owns kms; the only one, Edda, wrote it`. */
export function whyNobody(lack: Lack, facts: Facts): string {
  return `needs ${askedFor(lack)}; ${whyTooFew(lack, facts)}`;
}

/** `a principal who owns kms`, `2 seniors`. */
export function askedFor({ level, area, count }: Omit<Lack, 'pool'>): string {
  if (area === null) return some(count, level);
  return `${some(count, level)} who ${count === 1 ? 'owns' : 'own'} ${area}`;
}

function whyTooFew({ pool, count }: Lack, { inputs, exclusions }: Facts): string {
  const name = (person: Person) => displayName(person, inputs.people);
  const { fitting, eligible } = pool;
  if (fitting.length === 0) return 'there is none';
  if (fitting.length < count && fitting.length === eligible.length) return `there ${fitting.length === 1 ? 'is' : 'are'} only ${list(fitting.map(name))}`;
  const out = fitting.filter((person) => !eligible.includes(person));
  const wrote = out.every((person) => exclusions.find((one) => one.person === person.id)?.reasons.some((reason) => /author/.test(reason)));
  const did = wrote ? 'wrote it' : 'had a hand in it';
  const names = list(out.map(name));
  const whole = out.length === fitting.length;
  if (whole && out.length === 1) return `the only one, ${names}, ${did}`;
  if (whole && out.length === 2) return `both, ${names}, ${did}`;
  if (whole) return `all ${out.length}, ${names}, ${did}`;
  return `${names} ${did}, which leaves ${list(eligible.map(name))}`;
}

/** What would let somebody sign: never a silent pass, always somebody's deliberate act. */
export function waysOut({ level, area, count, pool }: Lack, { inputs, risk, exclusions }: Facts): NextStep[] {
  const { policy, people } = inputs;
  const steps: NextStep[] = [];
  const step = (sentence: string, ids: readonly string[] = []) => steps.push({ sentence, people: ids, command: null });
  const missing = count - pool.eligible.length;
  const found = policy.areas.find(({ name }) => name === area);
  if (found === undefined) step(`enrol ${missing === 1 ? `one more ${level}` : `${missing} more of level ${level}`} in .countersign/people.yaml`);
  else if (found.codeOwners !== undefined) step(ownersCure(found, level, missing));
  else step(`add ${missing === 1 ? 'an owner' : `${missing} owners`} of level ${level} to ${found.name} (${place(found.at)})`);
  const excluded = new Set(exclusions.map(({ person }) => person));
  const above = levelAbove(policy, level);
  const helpers = people.persons.filter((person) => !excluded.has(person.id) && policy.levels.indexOf(person.level) >= policy.levels.indexOf(above));
  if (area !== null && helpers.length > 0) {
    step(`let level ${above} sign without owning ${area}: ${list(helpers.map((person) => displayName(person, people)), 'or')}`);
  }
  if (risk.areas.length + Number(risk.outside.length > 0) > 1) step('split the change, so that the rest need not wait');
  const override = overrideAsk(inputs);
  if (override !== null) {
    step(`override in an emergency: ${counted(override.count, override.level)}, with a review afterwards`);
  }
  return steps;
}

/** Owners of a line of CODEOWNERS come from two files: whom the line names, and who of them is enrolled. */
function ownersCure({ at, codeOwners }: Area, level: string, missing: number): string {
  const unknown = codeOwners?.unknown ?? [];
  const more = `${missing === 1 ? 'an owner' : `${missing} owners`} of level ${level}`;
  if (unknown.length === 0) return `name ${more} in ${place(at)}`;
  const them = list(unknown.map(({ owner }) => `\`${owner}\``));
  return `enrol ${them} in .countersign/people.yaml (${unknown[0]!.because}), or name ${more} in ${place(at)}`;
}

function levelAbove({ levels }: Policy, level: string): string {
  return levels[Math.min(levels.indexOf(level) + 1, levels.length - 1)] ?? level;
}
