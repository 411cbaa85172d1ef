import { readDisclosure } from '../signals/disclosure.ts';

/** An agent that runs here and now, as the environment says. */
export interface RunningAgent {
  /** As it stands in a trailer, and as our own reader names it. */
  readonly tool: string;
  /** As git-ai spells it in `agent_id.tool`. */
  readonly id: string;
  readonly model: string | null;
  /** The tool's own name of the session; `null` where the environment holds none. */
  readonly session: string | null;
}

/** A variable that an agent sets for the commands it runs, and only for those. */
export interface AgentVariable {
  readonly variable: string;
  /** The value it must have; `null` for any that is not empty. */
  readonly value: string | null;
  readonly tool: string;
  readonly id: string;
  /** Variables that may hold the session, first found first. */
  readonly sessions: readonly string[];
  /** Where the variable is documented. */
  readonly source: string;
}

/**
 * The variables by which an agent can be told from a person's own shell; the first that is set names the agent.
 * Left out on purpose: `CURSOR_TRACE_ID` and `TERM_PROGRAM`, which a person's terminal inside an editor has too;
 * `CODEX_HOME` and the like, which are settings; Aider, which sets none and signs its commits itself.
 */
export const agentVariables: readonly AgentVariable[] = [
  variable('CLAUDECODE', '1', 'Claude', 'claude', ['CLAUDE_CODE_SESSION_ID'], 'code.claude.com/docs/en/env-vars'),
  variable('CURSOR_AGENT', null, 'Cursor', 'cursor', [], 'cursor.com/docs/agent/terminal'),
  variable('GEMINI_CLI', '1', 'Gemini CLI', 'gemini', [], 'geminicli.com/docs/tools/shell'),
  variable('CODEX_THREAD_ID', null, 'Codex', 'codex', ['CODEX_THREAD_ID'], 'openai/codex#10096'),
  variable('CODEX_SANDBOX', null, 'Codex', 'codex', ['CODEX_THREAD_ID'], 'openai/codex AGENTS.md'),
  variable('OPENCODE', '1', 'OpenCode', 'opencode', [], 'anomalyco/opencode packages/opencode/src/index.ts'),
  variable('COPILOT_CLI', null, 'Copilot', 'github-copilot-cli', [], 'github/copilot-cli changelog.md'),
  variable('QWEN_CODE', null, 'Qwen Code', 'qwen-code', [], 'QwenLM/qwen-code docs'),
  variable('AUGMENT_AGENT', null, 'Augment Code', 'augment', [], 'docs.augmentcode.com/cli/reference#shell-environment'),
  variable('AGENT', 'amp', 'Amp', 'amp', [], 'anthropics/claude-code#24838 (names the convention and who follows it)'),
];

/** The general variable `AI_AGENT=name` or `name@version` (vercel/detect-agent README), asked last. */
export const generalVariable = 'AI_AGENT';

const generalNames: ReadonlyMap<string, readonly [tool: string, id: string]> = new Map([
  ['claude', ['Claude', 'claude']],
  ['claude-code', ['Claude', 'claude']],
  ['codex', ['Codex', 'codex']],
  ['copilot', ['Copilot', 'copilot']],
  ['cursor', ['Cursor', 'cursor']],
  ['cursor-cli', ['Cursor', 'cursor']],
  ['gemini', ['Gemini CLI', 'gemini']],
  ['gemini-cli', ['Gemini CLI', 'gemini']],
  ['opencode', ['OpenCode', 'opencode']],
  ['amp', ['Amp', 'amp']],
]);

/** The agent this process runs under, or `null`. A name from the environment is cut to what a trailer can hold. */
export function runningAgent(env: Readonly<Record<string, string | undefined>>): RunningAgent | null {
  for (const known of agentVariables) {
    const value = env[known.variable] ?? '';
    if (value === '' || value === '0' || value === 'false' || (known.value !== null && value !== known.value)) continue;
    const session = known.sessions.map((name) => env[name] ?? '').find((id) => id !== '') ?? null;
    return { tool: known.tool, id: known.id, model: null, session: session === null ? null : session.slice(0, 200) };
  }
  const slug = (env[generalVariable] ?? '').split('@')[0]!.toLowerCase().replace(/[^a-z0-9._-]/g, '').slice(0, 40);
  if (slug === '' || slug === '0' || slug === 'false') return null;
  const [tool, id] = generalNames.get(slug) ?? [slug, slug];
  return { tool, id, model: null, session: null };
}

/**
 * The value of an `Assisted-by` trailer: `AGENT:MODEL [TOOL1] [TOOL2]` (Linux, Documentation/process/
 * coding-assistants.rst); without a model the agent alone. A name our reader would not know for an AI gets
 * `[AI tool]` beside it, or the trailer would say nothing to whoever reads it.
 */
export function assistedByValue(tool: string, model: string | null, others: readonly string[]): string {
  const written = (more: readonly string[]) => {
    const head = model === null ? tool : `${tool.replaceAll(' ', '-')}:${model}`;
    return [head, ...more.map((name) => `[${name}]`)].join(' ');
  };
  const plain = written(others);
  return readDisclosure('assisted-by', plain)?.says === 'ai' ? plain : written(['AI tool', ...others]);
}

function variable(name: string, value: string | null, tool: string, id: string, sessions: readonly string[], source: string): AgentVariable {
  return { variable: name, value, tool, id, sessions, source };
}
