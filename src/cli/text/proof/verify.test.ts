import { expect, it } from 'vitest';
import type { CoveringSignOff, VerifiedLanding, VerifyReport } from '../../../workflows/verify/verify-report.ts';
import { render } from '../../terminal/terminal.ts';
import { verifyText } from './verify.ts';

const signed = (name: string, level: string, strength: CoveringSignOff['strength'], entry: number): CoveringSignOff => ({
  person: name.toLowerCase(), name, level, strength, verdict: 'approve', entry, envelope: 'e'.repeat(64), test: 'exact',
});

function landing(commit: string, parts: Partial<VerifiedLanding> = {}): VerifiedLanding {
  return {
    commit: commit.padEnd(40, '0'), subject: 'Change something', status: 'verified', carriedBy: null, signOffs: [], failures: [], steps: [],
    landedAt: null, mode: 'enforce', policyDigest: null, judgement: null, ...parts,
  };
}

function text(landings: readonly VerifiedLanding[], parts: Partial<VerifyReport> = {}): string {
  const report: VerifyReport = {
    repository: 'shop', range: 'main~3..main', target: 'refs/heads/main', verified: true, landings,
    ledger: { place: 'refs/countersign/ledger', size: 2311, root: '0'.repeat(64) }, adoption: null, ...parts,
  };
  return render(verifyText(report, 80, 1_800_000_000), { width: 80, ascii: false, colour: false });
}

it('says of what is verified who signed each landing, and by which test it is covered', () => {
  expect(
    text([
      landing('b71e', { carriedBy: 'exact', signOffs: [signed('Ana', 'senior', 'verified', 12), signed('Mina', 'mid', 'touch', 13)] }),
      landing('02ac', { carriedBy: 'disjoint', signOffs: [signed('Li', 'senior', 'touch', 14)] }),
    ]),
  ).toBe(`✓ verified   2 landings, 3 sign-offs, ledger 2,311 entries
  b71e000  exact      Ana (senior, verified) · Mina (mid, touch)
  02ac000  disjoint   Li (senior, touch)
`);
});

it('says when somebody elsewhere saw the ledger, where that is known', () => {
  const witnessed = { by: 'w.example.com/shop', size: 2300, at: 1_799_999_760 };
  const ledger = { place: 'refs/countersign/ledger', size: 2311, root: '0'.repeat(64), witnessed };
  expect(text([landing('b71e', { carriedBy: 'exact' })], { ledger }).replaceAll(/\s+/g, ' ')).toContain('witnessed 4 minutes ago');
});

it('gives what did not pass as a checklist, and the command that mends it last', () => {
  const mend = 'git fetch --unshallow';
  const missing = landing('9d10', {
    status: 'unverifiable',
    failures: [{ code: 'history-shallow', sentence: 'the history before 9d10 is not here', mend }],
    steps: [
      { step: 'governed', outcome: 'passed', sentence: 'adopted at 02ac, entry 0' },
      { step: 'history', outcome: 'open', sentence: 'the history before 9d10 is not here' },
    ],
  });
  expect(text([landing('b71e', { status: 'ungoverned' }), missing], { verified: false })).toBe(`? not verified   1 of 2 landings, 1 before adoption, 0 sign-offs, ledger 2,311
             entries
  b71e000  · before adoption Change something
  9d10000  ? unverifiable    the history before 9d10 is not here
    ✓ governed    adopted at 02ac, entry 0
    ? history     the history before 9d10 is not here

  next   git fetch --unshallow
`);
});

it('never calls verified what only landed before adoption', () => {
  expect(text([landing('b71e', { status: 'ungoverned' })], { verified: false })).toContain('nothing to verify');
});

it('makes foreign subjects safe to print', () => {
  expect(text([landing('b71e', { status: 'ungoverned', subject: 'a\u001b[31mb\u202e' })], { verified: false })).not.toMatch(/[\u001b\u202e]/);
});
