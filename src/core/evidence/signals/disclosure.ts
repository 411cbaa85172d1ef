/** Keys under which people and tools disclose assistance; values are free text. */
export const disclosureKeys: readonly string[] = [
  'assisted-by',
  'generated-by',
  'ai-assisted-by',
  'ai-generated-by',
  'ai-assisted',
  'ai-generated',
  'ai-co-authored-by',
  'ai-tool',
  'coding-agent',
  'co-developed-by',
];

/** What a disclosure says: AI was used (with what), or none was. */
export type Disclosure =
  | { readonly says: 'ai'; readonly tool: string | null; readonly model: string | null }
  | { readonly says: 'none' };

/**
 * Names no person has, in the order they are looked for; the first hit names the tool. Models stand after
 * tools, so that `Opus 4.6 via Claude Code` is Claude and `opencode:gpt-5` OpenCode.
 */
const products: readonly (readonly [pattern: RegExp, tool: string | null])[] = [
  [/\bopencode\b/i, 'OpenCode'],
  [/\bopenhands\b/i, 'OpenHands'],
  [/\bcrush:\S|\bvia crush\b/i, 'Crush'],
  [/\bgithub copilot\b|\bcopilot\b/i, 'Copilot'],
  [/\bclaude[ -]?(?:code|cli|desktop|agent|ai)\b|\bclaude:\S/i, 'Claude'],
  [/\b(?:openai )?codex\b/i, 'Codex'],
  [/\bgemini[ -]?(?:cli|code assist)\b/i, 'Gemini CLI'],
  [/\bantigravity\b/i, 'Antigravity'],
  [/\bcursor[ -](?:agent|ai|composer|cli|ide)\b|\bcursor:\S|(?:^|,)\s*cursor\s*(?:,|$)/i, 'Cursor'],
  [/\bdevin[ .-]ai\b|\bdevin:\S/i, 'Devin'],
  [/\bwindsurf\b/i, 'Windsurf'],
  [/\baider\b/i, 'Aider'],
  [/\broo ?code\b/i, 'Roo Code'],
  [/\bqwen[ -]?code\b/i, 'Qwen Code'],
  [/\bamazon q\b|\bcodewhisperer\b/i, 'Amazon Q'],
  [/\bampcode\b|\bsourcegraph amp\b|\bamp:\S/i, 'Amp'],
  [/\bfactory droid\b|\bdroid:\S/i, 'Factory Droid'],
  [/\bkiro[ -](?:agent|cli|ide)\b|\bkiro:\S/i, 'Kiro'],
  [/\bgoogle jules\b|\bjules:\S/i, 'Jules'],
  [/\bcodeium\b/i, 'Codeium'],
  [/\btabnine\b/i, 'Tabnine'],
  [/\baugment[ -]code\b/i, 'Augment Code'],
  [/\bjetbrains ai\b/i, 'JetBrains AI'],
  [/\bclaude-(?:opus|sonnet|haiku|fable|\d)|\b(?:claude )?(?:opus|sonnet|haiku|fable)[ -]\d|\bclaude \d|\banthropic claude\b/i, 'Claude'],
  [/\bchatgpt(?:v?\d[\w.]*)?\b/i, 'ChatGPT'],
  [/\bgemini[ :-]?(?:\d|pro\b|flash\b|ultra\b)|\bgoogle gemini\b|\bwith gemini\b|\bgemini:\S/i, 'Gemini'],
  [/\bgpt-?\d/i, 'GPT'],
  [/\bdeepseek\b/i, 'DeepSeek'],
  [/\bqwen[\d-]/i, 'Qwen'],
  [/\bglm-?\d/i, 'GLM'],
  [/\bkimi[ -]k?\d/i, 'Kimi'],
  [/\bgrok[ -](?:\d|code)/i, 'Grok'],
  [/\b(?:codestral|devstral)\b|\bmistral[ -](?:\d|large|medium|small)/i, 'Mistral'],
  [/\bllama[ -]?\d/i, 'Llama'],
  [/\bminimax[ -]m?\d/i, 'MiniMax'],
  [/\bLLMs?\b|\blarge language model\b|\bgenerative ai\b|\bgenAI\b|\bAI[ -](?:assistant|agent|tools?|chatbot|model)\b/i, null],
];

/** Words that are a product only where they are the whole value (or its head): some are first names. */
const loneNames: ReadonlyMap<string, string | null> = new Map([
  ['claude', 'Claude'],
  ['gemini', 'Gemini'],
  ['cursor', 'Cursor'],
  ['amp', 'Amp'],
  ['opus', 'Claude'],
  ['sonnet', 'Claude'],
  ['haiku', 'Claude'],
  ['kiro', 'Kiro'],
  ['junie', 'Junie'],
  ['crush', 'Crush'],
  ['cline', 'Cline'],
  ['qwen', 'Qwen'],
  ['grok', 'Grok'],
  ['ai', null],
]);

const models =
  /\b(?:claude[ -])?(?:opus|sonnet|haiku|fable)[ -]\d[\w.-]*|\bclaude-[a-z\d][\w.-]*|\b(?:gpt|glm|kimi|grok|qwen|llama|mistral|minimax|deepseek|gemini)-[\w.-]*\d[\w.-]*|\bgemini \d[\w.]*/i;

const none = /^(?:none|no|n\/a|nobody|nothing|false|no ai|not used|0 ?%)\.?$/i;
const yes = /^(?:yes|true|partially|partly|fully)\b/i;
const placeholder =
  /^$|^[[<{(]+ *(?:tool|agent|ai|name|model|your|the|insert|e\.g|if )[^@]*$|\[tool(?: name)?\]|<tool[^<>@]*>|^agent_name:model_version\b|^\.{3}|^todo\b|^tbd\b|^\{\{|^\$\{?\w+\}?$/i;

/**
 * What the value of a disclosure trailer says, or `null` where it says nothing about AI: a template's
 * placeholder, a person, a compiler. The Linux form `AGENT:MODEL [TOOL1]` gives tool and model.
 * `key` in lower case; only keys that name AI take a bare yes. Addresses are the caller's to look up.
 */
export function readDisclosure(key: string, value: string): Disclosure | null {
  const text = value.trim();
  if (placeholder.test(text)) return null;
  if (key !== 'co-developed-by' && none.test(text)) return { says: 'none' };
  const product = productIn(text);
  const linux = /^([^\s:<>[\]@]+):([^\s:<>[\]]+)(?: +\[[^\]]+\])*$/.exec(text);
  if (linux !== null && !text.includes('//')) {
    const agent = loneNames.get(linux[1]!.toLowerCase());
    if (product !== null || agent !== undefined) {
      return { says: 'ai', tool: agent ?? product?.tool ?? linux[1]!, model: linux[2]! };
    }
  }
  if (product !== null) return { says: 'ai', tool: product.tool, model: modelIn(text) };
  if (key.startsWith('ai-') && yes.test(text)) return { says: 'ai', tool: null, model: null };
  return null;
}

/** The AI product a free text names beyond doubt, else `null`. */
function productIn(text: string): { tool: string | null } | null {
  const name = text.replace(/<[^<>]*>/g, '');
  for (const [pattern, tool] of products) if (pattern.test(name)) return { tool };
  if (text.includes('@')) return null;
  const head = /^([A-Za-z]+)(?=$|[:,([]| *[([]| v?\d| via | with )/.exec(text);
  if (head === null || (head[1]!.toLowerCase() === 'ai' && head[1] !== 'AI')) return null;
  const tool = loneNames.get(head[1]!.toLowerCase());
  return tool === undefined ? null : { tool };
}

/** The model a display name or value mentions (`Claude Opus 4.6`, `gpt-5`), verbatim, else `null`. */
export function modelIn(text: string): string | null {
  const aider = /^aider \(([^)]+)\)/i.exec(text);
  return aider?.[1] ?? models.exec(text)?.[0] ?? null;
}

/**
 * The tool a co-author line names where its address is unknown or missing (some projects ask for the tool's
 * name alone). Only whole names no person has count: `Claude Code`, `GitHub Copilot`, `Claude Opus 4.6`.
 */
export function toolNamed(name: string): string | null {
  const whole =
    /^(?:(claude code|claude (?:opus|sonnet|haiku|fable) \d[\w. ()]*)|((?:github )?copilot)|((?:openai )?codex(?: cli)?)|(gemini cli)|(cursor agent)|(chatgpt)|(opencode)|(openhands))$/i;
  const found = whole.exec(name.trim());
  if (found === null) return null;
  return ['Claude', 'Copilot', 'Codex', 'Gemini CLI', 'Cursor', 'ChatGPT', 'OpenCode', 'OpenHands'][found.slice(1).findIndex((part) => part !== undefined)]!;
}
