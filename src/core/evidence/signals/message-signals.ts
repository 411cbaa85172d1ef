import type { ClaimKind, ClaimStrength } from '../claim.ts';
import type { Signal, SignalMatch } from './signal.ts';

function signal(id: string, tool: string | null, kind: ClaimKind, strength: ClaimStrength, match: SignalMatch, since: string, source: string): Signal {
  return { id, version: 1, tool, class: 'ai', kind, strength, match, since, until: null, source };
}

function trailer(key: string, value: RegExp | null = null): SignalMatch {
  return { on: 'trailer', key, value };
}

function line(needs: string, pattern: RegExp): SignalMatch {
  return { on: 'line', needs, pattern };
}

/** Trailers tools write themselves, other than co-author lines and disclosures. */
const trailers: readonly Signal[] = [
  signal('claude.session', 'Claude', 'inferred', 'strong', trailer('claude-session', /^https:\/\/claude\.ai\/code\/session_\w+/), '2026', 'anthropics/claude-code#77830; counted: 267 commits in 15 repositories'),
  signal('claude.generated-by', 'Claude', 'declared', 'strong', trailer('claude-generated-by'), '2026', 'anthropics/claude-code-action; counted: 16 commits'),
  signal('copilot.agent-logs', 'Copilot', 'inferred', 'strong', trailer('agent-logs-url', /^https:\/\/github\.com\/\S+\/sessions\/[0-9a-f-]{36}/i), '2025', 'Copilot coding agent; counted: 355 commits in 10 repositories'),
  signal('copilot.session', 'Copilot', 'inferred', 'strong', trailer('copilot-session', /^[0-9a-f]{8}-[0-9a-f-]{27}/i), '2025', 'Copilot CLI; counted: 351 commits in 4 repositories'),
  signal('amp.thread', 'Amp', 'inferred', 'strong', trailer('amp-thread-id', /\bT-[0-9a-f-]{36}/i), '2025', 'ampcode.com; counted: 13 commits in 3 repositories'),
  signal('amp.thread-link', 'Amp', 'inferred', 'strong', trailer('amp-thread', /\bT-[0-9a-f-]{36}/i), '2025', 'ampcode.com; counted in commits'),
  signal('cursor.made-with', 'Cursor', 'declared', 'strong', trailer('made-with', /^\[?cursor\b/i), '2026', 'Cursor attribution setting; counted: 183 commits in 17 repositories'),
  signal('replit.agent', 'Replit', 'declared', 'strong', trailer('replit-commit-author', /^agent$/i), '2024', 'chaoss/ai-detection-action'),
  signal('replit.assistant', 'Replit', 'inferred', 'weak', trailer('replit-commit-author', /^assistant$/i), '2024', 'chaoss/ai-detection-action'),
  signal('replit.session', 'Replit', 'inferred', 'weak', trailer('replit-commit-session-id', /^[0-9a-f]{8}-[0-9a-f-]{27}/i), '2024', 'chaoss/ai-detection-action: stands beside the author trailer, for agent and assistant alike'),
  signal('entire.checkpoint', null, 'inferred', 'strong', trailer('entire-checkpoint', /^(?:[0-9a-f]{12}|[0-9a-hjkmnp-tv-z]{26})$/i), '2025', 'entireio/cli docs: links a recorded agent session; its percentages measure nothing'),
  signal('entire.session-id', null, 'inferred', 'strong', trailer('entire-session', /^\S{8,}$/), '2025', 'entireio/cli trailers.go: on commits of its shadow branches, which squashes may bring along'),
  signal('entire.agent', null, 'declared', 'strong', trailer('entire-agent', /^[A-Za-z][\w .-]{1,40}$/), '2025', 'entireio/cli trailers.go: names the agent of a session'),
  signal('entire.attribution', null, 'declared', 'strong', trailer('entire-attribution', /^[1-9]\d*% agent\b/i), '2026', 'entireio/cli docs'),
  signal('agent.task', null, 'inferred', 'weak', trailer('agent-task'), '2025', 'counted: rare, no vendor'),
  signal('agent.confidence', null, 'inferred', 'weak', trailer('agent-confidence'), '2025', 'counted: rare, no vendor'),
  signal('agent.id', null, 'inferred', 'weak', trailer('agent-id'), '2025', 'counted: rare, no vendor'),
];

/** Lines tools leave in message bodies. */
const lines: readonly Signal[] = [
  signal('claude.generated-with', 'Claude', 'declared', 'strong', line('claude code', /^[^\p{L}\p{N}]*generated (?:with|by) \[?claude code\b/iu), '2025-02', 'Claude Code default; counted: 1,538 commits in 28 repositories'),
  signal('claude.session-link', 'Claude', 'inferred', 'strong', line('claude.ai/code/session_', /https:\/\/claude\.ai\/code\/session_\w+/), '2025', 'Claude Code on the web'),
  signal('copilot.session-link', 'Copilot', 'inferred', 'strong', line('/agent-sessions/', /https:\/\/github\.com\/copilot\/agent-sessions\/[0-9a-f-]{36}/i), '2025', 'Copilot coding agent'),
  signal('cursor.agent-link', 'Cursor', 'inferred', 'strong', line('cursor.com/', /https:\/\/(?:www\.)?cursor\.com\/(?:agents\/bc-|background-agent\?bcid=bc-)[0-9a-f-]{36}/i), '2025', 'Cursor background agents; counted in commits'),
  signal('cursor.made-with-link', 'Cursor', 'declared', 'strong', line('made with [cursor](', /^[^\p{L}\p{N}]*made with \[cursor\]\(https:\/\/(?:www\.)?cursor\.com/iu), '2026', 'Cursor pull-request attribution'),
  signal('devin.session-link', 'Devin', 'inferred', 'strong', line('app.devin.ai/sessions/', /https:\/\/app\.devin\.ai\/sessions\/[0-9a-f]{8}/i), '2024', 'Devin pull-request bodies; counted: 128 commits in 2 repositories'),
  signal('codex.task-link', 'Codex', 'inferred', 'strong', line('chatgpt.com/codex/', /https:\/\/chatgpt\.com\/codex\/(?:cloud\/)?tasks\/task_\w+/i), '2025', 'Codex cloud pull-request bodies'),
  signal('jules.task-link', 'Jules', 'declared', 'strong', line('jules.google.com/task/', /\bcreated automatically by jules for task \[\d+\]\(https:\/\/jules\.google\.com\/task\/\d+/i), '2025', 'Jules pull-request bodies'),
  signal('amp.thread-url', 'Amp', 'inferred', 'strong', line('ampcode.com/threads/', /https:\/\/ampcode\.com\/threads\/T-[0-9a-f-]{36}/i), '2025', 'ampcode.com'),
  signal('openhands.conversation-link', 'OpenHands', 'inferred', 'strong', line('app.all-hands.dev/conv', /https:\/\/app\.all-hands\.dev\/conversations\/[0-9a-f]{32}/i), '2025', 'OpenHands cloud pull-request bodies'),
  signal('crush.generated-with', 'Crush', 'declared', 'strong', line('generated with', /^💘 generated with \[?crush\b/iu), '2025', 'charmbracelet/crush attribution'),
  signal('opencode.generated-with', 'OpenCode', 'declared', 'strong', line('generated with [', /^[^\p{L}\p{N}]*generated with \[opencode\]\(https:\/\/opencode\.ai/iu), '2025', 'seen in commits'),
  signal('codex.generated-with', 'Codex', 'declared', 'strong', line('generated with [', /^[^\p{L}\p{N}]*generated with \[(?:openai )?codex[^\]]*\]\(https:\/\/(?:[\w.]*openai\.com|chatgpt\.com|github\.com\/openai)/iu), '2025', 'seen in commits'),
  signal('devin.generated-with', 'Devin', 'declared', 'strong', line('generated with [', /^[^\p{L}\p{N}]*generated with \[devin\]\(https:\/\/(?:[\w.]*devin\.ai|[\w.]*cognition\.ai)/iu), '2026', 'Devin CLI attribution'),
];

/** First lines that tools write. */
const subjects: readonly Signal[] = [
  signal('aider.subject', 'Aider', 'inferred', 'strong', { on: 'subject', needs: 'aider: ', pattern: /^aider: \S/ }, '2023', 'Aider-AI/aider `--attribute-commit-message`; counted: 733 commits'),
];

const branches: readonly (readonly [prefix: string, tool: string])[] = [
  ['claude', 'Claude'],
  ['codex', 'Codex'],
  ['copilot', 'Copilot'],
  ['cursor', 'Cursor'],
  ['devin', 'Devin'],
];

/** Branch names in merge subjects: weak, people name branches so by hand. */
const mergedBranches: readonly Signal[] = branches.map(([prefix, tool]) =>
  signal(
    `${prefix}.merged-branch`,
    tool,
    'inferred',
    'weak',
    {
      on: 'subject',
      needs: `${prefix}/`,
      pattern: new RegExp(`^Merge (?:pull request #\\d+ from [^/\\s]+/|(?:remote-tracking )?branch '(?:origin/)?)${prefix}/\\S`),
    },
    '2025',
    'AIDev and PRarena head-branch rules; counted in merge subjects',
  ),
);

/** Signals in the text of a commit message. */
export const messageSignals: readonly Signal[] = [...trailers, ...lines, ...subjects, ...mergedBranches];
