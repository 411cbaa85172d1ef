import { describe, expect, it } from 'vitest';
import { commit, decided, pending, reason } from '../../../test/cli/reports.ts';
import { Failure } from '../../core/values/index.ts';
import type { CheckReport } from '../../workflows/reports.ts';
import { annotations, failureAnnotation, summaries, summaryBytes } from './annotations.ts';
import { checkMarkdown } from './markdown.ts';

const golden = (name: string) => `../../../test/cli/golden/${name}`;

describe('a check as Markdown', () => {
  it('reads as written down', async () => {
    await expect(checkMarkdown(pending, 'main..topic')).toMatchFileSnapshot(golden('check-pending.md'));
  });

  it('answers in its first line by glyph, word and sentence', () => {
    expect(checkMarkdown(decided('refused', 'it is so'), null).split('\n')[0]).toBe('### ✗ refused: it is so');
  });

  it('is short where no rule asked for anything', () => {
    const settled = decided('approved', 'no rule asks for more: low tier, written by a senior');
    const report = { ...settled, judgement: { ...settled.judgement, assistance: { ...settled.judgement.assistance, problems: [] } } };
    expect(checkMarkdown(report, null)).toBe('### ✓ approved: no rule asks for more: low tier, written by a senior\n\namazon-2026, enforce\n\n<!-- countersign check -->\n');
  });

  it('lets no subject, name or path out of its place', () => {
    const evil = '</details>\n# ::error::@team <img src=x onerror=y> ![x](https://evil.example) #12 | `x` \u202e\u001b[2J';
    const report: CheckReport = {
      ...pending,
      change: { ...pending.change, commits: [commit(evil, evil)] },
      judgement: {
        ...pending.judgement,
        assistance: { ...pending.judgement.assistance, files: [{ path: evil, ranges: [{ start: 1, end: 2, state: 'ai', origin: '', claims: [] }] }] },
        exclusions: [{ who: evil, person: null, reasons: [evil] }],
        decision: { ...pending.judgement.decision, root: reason({ rule: 'decision', status: 'pending', sentence: evil, children: [reason({ rule: evil, status: 'pending', sentence: evil })] }) },
      },
    };
    const text = checkMarkdown(report, null);
    const outsideCode = text.replaceAll(/\\[!-/:-@[-`{-~]/g, '').replaceAll(/(`+)(?!`)[^\n]*?[^`]\1(?!`)/g, '');
    expect(outsideCode.match(/<[^>]*>/g)).toEqual(['<details>', '<summary>', '</summary>', '</details>', '<details>', '<summary>', '</summary>', '</details>', '<details>', '<summary>', '</summary>', '</details>', '<!-- countersign check -->']);
    expect(outsideCode.replaceAll('&#8203;', '\u200b')).not.toMatch(/@(?=\w)|#(?=\d)|https:\/\/|^\s*::|!\[/m);
    // oxlint-disable-next-line no-control-regex
    expect(text).not.toMatch(/[\u001b\u202e]/);
  });

  it('has a short form for a summary that is nearly full, and both end with room for what follows', () => {
    const [whole, short] = summaries(pending, null);
    expect(Buffer.byteLength(whole)).toBeLessThan(summaryBytes);
    expect(short).toBe(`${whole.split('\n', 3).join('\n')}\n\n`);
  });
});

describe('a check as annotations', () => {
  it('reads as written down', async () => {
    await expect(annotations(pending).map((line) => `${line}\n`).join('')).toMatchFileSnapshot(golden('check-pending.github.txt'));
  });

  it('shows ten of a kind, the worst first, and says how many are left out', () => {
    const children = Array.from({ length: 14 }, (_, index) => reason({ rule: `rule-${index}`, status: index === 13 ? 'refused' : 'pending', sentence: 'so' }));
    const errors = annotations(decided('refused', 'so', { children })).filter((line) => line.startsWith('::error'));
    expect(errors).toHaveLength(10);
    expect(errors[0]).toContain('title=rule-13');
    expect(errors.at(-1)).toContain('5 more like these');
  });

  it('names no file to the runner that it could not find', () => {
    const { assistance } = pending.judgement;
    const report = { ...pending, judgement: { ...pending.judgement, assistance: { ...assistance, files: [{ ...assistance.files[0]!, path: 'caf\udce9' }] } }, change: { ...pending.change, files: [{ ...pending.change.files[0]!, path: 'caf\udce9' }] } };
    expect(annotations(report).find((line) => line.includes('senior-gate'))).toMatch(/^::error title=/);
  });

  it('puts a mistake of the policy where it is written', () => {
    const failure = new Failure('policy-invalid', 'config', 'unknown key `approvals`', [], { file: '.countersign/policy.yaml', line: 22, column: 11 });
    expect(failureAnnotation(failure)).toBe('::error file=.countersign/policy.yaml,line=22,col=11,title=countersign::unknown key `approvals`');
  });
});
