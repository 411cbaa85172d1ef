import type { Identity } from '../../change/index.ts';
import type { People, Placed, PolicyProblem, PolicyTexts } from '../../policy/index.ts';

/** Whom a case names, looked up in the people it is judged with; what cannot be found is a problem. */
export interface CaseIdentities {
  /** The name and address that somebody commits with: an enrolled id's own, or `Name <address>` as it stands. */
  readonly identity: (named: Placed<string>) => Identity;
  /** Notes a problem where the id is not enrolled. `machines`: whether an agent or a gate may stand there. */
  readonly enrolled: (named: Placed<string>, machines: boolean) => string;
  readonly problems: PolicyProblem[];
}

/** The look-ups of one case. A misspelt id is a mistake, not a stranger: strangers are written with their address. */
export function caseIdentities(people: People, texts: PolicyTexts): CaseIdentities {
  const problems: PolicyProblem[] = [];
  const persons = people.persons.map(({ id }) => id);
  const machines = [...people.agents, ...people.gates].map(({ id }) => id);
  const unknown = ({ value, at }: Placed<string>, known: readonly string[], mend: string): void => {
    const close = texts.nearest(value, known);
    const message = `nobody of the id \`${texts.show(value)}\` is enrolled${close === null ? '' : `; did you mean \`${close}\`?`}`;
    problems.push({ severity: 'error', code: 'unknown-person', message, mend, at });
  };
  return {
    problems,
    identity: (named) => {
      const stranger = /^\s*(?:([^<>@]*?)\s*<([^<>\s]+@[^<>\s]+)>|([^<>\s@]+)(@[^<>\s]+))\s*$/.exec(named.value);
      if (stranger !== null) {
        const [name, address, local, domain] = stranger.slice(1);
        return address === undefined ? { name: local ?? '', email: `${local ?? ''}${domain ?? ''}` } : { name: name ?? '', email: address };
      }
      const found = [...people.persons, ...people.agents].find(({ id }) => id === named.value);
      if (found === undefined) {
        unknown(named, [...persons, ...people.agents.map(({ id }) => id)], 'enrol them, or write a stranger as `Name <address>`');
        return { name: named.value, email: '' };
      }
      const name = 'name' in found ? found.name : found.id;
      const login = found.accounts['github'];
      const email = found.emails[0] ?? (login === undefined ? undefined : `1+${login}@users.noreply.github.com`);
      if (email !== undefined) return { name, email };
      const message = `\`${found.id}\` has no address, so no commit can be known for theirs`;
      problems.push({ severity: 'error', code: 'no-address', message, mend: 'give them one under `emails`, or a GitHub account', at: named.at });
      return { name, email: '' };
    },
    enrolled: (named, alsoMachines) => {
      const known = alsoMachines ? [...persons, ...machines] : persons;
      if (!known.includes(named.value)) unknown(named, known, alsoMachines ? 'enrol them, or write `left: ID` for somebody who is no longer' : 'enrol them');
      return named.value;
    },
  };
}
