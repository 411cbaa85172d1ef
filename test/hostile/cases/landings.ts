import { existsSync } from 'node:fs';
import { coverLanding } from '../../../src/workflows/carry/cover-landing.ts';
import { approvalOf, main } from '../../carry/approvals.ts';
import type { Case } from '../../carry/case.ts';
import { refused } from '../../carry/refused.ts';
import { BuiltRepository, reading } from '../../git/built-repository.ts';
import { preventedIf, type Ended, type Row } from './row.ts';

type Told = Pick<Row, 'source'> & Partial<Pick<Row, 'elsewhere' | 'actor'>>;

const smuggled: Told = { source: { threat: 'a push after approval' } };
const replayed: Told = { source: { threat: 'a sign-off replayed for another repository' } };
const planted: Told = { source: { threat: 'attributes, submodule settings, hooks' }, actor: 'build step' };

/** Where an attack comes from that is not simply work smuggled in. */
const told: Readonly<Record<string, Told>> = {
  'an evil merge': { source: { pitfall: 'other-merge' } },
  'an evil merge in a file the change touches': { source: { pitfall: 'other-merge' } },
  'an evil update-merge, then a squash': { source: { pitfall: 'settled-conflict' } },
  'a file more than was signed': { source: { pitfall: 'later-push' }, elsewhere: 'githubStale' },
  'a hunk in another place of the file': { ...smuggled, elsewhere: 'gitlabPatchId' },
  'another indentation: moved out of an if': { ...smuggled, elsewhere: 'gitlabPatchId' },
  'the signed tree on another base': { source: { pitfall: 'rebound' } },
  'the same trees on an older base of the same content': replayed,
  'signed for another branch': { source: { pitfall: 'retarget' } },
  'picked to another branch': { source: { pitfall: 'retarget' } },
  'landing again what was reverted': replayed,
  'landing again what was merged by text and reverted': replayed,
  'landing again what came in a rollup and was reverted': replayed,
  'landing again what came commit by commit and was reverted': replayed,
  'landing again what was merged and then half edited away': replayed,
  'half of a change': replayed,
  'a conflict settled by hand': { source: { pitfall: 'settled-conflict' } },
  'a conflict that planted configuration and drivers would settle': planted,
  'a conflict that attributes in the trees would settle': planted,
  'a signed head replaced by another commit': { source: { pitfall: 'replaced' }, actor: 'build step' },
  'a base that a graft puts into the history': { source: { pitfall: 'replaced' }, actor: 'build step' },
  'a submodule that points elsewhere, hidden by .gitmodules': { ...planted, actor: 'author' },
  'a shallow clone': { source: { pitfall: 'truncated' } },
  'a signed head that is gone, where it would have to be merged': { source: { pitfall: 'truncated' } },
  'no sign-off at all': { source: { pitfall: 'implicit-approval' } },
  'a rejection, a request and a withdrawal': { source: { pitfall: 'implicit-approval' } },
};

/** Each landing that no sign-off covers, made to look like one that was signed. */
export const landings: readonly Row[] = refused.map((one) => ({
  id: `landing/${one.name.replaceAll(/[^a-z]+/gi, '-').toLowerCase()}`,
  actor: 'pusher',
  act: `lands under a sign-off for something else: ${one.name}`,
  ...(told[one.name] ?? smuggled),
  expected: 'prevented',
  run: () => land(one),
}));

async function land({ is, build }: Case): Promise<Ended> {
  const { repository, signed, landing, target = main, asked, forged, trap } = build(BuiltRepository.init());
  const recorded = await reading(repository.path, (open) => Promise.all(signed.map((one, entry) => approvalOf(open, { ...one, entry }))));
  const tip = repository.git('rev-parse', target);
  const found = await reading(asked ?? repository.path, (open) =>
    coverLanding({ repository: open }, { landing: landing ?? tip, target, tip, signed: forged === undefined ? recorded : recorded.map(forged) }),
  );
  return preventedIf(!found.covered && found.resign.code === is && (trap === undefined || !existsSync(trap)));
}
