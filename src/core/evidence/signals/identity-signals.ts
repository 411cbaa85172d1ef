import { identitySignals, type KnownIdentity, type Signal } from './signal.ts';

/**
 * Identities AI tools commit and co-author under. Vendors' employees share the vendors' domains, and people
 * are called Claude, Devin and Jules: only whole addresses, account numbers and `[bot]` logins stand here.
 */
const agents: readonly KnownIdentity[] = [
  { id: 'claude', tool: 'Claude', addresses: ['noreply@anthropic.com'], since: '2025-02', source: 'Claude Code default trailer; counted: 11,000 commits in 28 repositories' },
  { id: 'claude.app', tool: 'Claude', accounts: [209825114], logins: ['claude[bot]'], since: '2025-05', source: 'GitHub app `claude`; its action also stamps 41898282+claude[bot]' },
  { id: 'claude.github-agent', tool: 'Claude', accounts: [242468646], logins: ['anthropic-code-agent[bot]'], since: '2025-10', source: 'GitHub app `anthropic-code-agent`; counted in commits' },
  { id: 'claude.legacy', tool: 'Claude', addresses: ['claude-code@anthropic.com', 'assistant@anthropic.com', 'claude@anthropic.com'], since: '2025-02', source: 'anthropics/claude-code#58479; counted in commits' },
  { id: 'claude.other-apps', tool: 'Claude', accounts: [215619710, 208546643], logins: ['anthropic-claude[bot]', 'claude-code-action[bot]'], since: '2025-05', source: 'chaoss/ai-detection-action' },
  { id: 'copilot.agent', tool: 'Copilot', accounts: [198982749], logins: ['copilot-swe-agent[bot]'], since: '2025-05', source: 'GitHub Copilot coding agent; counted: 5,583 commits in 21 repositories' },
  { id: 'copilot.cli', tool: 'Copilot', accounts: [223556219], since: '2025-09', source: 'Copilot CLI and app trailer; counted: 1,439 commits in 12 repositories' },
  { id: 'copilot.chat', tool: 'Copilot', accounts: [167198135], logins: ['copilot[bot]'], since: '2024', source: 'chaoss/ai-detection-action' },
  { id: 'copilot.review', tool: 'Copilot', accounts: [175728472], strength: 'weak', since: '2024', source: 'counted: 772 commits; often one accepted review suggestion, not the whole commit' },
  { id: 'copilot.autofix', tool: 'Copilot Autofix', accounts: [62310815, 223894421], logins: ['github-advanced-security[bot]', 'github-code-quality[bot]'], strength: 'weak', since: '2024', source: 'GitHub Autofix suggestions; counted: 73 commits in 6 repositories' },
  { id: 'copilot.editor', tool: 'Copilot', addresses: ['copilot@github.com'], strength: 'weak', since: '2026-04', source: 'microsoft/vscode#310226, #313931: an editor stamped it on commits written by hand' },
  { id: 'cursor', tool: 'Cursor', addresses: ['cursoragent@cursor.com'], since: '2025-06', source: 'Cursor agent trailer; counted: 1,616 commits in 19 repositories' },
  { id: 'cursor.app', tool: 'Cursor', accounts: [206951365], logins: ['cursor[bot]'], since: '2025-05', source: 'chaoss/ai-detection-action; counted in commits' },
  { id: 'codex', tool: 'Codex', addresses: ['codex@openai.com', 'noreply@openai.com'], since: '2025-05', source: 'Codex `codex_git_commit`; openai/codex#18095; counted: 264 commits' },
  { id: 'codex.app', tool: 'Codex', accounts: [215057067], logins: ['openai-codex[bot]'], since: '2025-05', source: 'chaoss/ai-detection-action; counted in commits' },
  { id: 'codex.github-agent', tool: 'Codex', accounts: [242516109], logins: ['openai-code-agent[bot]'], since: '2025-11', source: 'GitHub app `openai-code-agent`; seen in public instruction files' },
  { id: 'codex.connector', tool: 'Codex', accounts: [199175422], logins: ['chatgpt-codex-connector[bot]'], strength: 'weak', since: '2025-05', source: 'mostly reviews; counted in commits' },
  { id: 'devin', tool: 'Devin', accounts: [158243242], logins: ['devin-ai-integration[bot]'], since: '2024-03', source: 'GitHub app `devin-ai-integration`; counted: 615 commits' },
  { id: 'aider', tool: 'Aider', addresses: ['aider@aider.chat', 'noreply@aider.chat', 'noreply@aider.dev'], since: '2023', source: 'Aider-AI/aider repo.py; counted: 148 commits' },
  { id: 'jules', tool: 'Jules', accounts: [161369871], logins: ['google-labs-jules[bot]'], since: '2025-05', source: 'GitHub app `google-labs-jules`; counted: 286 commits in 10 repositories' },
  { id: 'gemini.code-assist', tool: 'Gemini Code Assist', accounts: [176961590], logins: ['gemini-code-assist[bot]'], strength: 'weak', since: '2025', source: 'mostly accepted review suggestions; counted: 2,109 commits' },
  { id: 'gemini.cli', tool: 'Gemini CLI', addresses: ['gemini-cli-robot@google.com', 'gemini-cli@google.com'], logins: ['gemini-cli[bot]'], strength: 'weak', since: '2025', source: 'google-gemini/gemini-cli release scripts: mostly a release robot; the other address commits to its shadow repositories' },
  { id: 'openhands', tool: 'OpenHands', addresses: ['openhands@all-hands.dev', 'contact@all-hands.dev'], logins: ['openhands-agent[bot]'], since: '2024-09', source: 'OpenHands AGENTS.md; counted: 12,727 commits' },
  { id: 'amp', tool: 'Amp', addresses: ['amp@ampcode.com'], since: '2025', source: 'counted: 14 commits in 3 repositories' },
  { id: 'opencode', tool: 'OpenCode', addresses: ['noreply@opencode.ai'], since: '2025', source: 'opencode#29845' },
  { id: 'droid', tool: 'Factory Droid', accounts: [138933559], logins: ['factory-droid[bot]'], since: '2025', source: 'GitHub app `factory-droid`; counted: 16 commits in 5 repositories' },
  { id: 'qwen', tool: 'Qwen Code', addresses: ['qwen-coder@alibabacloud.com'], since: '2025', source: 'QwenLM/qwen-code#3115; counted in commits' },
  { id: 'crush', tool: 'Crush', addresses: ['crush@charm.land'], since: '2025', source: 'charmbracelet/crush attribution' },
  { id: 'junie', tool: 'Junie', addresses: ['junie@jetbrains.com'], since: '2025', source: 'seen in public instruction files' },
  { id: 'warp', tool: 'Warp', addresses: ['oz-agent@warp.dev'], since: '2026', source: 'counted: 5 commits in 2 repositories' },
  { id: 'kiro', tool: 'Kiro', addresses: ['kiro-agent@users.noreply.github.com'], accounts: [244629292], since: '2025', source: 'kirodotdev/Kiro#5437' },
  { id: 'amazon-q', tool: 'Amazon Q', accounts: [208079219], logins: ['amazon-q-developer[bot]'], since: '2025', source: 'chaoss/ai-detection-action' },
  { id: 'roo', tool: 'Roo Code', addresses: ['roomote@roocode.com'], accounts: [219738659], logins: ['roomote[bot]'], since: '2025', source: 'counted: 358 commits' },
  { id: 'cline', tool: 'Cline', addresses: ['cline-agent@users.noreply.github.com'], accounts: [205137888], logins: ['cline[bot]'], since: '2025', source: 'chaoss/ai-detection-action; counted: 21 commits' },
  { id: 'windsurf', tool: 'Windsurf', logins: ['windsurf-bot[bot]'], since: '2025', source: 'coderbuds/ai-detector' },
  { id: 'trae', tool: 'Trae', addresses: ['traeagent@users.noreply.github.com'], since: '2025', source: 'counted: 14 commits' },
  { id: 'craft', tool: 'Craft Agents', addresses: ['agents-noreply@craft.do'], since: '2025', source: 'counted: 12 commits' },
  { id: 'sisyphus', tool: 'Sisyphus', addresses: ['clio-agent@sisyphuslabs.ai'], since: '2025', source: 'counted: 5 commits' },
  { id: 'terragon', tool: 'Terragon', logins: ['terragon-labs[bot]'], since: '2025', source: 'counted: 4 commits' },
  { id: 'open-agents', tool: 'Open Agents', accounts: [260704009], logins: ['open-agents-bot[bot]'], since: '2026', source: 'counted: 28 commits' },
  { id: 'codegen', tool: 'Codegen', logins: ['codegen-sh[bot]'], since: '2025', source: 'PRarena' },
  { id: 'continue', tool: 'Continue', accounts: [230936708], since: '2025', source: 'chaoss/ai-detection-action' },
  { id: 'cody', tool: 'Cody', accounts: [201248094], since: '2025', source: 'chaoss/ai-detection-action' },
  { id: 'jetbrains-ai', tool: 'JetBrains AI', accounts: [220155983], since: '2025', source: 'chaoss/ai-detection-action' },
  { id: 'coderabbit', tool: 'CodeRabbit', accounts: [136622811], logins: ['coderabbitai[bot]'], strength: 'weak', since: '2023', source: 'review bot; counted: 32 commits' },
  { id: 'greptile', tool: 'Greptile', accounts: [165735046], logins: ['greptile-apps[bot]'], strength: 'weak', since: '2024', source: 'review bot; counted: 152 commits' },
  { id: 'graphite', tool: 'Graphite', accounts: [96075541], logins: ['graphite-app[bot]'], strength: 'weak', since: '2024', source: 'review bot; counted: 57 commits' },
  { id: 'sourcery', tool: 'Sourcery', logins: ['sourcery-ai[bot]'], strength: 'weak', since: '2023', source: 'review bot' },
];

/** Signals for AI tools' identities; `(aider)` counts on authors only: as committer it is the user's own edit. */
export const agentSignals: readonly Signal[] = [
  ...agents.flatMap((known) => identitySignals('ai', known)),
  {
    id: 'aider.author-name',
    version: 1,
    tool: 'Aider',
    class: 'ai',
    kind: 'inferred',
    strength: 'strong',
    match: { on: 'identity', role: 'author', addresses: [], accounts: [], logins: [], nameSuffix: '(aider)' },
    since: '2023',
    until: null,
    source: 'Aider-AI/aider repo.py; counted: 3,661 authors, 1,557 committers that are people',
  },
  {
    id: 'model.author-name',
    version: 1,
    tool: null,
    class: 'ai',
    kind: 'inferred',
    strength: 'strong',
    match: { on: 'identity', role: 'author', addresses: [], accounts: [], logins: [], nameSuffix: ')', namePattern: /\((?:claude|gpt|gemini|deepseek|qwen|grok|codex|o\d)-[\w.-]*\d[\w.-]*\)$/i },
    since: '2025',
    until: null,
    source: 'counted: Aider-AI/aider, an author named with the model `(claude-sonnet-4-20250514)`; no person is',
  },
];

/** Ordinary automation: version bumps, releases, formatting. Neither AI nor a person. */
const bots: readonly KnownIdentity[] = [
  { id: 'bot.dependabot', tool: 'Dependabot', accounts: [49699333, 27856297], logins: ['dependabot[bot]', 'dependabot-preview[bot]'], addresses: ['support@dependabot.com'], source: 'GitHub app' },
  { id: 'bot.renovate', tool: 'Renovate', accounts: [29139614], logins: ['renovate[bot]', 'forking-renovate[bot]'], addresses: ['bot@renovateapp.com'], source: 'Mend Renovate `gitAuthor` default' },
  { id: 'bot.github-actions', tool: 'GitHub Actions', accounts: [41898282], logins: ['github-actions[bot]'], addresses: ['github-actions[bot]@users.noreply.github.com', 'action@github.com', 'actions@github.com', 'github-actions@github.com'], source: 'actions/checkout documentation' },
  { id: 'bot.merge-queue', tool: 'GitHub merge queue', accounts: [118344674], logins: ['github-merge-queue[bot]'], source: 'GitHub app' },
  { id: 'bot.snyk', tool: 'Snyk', accounts: [19733683], addresses: ['snyk-bot@snyk.io'], source: 'Snyk documentation' },
  { id: 'bot.pre-commit', tool: 'pre-commit.ci', accounts: [66853113], logins: ['pre-commit-ci[bot]'], source: 'GitHub app' },
  { id: 'bot.mergify', tool: 'Mergify', accounts: [37929162], logins: ['mergify[bot]'], source: 'GitHub app' },
  { id: 'bot.release-please', tool: 'release-please', accounts: [55107282], logins: ['release-please[bot]'], source: 'GitHub app' },
  { id: 'bot.semantic-release', tool: 'semantic-release', addresses: ['semantic-release-bot@martynus.net'], source: 'semantic-release documentation' },
  { id: 'bot.autofix-ci', tool: 'autofix.ci', accounts: [114827586], logins: ['autofix-ci[bot]'], source: 'GitHub app' },
  { id: 'bot.greenkeeper', tool: 'Greenkeeper', accounts: [23040076], logins: ['greenkeeper[bot]'], addresses: ['support@greenkeeper.io'], until: '2020-06', source: 'GitHub app' },
  { id: 'bot.pyup', tool: 'PyUp', addresses: ['github-bot@pyup.io'], source: 'PyUp documentation' },
  { id: 'bot.all-contributors', tool: 'All Contributors', accounts: [46447321], logins: ['allcontributors[bot]'], source: 'GitHub app' },
  { id: 'bot.imgbot', tool: 'ImgBot', accounts: [31301654], logins: ['imgbot[bot]'], source: 'GitHub app' },
  { id: 'bot.other-apps', tool: null, logins: ['depfu[bot]', 'codecov[bot]', 'stale[bot]', 'netlify[bot]', 'vercel[bot]', 'crowdin-bot[bot]', 'whitesource-bolt-for-github[bot]', 'mend-bolt-for-github[bot]', 'restyled-io[bot]', 'pull[bot]', 'changeset-bot[bot]', 'kodiakhq[bot]', 'bors[bot]', 'scala-steward[bot]', 'lerna-release[bot]'], source: 'GitHub apps' },
];

/** Signals for ordinary automation, class `bot`. */
export const botSignals: readonly Signal[] = bots.flatMap((known) => identitySignals('bot', known));
