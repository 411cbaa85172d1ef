import type { ClaimClass, ClaimStrength } from '../claim.ts';
import type { IdentityRole, Signal, SignalMatch } from './signal.ts';

/**
 * A signal a policy adds, as plain data. Every text matches whole and literally, in any case: addresses and
 * logins entirely, a trailer by its key and the beginning of its value, a line by a text it contains.
 */
export interface AddedSignal {
  readonly id: string;
  readonly tool: string | null;
  /** A policy may find more AI and more bots; nobody is made human by a rule. */
  readonly class: Exclude<ClaimClass, 'human'>;
  readonly strength: ClaimStrength;
  /** Whole e-mail addresses. */
  readonly addresses: readonly string[];
  /** GitHub account numbers. */
  readonly accounts: readonly number[];
  /** GitHub app logins, ending in `[bot]`. */
  readonly logins: readonly string[];
  readonly trailer: { readonly key: string; readonly value: string | null } | null;
  readonly line: string | null;
  readonly since: string | null;
  readonly until: string | null;
  readonly because: string;
}

const roles: readonly IdentityRole[] = ['author', 'committer', 'co-author'];

/** The rules an added signal stands for, one per place it looks in; put them behind the built-in catalogue. */
export function signalsOfPolicy(added: readonly AddedSignal[]): readonly Signal[] {
  return added.flatMap((one) => {
    const rules: Signal[] = [];
    const { addresses, accounts, logins, trailer, line } = one;
    if (addresses.length + accounts.length + logins.length > 0) {
      for (const role of roles) rules.push(rule(one, role, { on: 'identity', role, addresses, accounts, logins, nameSuffix: null }));
    }
    if (trailer !== null) {
      const value = trailer.value === null ? null : new RegExp(`^${escaped(trailer.value)}`, 'i');
      rules.push(rule(one, 'trailer', { on: 'trailer', key: trailer.key.toLowerCase(), value }));
    }
    if (line !== null) rules.push(rule(one, 'line', { on: 'line', needs: line.toLowerCase(), pattern: new RegExp(escaped(line), 'i') }));
    return rules;
  });
}

function rule(added: AddedSignal, place: string, match: SignalMatch): Signal {
  const said = place === 'co-author' || place === 'trailer' || place === 'line';
  return {
    id: `policy.${added.id}.${place}`,
    version: 1,
    tool: added.tool,
    class: added.class,
    kind: said && added.strength === 'strong' ? 'declared' : 'inferred',
    strength: added.strength,
    match,
    since: added.since,
    until: added.until,
    source: added.because,
  };
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}
