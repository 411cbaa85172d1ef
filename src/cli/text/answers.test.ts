import { describe, expect, it } from 'vitest';
import { decided, explained, findings, linted, now, pending, policy, reason, scanned } from '../../../test/cli/reports.ts';
import { columns, type Line } from '../terminal/spans.ts';
import { render } from '../terminal/terminal.ts';
import { checkText } from './check.ts';
import { doctorText } from './doctor.ts';
import { explainText } from './explain.ts';
import { policyLintText } from './policy/lint.ts';
import { policyShowText } from './policy/show.ts';
import { scanText } from './scan.ts';

const answers: Record<string, (width: number) => Line[]> = {
  'check-pending': (width) => checkText(pending, { width, range: 'main..topic' }),
  'check-preview': (width) => checkText(decided('pending', 'needs a senior', { preview: true, mode: 'observe' }), { width, range: null }),
  'check-beside': (width) =>
    checkText(
      {
        ...decided('approved', 'no rule asks for more: low tier, written by a senior'),
        trial: {
          source: { ...pending.source, policy: 'stricter.yaml' },
          policy,
          judgement: pending.judgement,
          differences: [
            { rule: 'kms-gate', live: 'refused', trial: null, sentence: 'AI is off-limits in kms' },
            { rule: 'senior-gate', live: null, trial: 'pending', sentence: 'needs a senior who owns checkout' },
          ],
        },
        judgement: {
          ...pending.judgement,
          assistance: { ...pending.judgement.assistance, problems: [] },
          decision: {
            ...decided('approved', 'no rule asks for more: low tier, written by a senior').judgement.decision,
            shadow: [reason({ rule: 'two-seniors', status: 'pending', sentence: 'needs 2 seniors' }), reason({ rule: 'quiet', status: 'skipped', sentence: 'does not apply' })],
          },
        },
      },
      { width, range: 'main..topic' },
    ),
  scan: (width) => scanText(scanned, { width, now, seconds: 4.1 }),
  explain: (width) => explainText(explained, { width, now }),
  'policy-lint': (width) => policyLintText(linted, width),
  'policy-show': (width) => policyShowText(policy, scanned.source, width),
  doctor: (width) => doctorText(findings, width),
};

const plain = (width: number) => ({ width, ascii: false, colour: false });
const golden = (name: string) => `../../../test/cli/golden/${name}.txt`;

describe.each(Object.entries(answers))('the answer of %s', (name, lines) => {
  it.each([50, 80, 120])('reads as written down at %i columns', async (width) => {
    await expect(render(lines(width), plain(width))).toMatchFileSnapshot(golden(`${name}-${width}`));
  });

  it.each([50, 80, 120])('keeps within %i columns, but for words nobody may cut', (width) => {
    const over = render(lines(width), plain(width)).split('\n').filter((line) => columns(line) > width);
    // A command to be pasted, or one word (a path, an address) alone beside its label.
    for (const line of over) expect(line.trim()).toMatch(/^(?:countersign|git) |^(?:\S+ +)?\S+$/);
  });

  it('loses nothing without colour', () => {
    const coloured = render(lines(80), { width: 80, ascii: false, colour: true });
    // oxlint-disable-next-line no-control-regex
    expect(coloured.replace(/\u001b\[\d+m/g, '').replace(/ +$/gm, '')).toBe(render(lines(80), plain(80)));
  });

  it('has nothing beyond ASCII of ours with --ascii', () => {
    const ascii = render(lines(80), { width: 80, ascii: true, colour: false });
    expect(ascii.replaceAll('á', 'a')).toMatch(/^[\x20-\x7e\n]*$/);
  });
});

it('colours the check as the design says: blue acts, ochre waits, green is met, magenta is AI', async () => {
  await expect(render(answers['check-pending']!(80), { width: 80, ascii: false, colour: true })).toMatchFileSnapshot(golden('check-pending-80-colour'));
});

describe('the first line of a check', () => {
  const first = (report: typeof pending) => render(checkText(report, { width: 120, range: null }), plain(120)).split('\n')[0];

  it.each([
    ['approved', '✓ approved   it is so  (amazon-2026, enforce)'],
    ['pending', '◐ pending   it is so  (amazon-2026, enforce)'],
    ['refused', '✗ refused   it is so  (amazon-2026, enforce)'],
    ['unsatisfiable', '⊘ nobody can sign this   it is so  (amazon-2026, enforce)'],
    ['overridden', '! overridden   it is so  (amazon-2026, enforce)'],
    ['unknown', '? unknown   it is so  (amazon-2026, enforce)'],
  ] as const)('says %s by glyph, word and sentence', (status, line) => {
    expect(first(decided(status, 'it is so'))).toBe(line);
  });

  it('says that observe and warn do not block what is not approved', () => {
    expect(first(decided('pending', 'needs a senior', { mode: 'warn' }))).toContain('warn: does not block');
    expect(first(decided('approved', 'fine', { mode: 'warn' }))).not.toContain('does not block');
  });

  it('is all there is where no rule asks for anything', () => {
    const settled = decided('approved', 'no rule asks for more: low tier, written by a senior');
    const report = { ...settled, judgement: { ...settled.judgement, assistance: { ...settled.judgement.assistance, problems: [] } } };
    const lines = checkText(report, { width: 80, range: null });
    expect(render(lines, plain(80))).toBe('✓ approved   no rule asks for more: low tier, written by a senior\n             (amazon-2026, enforce)\n');
  });
});
