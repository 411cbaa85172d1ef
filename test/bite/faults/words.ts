import type { InjectedFault } from '../injected.ts';

/** Whose word an entry is. */
export const words: readonly InjectedFault[] = [
  {
    id: 'revoked-key',
    does: 'takes the word of a key that is marked revoked',
    file: 'src/core/recorded/key-holders.ts',
    find: 'if (found.some(({ revoked }) => revoked))',
    put: 'if (found.length === 0)',
    caughtBy: ['src/core/recorded/statements-about.test.ts', 'a key marked revoked'],
  },
  {
    id: 'revoked-by-adoption',
    does: 'takes the word of a key after the adoption that took it away',
    file: 'src/core/recorded/writers.ts',
    find: 'if (had && !has) revoked ??= adoption.entry;',
    put: 'if (had && !has) revoked ??= null;',
    caughtBy: ['src/core/recorded/statements-about.test.ts', 'a sign-off after the adoption that took the key away is dead'],
  },
  {
    id: 'any-repository',
    does: 'takes what was signed for another repository',
    file: 'src/core/recorded/writers.ts',
    find: 'if (repository !== people.root.repository) return {',
    put: "if (repository === '') return {",
    caughtBy: ['src/core/recorded/statements-about.test.ts', 'another repository'],
  },
  {
    id: 'said-person-believed',
    does: 'does not compare who a statement says signs with whose key it is',
    file: 'src/core/recorded/writers.ts',
    find: 'if (said !== holder.person.id)',
    put: 'if (said === null)',
    caughtBy: ['src/core/recorded/statements-about.test.ts', 'somebody else’s name'],
  },
  {
    id: 'any-gate',
    does: 'lets every gate sign everything that gates sign',
    file: 'src/core/recorded/writers.ts',
    find: 'may !== undefined && holder.gate.may.includes(may)',
    put: 'may !== null',
    caughtBy: ['src/core/recorded/statements-about.test.ts', 'a gate that may not'],
  },
  {
    id: 'key-of-two',
    does: 'takes a key of two people for the first one’s',
    file: 'src/core/recorded/key-holders.ts',
    find: 'if (others.length > 0)',
    put: 'if (others.length > 99)',
    caughtBy: ['src/core/recorded/statements-about.test.ts', 'every key stands for one holder: a key of two is nobody’s'],
  },
  {
    id: 'override-again',
    does: 'lets an override open a second time',
    file: 'src/core/recorded/used-overrides.ts',
    find: 'used.add(entry);',
    put: 'used.delete(entry);',
    caughtBy: ['src/core/recorded/statements-about.test.ts', 'opens once, as a gate recorded'],
  },
];
