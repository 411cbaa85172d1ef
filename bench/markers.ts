/**
 * The union of explicit markers, written a second time as plain expressions over raw commit text, without the
 * catalogue: a check on it and not its echo. From published rule sets, vendors' pages and counted commits. What one
 * side finds and the other does not is printed with examples.
 */

const identities = [
  'noreply@anthropic\\.com', 'claude-code@anthropic\\.com', 'assistant@anthropic\\.com', 'claude@anthropic\\.com',
  '209825114\\+[^@]*@users\\.noreply\\.github\\.com', '198982749\\+[^@]*@users\\.noreply\\.github\\.com',
  '223556219\\+[^@]*@users\\.noreply\\.github\\.com', '175728472\\+[^@]*@users\\.noreply\\.github\\.com',
  '62310815\\+[^@]*@users\\.noreply\\.github\\.com', '223894421\\+[^@]*@users\\.noreply\\.github\\.com', 'copilot@github\\.com',
  'cursoragent@cursor\\.com', '206951365\\+[^@]*@users\\.noreply\\.github\\.com', 'noreply@openai\\.com', 'codex@openai\\.com',
  '215057067\\+[^@]*@users\\.noreply\\.github\\.com', '199175422\\+[^@]*@users\\.noreply\\.github\\.com',
  '158243242\\+[^@]*@users\\.noreply\\.github\\.com', 'aider@aider\\.chat', 'noreply@aider\\.(?:chat|dev)',
  '161369871\\+[^@]*@users\\.noreply\\.github\\.com', '176961590\\+[^@]*@users\\.noreply\\.github\\.com', '(?:openhands|contact)@all-hands\\.dev',
  'amp@ampcode\\.com', 'noreply@opencode\\.ai', '138933559\\+[^@]*@users\\.noreply\\.github\\.com', 'qwen-coder@alibabacloud\\.com',
  'crush@charm\\.land', 'junie@jetbrains\\.com', 'oz-agent@warp\\.dev', 'kiro-agent@users\\.noreply\\.github\\.com',
  'roomote@roocode\\.com', '219738659\\+[^@]*@users\\.noreply\\.github\\.com', 'cline-agent@users\\.noreply\\.github\\.com',
  '(?:\\d+\\+)?(?:claude|copilot-swe-agent|devin-ai-integration|cursor|google-labs-jules|roomote|gemini-code-assist)\\[bot\\]@users\\.noreply\\.github\\.com',
];
const address = new RegExp(`^(?:${identities.join('|')})$`, 'i');
const coAuthor = new RegExp(`^[ \\t*+-]*co-authored-by:[^\\n]*[< ](?:${identities.join('|')})>?[ \\t\\r]*$`, 'im');
const texts: readonly RegExp[] = [
  /^[^\n\w>]*generated (?:with|by) \[?claude code\b/im,
  /^[ \t]*claude-session:[ \t]*https:/im,
  /^[ \t]*claude-generated-by:[ \t]*\S/im,
  /^[ \t]*agent-logs-url:[ \t]*https:/im,
  /^[ \t]*copilot-session:[ \t]*[0-9a-f]{8}-/im,
  /^[ \t]*amp-thread(?:-id)?:[^\n]*T-[0-9a-f]{8}/im,
  /^[ \t*+-]*made-with:[ \t]*\[?cursor/im,
  /^[ \t]*entire-checkpoint:[ \t]*[0-9a-z]{12}/im,
  /^[ \t]*replit-commit-author:[ \t]*agent/im,
  /https:\/\/claude\.ai\/code\/session_/i,
  /https:\/\/app\.devin\.ai\/sessions\/[0-9a-f]/i,
  /https:\/\/chatgpt\.com\/codex\/(?:cloud\/)?tasks\/task_/i,
  /jules\.google\.com\/task\/\d/i,
  /^[ \t]*(?:ai-)?(?:assisted|generated)-by:[ \t]*[^\n<]*\b(?:claude(?!\s+[A-Z][a-z]+\s*<)|copilot|codex|chatgpt|gpt-?\d|gemini|cursor|opus \d|sonnet|glm-|deepseek|llm|openhands|opencode|antigravity|aider|qwen)/im,
  /^co-authored-by:[ \t]*(?:claude code|(?:github )?copilot|openhands|chatgpt|codex)[ \t]*(?:<|\r?$)/im,
];

/** A commit as the expressions see it. */
export interface RawCommit {
  readonly author: { readonly name: string; readonly email: string };
  readonly committer: { readonly name: string; readonly email: string };
  readonly message: string;
}

/** Whether a commit carries an explicit marker of AI. */
export function isMarked({ author, committer, message }: RawCommit): boolean {
  if (address.test(author.email) || address.test(committer.email) || author.name.endsWith('(aider)')) return true;
  if (/^aider: \S/.test(message)) return true;
  const text = message.replace(/<!--[\s\S]*?-->/g, '');
  return coAuthor.test(text) || texts.some((pattern) => pattern.test(text));
}
