import type { RequirementTemplate } from '../../policy/index.ts';
import { nameOf, type SetAside } from '../../signoff/index.ts';
import { leaf, type LeafParts } from '../node.ts';
import { list, saysSomething, unique } from '../phrases.ts';
import { nothingDeclared } from '../signed-word.ts';
import type { Against, Settled } from './settled.ts';

type WrittenTemplate = Extract<RequirementTemplate, { kind: 'document' | 'owner' }>;

/**
 * What the author writes down and signs about exactly this change: the parts of a document, or who maintains it from
 * now on. Of several declarations the newest that says something of a part counts.
 */
export function settleWritten(template: WrittenTemplate, { facts, after }: Against): Settled {
  const { ofAuthors, setAside } = facts.word ?? nothingDeclared;
  const parts = template.kind === 'owner' ? ['maintainer'] : unique(template.parts);
  const early: SetAside[] = [];
  const found = parts.map((part) => {
    const saying = ofAuthors.filter((one) => (part === 'maintainer' && template.kind === 'owner' ? isEnrolled(one.maintainer, facts) : says(one.document[part])));
    const inTime = saying.filter(({ order }) => after === null || order > after.order);
    if (inTime.length === 0) for (const one of saying) early.push({ signOff: one.id, person: one.person, because: after?.order === Infinity ? `waits for the ${after.kind}, which is not met yet` : `declared before the ${after?.kind ?? ''} it should follow` });
    // Written once is written: what is said again later takes nothing back.
    return { part, first: inTime[0], last: inTime.at(-1) };
  });
  const known = { setAside: [...setAside, ...early] };
  const missing = found.filter(({ first }) => first === undefined).map(({ part }) => part);
  if (missing.length === 0) {
    const { people } = facts.inputs;
    const met = unique(
      found.flatMap(({ part, last }) =>
        last === undefined ? [] : [template.kind === 'owner' ? `maintained by ${nameOf(last.maintainer ?? '', people)} (entry ${last.id})` : `${part} by ${nameOf(last.person, people)} (entry ${last.id})`],
      ),
    );
    return { node: leaf(template.kind, 'approved', list(met), { ...known, met }), completedAt: Math.max(...found.map(({ first }) => first?.order ?? Infinity)), valid: [] };
  }
  return { node: leaf(template.kind, 'pending', waiting(template, missing, facts), { ...known, ...wanting(template, missing, facts) }), completedAt: null, valid: [] };
}

/** `intent and rollback in writing`, `a named maintainer`. */
function writtenWords(template: WrittenTemplate, missing: readonly string[]): string {
  return template.kind === 'owner' ? 'a named maintainer' : `${list(missing)} in writing`;
}

function waiting(template: WrittenTemplate, missing: readonly string[], { contributors, inputs }: Against['facts']): string {
  const who = contributors.persons.length > 0 ? list(contributors.persons.map((id) => nameOf(id, inputs.people)), 'or') : 'the author, once enrolled,';
  const what = template.kind === 'owner' ? 'who maintains it' : list(missing);
  return `${who} declares ${what}, signed`;
}

function wanting(template: WrittenTemplate, missing: readonly string[], { contributors, inputs }: Against['facts']): LeafParts {
  const what = writtenWords(template, missing);
  const pool = inputs.people.persons.filter(({ id }) => contributors.persons.includes(id));
  return { needs: [`${what}${template.after === null ? '' : `, after the ${template.after}`}`], wants: [{ for: 'written', what, pool }] };
}

function says(text: string | undefined): boolean {
  return text !== undefined && saysSomething(text);
}

function isEnrolled(id: string | null, { inputs }: Against['facts']): boolean {
  return id !== null && inputs.people.persons.some((person) => person.id === id);
}
