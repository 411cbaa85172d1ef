import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Commit, Identity } from '../../change/index.ts';
import { claimsOfCommit, compileSignals, signals } from '../index.ts';

const person: Identity = { name: 'Jo Doe', email: 'jo@example.org' };

function commit(parts: Partial<Commit>): Commit {
  return {
    id: 'a'.repeat(40),
    parents: ['b'.repeat(40)],
    author: person,
    committer: person,
    authoredAt: 0 as Commit['authoredAt'],
    committedAt: 0 as Commit['committedAt'],
    message: 'Fix the cache',
    ...parts,
  };
}

function rulesIn(message: string): readonly string[] {
  return claimsOfCommit(commit({ message })).map((claim) => claim.rule);
}

function body(line: string): string {
  return `Fix the cache\n\n${line}\n`;
}

describe('every identity rule', () => {
  const noreply = 'users.noreply.github.com';
  const identities = signals.flatMap((rule) => (rule.match.on === 'identity' ? [[rule.id, rule, rule.match] as const] : []));

  function inRole(role: string, identity: Identity): Commit {
    if (role === 'co-author') return commit({ message: body(`Co-Authored-By: ${identity.name} <${identity.email}>`) });
    return commit({ [role]: identity });
  }

  test.each(identities)('%s finds each of its identities in its role, in any case', (_, rule, match) => {
    const emails = [
      ...match.addresses,
      ...match.accounts.map((account) => `${account}+Renamed@${noreply}`),
      ...match.logins.flatMap((login) => [`123+${login}@${noreply}`, `${login}@${noreply}`]),
    ];
    const known = emails.map((email) => ({ name: 'Whoever', email: email.toUpperCase() }));
    if (match.nameSuffix !== null) known.push({ name: match.namePattern === undefined ? `Jo ${match.nameSuffix}` : 'Jo (claude-sonnet-4-20250514)', email: 'jo@example.org' });
    for (const identity of known) {
      expect(claimsOfCommit(inRole(match.role, identity))).toMatchObject([
        { rule: rule.id, class: rule.class, tool: rule.tool, kind: rule.kind, strength: rule.strength },
      ]);
    }
    expect(known).not.toEqual([]);
  });

  test.each(identities)('%s finds no look-alike', (_, __, match) => {
    const addresses = [...match.addresses, ...match.logins.map((login) => `123+${login}@${noreply}`)];
    const emails = addresses.flatMap((address) => {
      const [local, domain] = address.split('@');
      return [`${local}x@${domain}`, `x${local}@${domain}`, `jo@${domain}`, `${local}@${domain}.example`];
    });
    for (const account of match.accounts) emails.push(`9${account}+x@${noreply}`, `${account}@${noreply}`, `${account}+x@example.org`);
    for (const email of [...emails, 'aider@example.org']) {
      expect(claimsOfCommit(inRole(match.role, { name: 'Claude (aider) Dupont', email }))).toEqual([]);
    }
  });
});

describe('messages', () => {
  test.each([
    ['claude.session', 'Claude-Session: https://claude.ai/code/session_01UnLn'],
    ['claude.generated-by', 'Claude-Generated-By: Claude Code (cli/claude-opus-4-5=100%)'],
    ['copilot.agent-logs', 'Agent-Logs-Url: https://github.com/o/r/sessions/01234567-89ab-cdef-0123-456789abcdef'],
    ['copilot.session', 'Copilot-Session: 01234567-89ab-cdef-0123-456789abcdef'],
    ['amp.thread', 'Amp-Thread-ID: https://ampcode.com/threads/T-01234567-89ab-cdef-0123-456789abcdef'],
    ['amp.thread-link', 'Amp-Thread: T-01234567-89ab-cdef-0123-456789abcdef'],
    ['cursor.made-with', 'Made-with: Cursor'],
    ['replit.agent', 'Replit-Commit-Author: Agent'],
    ['replit.assistant', 'Replit-Commit-Author: Assistant'],
    ['entire.checkpoint', 'Entire-Checkpoint: 0123456789ab'],
    ['entire.checkpoint', 'Entire-Checkpoint: 01J9Z3K4M5N6P7Q8R9S0T1V2W3'],
    ['entire.session-id', 'Entire-Session: 2025-12-01-8f76b0e8-b8f1-4a87-9186-848bdd83d62e'],
    ['entire.agent', 'Entire-Agent: Claude Code'],
    ['entire.attribution', 'Entire-Attribution: 73% agent (146/200 lines)'],
    ['agent.id', 'Agent-Id: 7'],
    ['agent.task', 'Agent-Task: 12'],
    ['agent.confidence', 'Agent-Confidence: 0.9'],
    ['replit.session', 'Replit-Commit-Session-Id: 01234567-89ab-cdef-0123-456789abcdef'],
    ['claude.generated-with', '🤖 Generated with [Claude Code](https://claude.ai/code)'],
    ['claude.generated-with', 'Generated with Claude Code'],
    ['claude.session-link', 'See https://claude.ai/code/session_01UnLn'],
    ['copilot.session-link', 'https://github.com/copilot/agent-sessions/01234567-89ab-cdef-0123-456789abcdef'],
    ['cursor.agent-link', '<a href="https://cursor.com/agents/bc-01234567-89ab-cdef-0123-456789abcdef">'],
    ['cursor.made-with-link', 'Made with [Cursor](https://cursor.com)'],
    ['devin.session-link', 'Link to Devin run: https://app.devin.ai/sessions/0123456789abcdef'],
    ['codex.task-link', 'https://chatgpt.com/codex/tasks/task_e_6869'],
    ['jules.task-link', 'PR created automatically by Jules for task [123](https://jules.google.com/task/123)'],
    ['amp.thread-url', 'https://ampcode.com/threads/T-01234567-89ab-cdef-0123-456789abcdef'],
    ['openhands.conversation-link', 'https://app.all-hands.dev/conversations/0123456789abcdef0123456789abcdef'],
    ['crush.generated-with', '💘 Generated with Crush'],
    ['opencode.generated-with', '🤖 Generated with [opencode](https://opencode.ai)'],
    ['codex.generated-with', 'Generated with [Codex](https://openai.com/codex)'],
    ['devin.generated-with', 'Generated with [Devin](https://devin.ai)'],
    ['co-author.product-name', 'Co-authored-by: Claude Code'],
    ['co-author.product-name', 'Co-authored-by: GitHub Copilot'],
    ['co-author.product-name', 'Co-authored-by: Claude Opus 4.6 (1M context) <someone@example.org>'],
    ['openhands.co-author', 'Co-authored-by: openhands openhands@all-hands.dev'],
  ])('%s is found in `%s`, and cited verbatim with its line', (rule, line) => {
    const claims = claimsOfCommit(commit({ message: `Fix\r\n\r\n${line}\r\n` }));
    expect(claims).toMatchObject([{ rule, class: 'ai', quote: line, source: { in: 'message', line: 3 } }]);
  });

  test.each([
    ['aider.subject', 'aider: add a cache'],
    ['claude.merged-branch', 'Merge pull request #7 from jo/claude/fix-cache'],
    ['codex.merged-branch', "Merge branch 'codex/fix-cache' into main"],
    ['copilot.merged-branch', 'Merge pull request #7 from jo/copilot/fix-cache'],
    ['cursor.merged-branch', "Merge remote-tracking branch 'origin/cursor/fix-cache'"],
    ['devin.merged-branch', 'Merge pull request #7 from jo/devin/123-fix'],
  ])('%s is found in the subject `%s` and in no later line', (rule, subject) => {
    expect(rulesIn(subject)).toEqual([rule]);
    expect(rulesIn(body(subject))).toEqual([]);
  });

  test('the rules of messages named in these tables are all there are', () => {
    const ofMessages = signals.filter((rule) => rule.match.on !== 'identity').map((rule) => rule.id);
    expect(ofMessages.toSorted()).toEqual(
      [
        'agent.confidence', 'agent.id', 'agent.task', 'aider.subject', 'amp.thread', 'amp.thread-link', 'amp.thread-url', 'claude.generated-by',
        'claude.generated-with', 'claude.merged-branch', 'claude.session', 'claude.session-link',
        'codex.generated-with', 'codex.merged-branch', 'codex.task-link', 'copilot.agent-logs',
        'copilot.merged-branch', 'copilot.session', 'copilot.session-link', 'crush.generated-with',
        'cursor.agent-link', 'cursor.made-with', 'cursor.made-with-link', 'cursor.merged-branch',
        'devin.generated-with', 'devin.merged-branch', 'devin.session-link', 'entire.attribution', 'entire.agent', 'entire.session-id',
        'entire.checkpoint', 'jules.task-link', 'opencode.generated-with', 'openhands.conversation-link',
        'replit.agent', 'replit.assistant', 'replit.session',
      ].toSorted(),
    );
  });

  test.each([
    'Move the cursor to the end of the line',
    'Add the Gemini protocol; devin and jules reviewed',
    'generated by swagger-codegen, see https://claude.ai/ for more',
    'Remove the "Generated with Claude Code" footer',
    'agent: restart the [bot] after an update',
    'Co-authored-by: Claude Dupont <claude@dupont.example>',
    'Co-authored-by: Devin Jones <devin@example.org>',
    'Co-authored-by: Jules',
    'Co-authored-by: Staff <someone@anthropic.com>',
    'Signed-off-by: Claude <noreply@anthropic.com>',
    '> Co-authored-by: Claude <noreply@anthropic.com>',
    '- [ ] Made-with: Cursor',
    '<!-- Co-authored-by: Claude <noreply@anthropic.com> -->',
    '<!-- CURSOR_SUMMARY -->',
    'Made-with: love',
    'Agent-Logs-Url: none',
    'Claude-Session: https://example.org/session_1',
    'Entire-Checkpoint: latest',
    'Entire-Session: none',
    'Entire-Agent: <agent>',
    'Entire-Strategy: manual-commit',
    'Entire-Attribution: 0% agent (0/200 lines)',
    'Copilot-Session: last',
    'Amp-Thread: guitar',
    'Replit-Commit-Session-Id: none',
    'Replit-Commit-Author: Jo',
    'Coding-Agent: bond',
    'Merge pull request #7 from jo/times-tamp-codex/fix',
  ])('`%s` claims nothing', (line) => {
    expect(rulesIn(body(line))).toEqual([]);
    expect(rulesIn(line)).toEqual([]);
  });

  test('trailers are found anywhere in a squashed body, indented or as list items, in any case', () => {
    const message = 'Squash\n\n* one\n\nCo-Authored-By: Claude <noreply@anthropic.com>\n\n* two\n   co-authored-by: Cursor <cursoragent@cursor.com>\n* CO-AUTHORED-BY: x <codex@openai.com>\n\nThe end.';
    expect(claimsOfCommit(commit({ message })).map((claim) => claim.source)).toMatchObject([{ line: 5 }, { line: 8 }, { line: 9 }]);
    expect(rulesIn(message)).toEqual(['claude.co-author', 'cursor.co-author', 'codex.co-author']);
  });

  test.each(['\r', '\u2028', '\u2029', '\u000b'])('a sign that others take for the end of a line hides no trailer: %j', (sign) => {
    expect(rulesIn(body(`Assisted-by:${' '.repeat(20_000)}${sign}Claude`))).toEqual(rulesIn(body('Assisted-by: Claude')));
    expect(rulesIn(body(`Assisted-by: Claude${sign}Code`))).toHaveLength(1);
  });

  test('a folded trailer is read and cited with its continuation', () => {
    const message = 'Fix\n\nCo-authored-by: Claude\n <noreply@anthropic.com>\n';
    expect(claimsOfCommit(commit({ message }))).toMatchObject([
      { rule: 'claude.co-author', quote: 'Co-authored-by: Claude\n <noreply@anthropic.com>', source: { line: 3 } },
    ]);
  });

  test('a co-author line gives the model its name mentions', () => {
    const [claude] = claimsOfCommit(commit({ message: body('Co-authored-by: Claude Opus 4.6 (1M context) <noreply@anthropic.com>') }));
    const [aider] = claimsOfCommit(commit({ message: body('Co-authored-by: aider (gpt-4o) <aider@aider.chat>') }));
    expect([claude?.model, aider?.model]).toEqual(['Claude Opus 4.6', 'gpt-4o']);
  });
});

describe('disclosures', () => {
  test.each([
    ['Assisted-by: Claude:claude-opus-4-6', 'Claude', 'claude-opus-4-6'],
    ['Assisted-by: Claude:claude-sonnet-4-6 [Claude Code]', 'Claude', 'claude-sonnet-4-6'],
    ['Assisted-by: Claude Opus 4.6, Claude Code', 'Claude', 'Claude Opus 4.6'],
    ['Assisted-by: Claude, with model: claude-opus-4-6', 'Claude', 'claude-opus-4-6'],
    ['Assisted-by: Opus 4.7', 'Claude', 'Opus 4.7'],
    ['Assisted-by: GLM-5.2', 'GLM', 'GLM-5.2'],
    ['Assisted-by: Google Antigravity with Gemini', 'Antigravity', null],
    ['Assisted-by: Opus 4.6 via Claude Code', 'Claude', 'Opus 4.6'],
    ['Assisted-by: Claude Sonnet 4.6 <noreply@anthropic.com>', 'Claude', 'Claude Sonnet 4.6'],
    ['Assisted-by: Claude <noreply@anthropic.com>', 'Claude', null],
    ['assisted-by: generic LLM chatbot', null, null],
    ['Assisted-by: ChatGPTv5', 'ChatGPT', null],
    ['Assisted-by: Claude', 'Claude', null],
    ['Generated-by: Cursor 1.7', 'Cursor', null],
    ['Assisted-by: Claude Opus 4.7, Cursor', 'Cursor', 'Claude Opus 4.7'],
    ['Generated-by: GitHub Copilot', 'Copilot', null],
    ['AI-assisted-by: opencode:gpt-5 [ripgrep]', 'OpenCode', 'gpt-5'],
    ['Co-developed-by: Codex <codex@openai.com>', 'Codex', null],
    ['AI-assisted: yes', null, null],
  ])('`%s` declares AI', (line, tool, model) => {
    expect(claimsOfCommit(commit({ message: body(line) }))).toMatchObject([
      { class: 'ai', kind: 'declared', strength: 'strong', tool, model, quote: line },
    ]);
  });

  test.each(['Assisted-by: none', 'assisted-by: No', 'Assisted-by: n/a', 'Assisted-by: nobody', 'AI-assisted: false', 'Generated-by: none'])(
    '`%s` declares that no AI was used',
    (line) => {
      expect(claimsOfCommit(commit({ message: body(line) }))).toMatchObject([
        { class: 'human', kind: 'declared', tool: null, rule: 'disclosure.none', quote: line },
      ]);
    },
  );

  test.each([
    'Assisted-by: Jules Verne <jules@example.org>',
    'Assisted-by: Claude Dupont',
    'Assisted-by: Devin',
    'Assisted-by: Ai Tanaka',
    'Assisted-by: Gemini Smith <gemini@example.org>',
    'Co-developed-by: Cody Miller <cody@example.org>',
    'Generated-by: coccinelle',
    'Generated-by: [Tool Name]',
    'Generated-by: [Tool Name] following the guidelines',
    'Generated-by: <tool>',
    'Assisted-by: <tool name and version>',
    'Assisted-by: AGENT_NAME:MODEL_VERSION [TOOL1] [TOOL2]',
    'Assisted-by:',
    '- [ ] Generated-by: Claude Code',
    '<!-- Generated-by: Claude Code -->',
    'Assisted-by: https://example.org/help',
    'Co-developed-by: none',
    '[Mend Renovate] generated by Mend',
  ])('`%s` claims nothing', (line) => {
    expect(rulesIn(body(line))).toEqual([]);
  });

  test('a comment over several lines hides what it holds and nothing after it', () => {
    expect(rulesIn('Fix\n\n<!-- Example:\nAssisted-by: Copilot\n-->\nAssisted-by: Codex\n')).toEqual(['disclosure.assisted-by']);
  });
});

test('a stray opening of a comment hides nothing', () => {
  expect(rulesIn('Parse `<!--`\n\nAssisted-by: Codex\n')).toEqual(['disclosure.assisted-by']);
});

test.each([
  ['carriage returns', `Assisted-by: ${'\r'.repeat(300_000)}x\r`],
  ['brackets', `Assisted-by: ${'<tool'.repeat(100_000)}`],
  ['model names', `Assisted-by: ${'gpt-'.repeat(100_000)}`],
  ['commas after an address', `Co-authored-by: a@${','.repeat(300_000)}(`],
  ['continuation lines', `Co-authored-by: a\n${' b\n'.repeat(100_000)}`],
  ['comments', `Assisted-by: ${'<!--'.repeat(100_000)}`],
])('a message of nothing but %s is read in no time', (_, message) => {
  expect(claimsOfCommit(commit({ message }))).toEqual([]);
});

test('a plain commit gives the same empty list each time', () => {
  expect(claimsOfCommit(commit({}))).toBe(claimsOfCommit(commit({ message: 'Another' })));
});

test('who only committed `(aider)` did so by hand', () => {
  expect(claimsOfCommit(commit({ committer: { name: 'Jo Doe (aider)', email: 'jo@example.org' } }))).toEqual([]);
});

test.each(['AJ (@techfren)', 'Mingde (Matthew) Zeng', 'Jo (Claude)', 'Jo (gpt)', 'Claude (team-2)', 'Jo (claude-sonnet-4) Doe'])('an author named `%s` is a person', (name) => {
  expect(claimsOfCommit(commit({ author: { name, email: 'jo@example.org' } }))).toEqual([]);
});

test('an author named with a model gives the model', () => {
  expect(claimsOfCommit(commit({ author: { name: 'Jo (claude-sonnet-4-20250514)', email: 'jo@example.org' } }))).toMatchObject([{ rule: 'model.author-name', model: 'claude-sonnet-4-20250514' }]);
});

test('an AI login on a bot account number is AI and no bot', () => {
  const author = { name: 'claude[bot]', email: '41898282+claude[bot]@users.noreply.github.com' };
  expect(claimsOfCommit(commit({ author })).map((claim) => claim.rule)).toEqual(['claude.app.author']);
});

test('added rules work beside the catalogue', () => {
  const own = { ...signals[0]!, id: 'own.marker', match: { on: 'trailer', key: 'x-robot', value: null } as const };
  expect(compileSignals([...signals, own])(commit({ message: body('X-Robot: yes') }))).toMatchObject([{ rule: 'own.marker' }]);
});

test('every rule has an id of its own and a source', () => {
  expect(new Set(signals.map((rule) => rule.id)).size).toBe(signals.length);
  expect(signals.filter((rule) => rule.source === '')).toEqual([]);
});

test('whatever the message, every quote stands verbatim where its source says', () => {
  const fragment = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('\n', '\r\n', '\n ', '<!--', '-->', '- [ ] ', '* ', ': ', 'Co-authored-by: Claude <noreply@anthropic.com>', 'Assisted-by: none', 'assisted-by: copilot', 'Made-with: Cursor', 'Generated with [Claude Code](x)', 'https://app.devin.ai/sessions/01234567'),
  );
  fc.assert(
    fc.property(fc.array(fragment, { maxLength: 30 }), (fragments) => {
      const message = fragments.join('');
      const lines = message.split('\n');
      for (const { quote, source } of claimsOfCommit(commit({ message }))) {
        if (source.in !== 'message') throw new Error('not from the message');
        const from = lines.slice(0, source.line - 1).join('\n').length + (source.line > 1 ? 1 : 0);
        expect(message.startsWith(quote, from)).toBe(true);
        expect(quote).not.toBe('');
      }
    }),
  );
});
