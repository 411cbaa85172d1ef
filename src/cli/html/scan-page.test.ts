import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { now, scanned } from '../../../test/cli/reports.ts';
import type { ScanReport } from '../../workflows/reports.ts';
import { pageMark, scanPage } from './scan-page.ts';
import { styles } from './styles.ts';

const hash = (text: string) => createHash('sha256').update(text).digest('base64');
const page = (report: ScanReport) => scanPage(report, now, hash);
const tags = (text: string) => text.slice(text.indexOf('</style>')).match(/<\/?[a-z][^\s>]*/g);

/** The report with every text that a repository chooses replaced. */
function told(words: string): ScanReport {
  return {
    ...scanned,
    repository: { ...scanned.repository, name: words },
    headRef: `refs/heads/${words}`,
    byTool: { [words]: 3 },
    series: scanned.series.map((month) => ({ ...month, byTool: { [words]: 1 } })),
    areas: scanned.areas.map((area) => ({ ...area, name: words })),
    coverage: scanned.coverage.map((one) => ({ ...one, source: words, sentence: words })),
    suppression: [{ path: words, line: 1, quote: words, sentence: words }],
    problems: [{ source: words, sentence: words }],
    latest: scanned.latest.map((commit) => ({ ...commit, subject: words, tools: [words], quote: words, where: words })),
    source: { preview: false, policy: words, people: words },
  };
}

describe('the page of a scan', () => {
  it('reads as written down', async () => {
    await expect(page(scanned).replace(styles, '\n/* styles.ts */\n').replace(hash(styles), 'HASH')).toMatchFileSnapshot('../../../test/cli/golden/scan-page.html');
  });

  it('is the same each time', () => {
    expect(page(scanned)).toBe(page(scanned));
  });

  it.each(['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "' onmouseover='alert(1)", '</title></style><b>', '<!-- ', ']]>', '&lt;i&gt;'])(
    'keeps %s as text, wherever the repository puts it',
    (words) => {
      const hostile = page(told(words));
      expect(tags(hostile)).toEqual(tags(page(told('harmless'))));
      expect(hostile.slice(pageMark.length)).not.toContain(words);
    },
  );

  it('loads nothing, runs nothing, and lets its own style sheet apply alone', () => {
    const text = page(told('https://example.com/'));
    expect(text).toContain(`content="default-src 'none'; style-src 'sha256-${hash(styles)}'; base-uri 'none'; form-action 'none'"`);
    expect(text).toContain(`<style>${styles}</style>`);
    expect(text).not.toMatch(/<(?:script|link|img|iframe|object|embed|base|form|audio|video|source|use|image)\b/i);
    expect(text).not.toMatch(/<[^>]*\s(?:on\w+|style|src|srcset|action|xlink:href)=/i);
    expect(text.match(/\shref="[^"]*"/g)).toEqual([' href="#main"']);
    expect(styles).not.toMatch(/url\(|@import/);
  });

  it('gives unknown lines a part of their own, apart from human', () => {
    expect(page(scanned)).toContain('aria-label="recorded 4\u00a0%, declared 7\u00a0%, inferred &lt;1\u00a0%, unknown 88\u00a0%, human, declared &lt;1\u00a0%"');
  });

  it('says what is the case where there is nothing to draw', () => {
    const none = { commits: 0, assisted: 0 };
    const text = page({
      ...scanned,
      commits: { total: 0, assisted: 0, bot: 0, unknown: 0, weak: 0, declaredNone: 0 },
      byKind: { recorded: 0, declared: 0, inferred: 0 },
      aiLinesByKind: { recorded: 0, declared: 0, inferred: 0 },
      lines: { added: 0, ai: 0, human: 0, unknown: 0, contradictory: 0 },
      byTool: {},
      series: [],
      months: [],
      areas: [],
      latest: [],
      lastYear: none,
      first: null,
      last: null,
    });
    expect(text).toContain('No commit lies in what was asked for, so there is no share to tell. That is not the same as no AI.');
    expect(text).toContain('Read with care');
    expect(text).not.toContain('class="big"');
    expect(text).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('says what is the case where commits have no trace and no lines', () => {
    const text = page({ ...scanned, byTool: {}, latest: [], areas: [], lines: { added: 0, ai: 0, human: 0, unknown: 0, contradictory: 0 } });
    expect(text).toContain('No commit names a tool.');
    expect(text).toContain('No commit has a strong trace of an AI. That is not the same as no AI');
    expect(text).toContain('No line was counted');
  });

  it('cuts what would fill the page, and says how much it left out', () => {
    const text = page(told('\u{1f4a3}'.repeat(10_240)));
    expect(text).toContain(`<bdi>${'\u{1f4a3}'.repeat(240)}</bdi><span class="more">… and 10,000 characters more</span>`);
    expect(page(told('a'.repeat(279)))).toContain('a'.repeat(279));
  });

  it('has each month of a long history in its table and at most 48 columns in its picture', () => {
    const series = Array.from({ length: 300 }, (_, n) => ({ ...scanned.series[1]!, month: `${2001 + Math.floor(n / 12)}-${String((n % 12) + 1).padStart(2, '0')}` }));
    const text = page({ ...scanned, series });
    expect(text.match(/<th scope="row">\d{4}-\d\d<\/th>/g)).toHaveLength(300);
    expect(text.match(/<g><title>/g)!.length).toBeLessThanOrEqual(48);
    expect(text).toContain('Share by 7 months');
  });
});
