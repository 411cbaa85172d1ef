import { describe, expect, test } from 'vitest';
import type { Commit } from '../../change/index.ts';
import { claimsOfCommit } from '../index.ts';

const person = { name: 'Jo Doe', email: 'jo@example.org' };

function said(body: string) {
  const message = `Add a cache (#7)\n\n${body}\n`;
  const commit = { id: 'a'.repeat(40), parents: [], author: person, committer: person, authoredAt: 0, committedAt: 0, message } as unknown as Commit;
  const claims = claimsOfCommit(commit);
  for (const { quote, source } of claims) expect('line' in source && message.split('\n')[source.line - 1]?.replace(/\r+$/, '')).toBe(quote);
  return claims.map((claim) => [claim.class, claim.tool]);
}

/** Airflow, PCSX2, and a template with a box for the question itself. */
const airflow = '##### Was generative AI tooling used to co-author this PR?\n\n';
const pcsx2 = '### Did you use AI to help find, test, or implement this issue or feature?\n<!-- Insert an X in one of the boxes. -->\n';

describe('ticked boxes of real templates', () => {
  test.each([
    [`${airflow}- [X] Yes — Claude Opus 4.7 (1M context)`, 'Claude'],
    [`${airflow}- [X] Yes (please specify the tool below)`, null],
    [`${airflow}- [X] Yes (Claude Code — Claude Fable 5.1; verified locally by the author)`, 'Claude'],
    [`${pcsx2}- [ ] No, I did not use AI.\n\n- [X] Yes (please explain briefly): Copilot wrote the tests`, 'Copilot'],
    ['- [ ] **Did you use an AI tool (Cursor / ChatGPT / Copilot / etc.) to assist with this PR?**\n  - [x] Yes\n  - [ ] No', null],
    ['- [ ] No generative AI was used in this contribution.\n- [x] This contribution was assisted by generative AI tools.', null],
    ['- [x] AI generated some code (please specify below)', null],
    ['- [x] This PR was created or modified with the assistance of an AI (Large Language Model)', null],
    ['- [x] I **did** use AI-assistance tools to *help* create this pull request.', null],
    ['- [x] Generative AI was used to create this PR. I certify that I have read and understand the code', null],
    ['- [x] This PR was made with the help of AI.', null],
    ['- [x] AI was used for drafting/refactoring.', null],
    ['- [x] This is fully AI-generated.', null],
    ['- [x] This PR was written primarily by an AI agent (human supervised)', null],
    ['- [x] This PR was written with AI assistance (Claude, Codex, etc.)', null],
    ['* [x] AI was used to generate or assist with this PR. *Describe briefly what AI helped with.*', null],
  ])('`%s` declares AI', (body, tool) => {
    expect(said(body)).toEqual([['ai', tool]]);
  });

  test.each([
    `${airflow}- [X] No`,
    `${pcsx2}- [x] No, I did not use AI.\r`,
    '- [x] No generative AI (including LLMs) tools were used to create this PR.',
    '- [x] No AI tools were used for this contribution',
    '- [x] No generative AI was used in this contribution.',
    '- [x] I did **not** use any AI-assistance tools to help create this pull request.',
    '- [x] This PR was created entirely by a human',
    '- [x] No AI was used.',
  ])('`%s` declares that none was used', (body) => {
    expect(said(body)).toEqual([['human', null]]);
  });

  test.each([
    [`${airflow}- [ ] Yes (please specify the tool below)\n\n<!--\nGenerated-by: [Tool Name] following [the guidelines](https://example.org)\n-->`],
    [`${airflow}- [ ] Yes (please specify the tool below)\n\nGenerated-by: [Tool Name] following [the guidelines](https://example.org)`],
    ['- [ ] No AI tools were used\n- [ ] AI generated most of the code'],
    ['- Tools used: [e.g., Claude Code, GitHub Copilot]\n- Model: [e.g., Claude Sonnet 4.5, GPT-4]'],
    ['<!-- - [x] AI was used for this PR -->'],
    ['> - [x] AI was used for this PR'],
    ['- [x] I have reviewed all AI-generated code and understand it'],
    ['- [x] AI-generated code has been reviewed by a human'],
    ['- [x] AI generated code was reviewed'],
    ['- [x] No AI co-author or credit lines in commits or in this PR text'],
    ['- [x] No AI SDK / no provider keys / no provider selection'],
    ['- [x] No AI slop patterns'],
    ['- [x] Have you disclosed any use of AI tools and models with their version'],
    ['- [x] If AI was used, I understand every line'],
    ['- [x] AI was used for research/understanding only (no generated code)'],
    ['- [x] AI was used for code review'],
    ['- [x] The PR description details my use of AI in the production of the code in this PR, if any'],
    ['- [x] I have read, understood and followed the AI Policy when creating code'],
    ['### Was this reviewed by AI?\n- [x] Yes'],
    ['### Have you read the AI policy?\n- [x] Yes'],
    ['### Does this change the public API?\n- [x] Yes'],
    ['### Did you use AI?\nThe cache is new.\n- [x] No tests needed'],
    ['- [x] No new warnings'],
    ['- [x] This PR was created by a human'],
    ['[x] AI was used'],
  ])('`%s` declares nothing', (body) => {
    expect(said(body)).toEqual([]);
  });

  // What others take for the end of a line, and git does not.
  const signs = ['\r', '\u0085', '\u2028', '\u2029'];
  test.each(
    signs.flatMap((sign): [string, readonly string[]][] => [
      [`- [x] ${sign}AI was used for drafting`, ['ai']],
      [`- [x] AI was used for drafting${sign}and more`, ['ai']],
      [`- [x] Generative AI${sign}was used to create this PR.`, ['ai']],
      [`- [x] AI was used for drafting${sign}- [x] No AI was used`, ['ai']],
      [`- [ ] AI was used for drafting${sign}- [x] No AI was used`, []],
      [`- [x] No AI${sign}was used in this contribution.`, ['human']],
      [`- [x] I have reviewed it${sign}- [x] No AI was used`, []],
      [`### Did you use AI?${sign}\n- [x]${sign} Yes`, []],
      [`### Did you use${sign}AI?\n- [x] Yes${sign}`, ['ai']],
    ]),
  )('%j is read to its end, and no box is forged inside another line', (body, classes) => {
    expect(said(body).map(([by]) => by)).toEqual(classes);
  });

  test.each(signs.filter((sign) => sign !== '\u0085'))('a box behind another line’s %j is a disguised mark, and no declaration', (sign) => {
    expect(said(`Some words${sign}- [x] AI was used for drafting`)).toEqual([['ai', null]]);
    expect(said(`Some words${sign}- [x] No AI was used`)).toEqual([]);
  });

  test('both boxes are two claims, to be shown as a contradiction', () => {
    expect(said(`${airflow}- [x] Yes\n- [x] No`)).toEqual([['ai', null], ['human', null]]);
  });

  test.each(['- [x] ', '- [x] this PR was ', '- [x] (', '#', '- [x] yes\n'])('nothing but `%s` is read in no time', (text) => {
    expect(said(text.repeat(100_000 / text.length)).length).toBeGreaterThanOrEqual(0);
  });
});
