import type { InjectedFault } from '../injected.ts';

/** How git is read, landings verified and pushes let in. */
export const landings: readonly InjectedFault[] = [
  {
    id: 'replacements-followed',
    does: 'reads what `refs/replace` puts in the place of a commit',
    file: 'src/adapters/git/process/environment.ts',
    find: "    GIT_NO_REPLACE_OBJECTS: '1',\n",
    put: '',
    also: {
      file: 'src/adapters/git/process/scratch.ts',
      find: "mkdirSync(join(folder, 'refs'));",
      put: "process.getBuiltinModule('node:fs').cpSync(join(location.commonDir, 'refs'), join(folder, 'refs'), { recursive: true });",
    },
    caughtBy: ['test/git/hostile.test.ts', 'by a replacement of a commit, a tree or a file'],
  },
  {
    id: 'policy-of-the-head',
    does: 'judges a landing by the policy it brings itself',
    file: 'src/workflows/verify/judge-landing.ts',
    find: 'const inForce = await inForceAt(verification, parent, list);',
    put: 'const inForce = await inForceAt(verification, landing.id, list);',
    caughtBy: ['test/verify/landings.test.ts', 'is what stood before it'],
  },
  {
    id: 'any-root',
    does: 'takes an adoption that no root key signed',
    file: 'src/workflows/verify/first-adoption.ts',
    find: 'if (!mayAdopt(one, there.people)) continue;',
    put: '',
    caughtBy: ['src/workflows/verify/first-adoption.test.ts', 'somebody enrolled signed without the root'],
  },
  {
    id: 'no-policy-passes',
    does: 'judges by the stand-in policy where the branch has none any more',
    file: 'src/workflows/verify/judge-landing.ts',
    find: 'if (inForce.loaded.source.preview) return',
    put: 'if (at === null) return',
    caughtBy: ['test/verify/landings.test.ts', 'must be there: where the policy was taken away'],
  },
  {
    id: 'rules-of-another-commit',
    does: 'takes an adoption that names other rules than its commit has',
    file: 'src/workflows/verify/first-adoption.ts',
    find: 'if (files.policy !== statement.predicate.policy || files.people !== statement.predicate.people) continue;',
    put: '',
    caughtBy: ['src/workflows/verify/first-adoption.test.ts', 'names other rules than the commit has'],
  },
  {
    id: 'push-takes-away',
    does: 'lets a push take out what had landed',
    file: 'src/workflows/receiving/judge-push.ts',
    find: 'if (!(await repository.isAncestor(before, after))) {',
    put: 'if (after === before) {',
    caughtBy: ['test/receiving/judge-push.test.ts', 'is refused where it takes away what had landed'],
  },
  {
    id: 'push-from-the-side',
    does: 'lets a push make the branch a side branch of what it brings',
    file: 'src/workflows/receiving/judge-push.ts',
    find: 'if (landings[0]?.parents[0] !== before) {',
    put: "if (landings[0]?.parents[0] === '') {",
    caughtBy: ['test/receiving/judge-push.test.ts', 'is refused where its first parents do not lead to what had landed'],
  },
  {
    id: 'push-unproven',
    does: 'lets in what is not proven',
    file: 'src/workflows/receiving/judge-push.ts',
    find: 'if (isProven(one)) continue;',
    put: "if (one.status !== 'unverifiable') continue;",
    caughtBy: ['test/receiving/judge-push.test.ts', 'is refused where nobody signed what it brings'],
  },
];
