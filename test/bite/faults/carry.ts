import type { InjectedFault } from '../injected.ts';

/** What a sign-off still covers. */
export const carry: readonly InjectedFault[] = [
  {
    id: 'used-again',
    does: 'lets a sign-off let its change in a second time',
    file: 'src/core/change/carry/cover-of.ts',
    find: 'if (now.usedAt !== null)',
    put: "if (now.usedAt === '')",
    caughtBy: ['src/core/change/carry/cover-of.test.ts', 'once it was used, however well it fits'],
  },
  {
    id: 'carried-backwards',
    does: 'carries a sign-off onto an older base',
    file: 'src/core/change/carry/cover-of.ts',
    find: '} else if (!now.forward) {',
    put: "} else if (now.target === '') {",
    caughtBy: ['src/core/change/carry/cover-of.test.ts', 'the same trees on an older base'],
  },
  {
    id: 'replay-not-compared',
    does: 'carries a sign-off wherever the merge was clean',
    file: 'src/core/change/carry/cover-of.ts',
    find: 'replay.tree === now.head.tree && now.residual.length === 0 ?',
    put: "replay.outcome === 'tree' || replay.outcome !== 'unable' ?",
    caughtBy: ['src/core/change/carry/cover-of.test.ts', 'something beside a clean merge'],
  },
  {
    id: 'carried-into-a-higher-tier',
    does: 'carries a sign-off although the change became more dangerous',
    file: 'src/core/signoff/carry.ts',
    find: 'tiers.indexOf(context.tier) > tiers.indexOf(answering.tier)',
    put: 'tiers.indexOf(context.tier) > tiers.length',
    caughtBy: ['src/core/decision/requirements/carry.test.ts', 'does not cover a higher tier'],
  },
];
