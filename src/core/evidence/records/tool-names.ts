const namelessModels: ReadonlySet<string> = new Set(['unknown', 'default', '<synthetic>', 'auto', 'none']);

const toolNames: ReadonlyMap<string, string> = new Map([
  ['claude', 'Claude'],
  ['claude-code', 'Claude'],
  ['codex', 'Codex'],
  ['cursor', 'Cursor'],
  ['copilot', 'Copilot'],
  ['github-copilot', 'Copilot'],
  ['github-copilot-cli', 'Copilot'],
  ['gemini', 'Gemini CLI'],
  ['gemini-cli', 'Gemini CLI'],
  ['opencode', 'OpenCode'],
  ['windsurf', 'Windsurf'],
  ['devin', 'Devin'],
  ['droid', 'Factory Droid'],
  ['amp', 'Amp'],
  ['junie', 'Junie'],
  ['aider', 'Aider'],
  ['pi', 'Pi'],
  ['continue-cli', 'Continue'],
  ['continue', 'Continue'],
  ['claude code', 'Claude'],
  ['gemini cli', 'Gemini CLI'],
  ['copilot cli', 'Copilot'],
  ['qwen-coder', 'Qwen Code'],
  ['qwen-code', 'Qwen Code'],
  ['factoryai droid', 'Factory Droid'],
  ['ai_tab', 'AI tab completion'],
]);

/** A model as a record names it; `null` where it only says that it does not know. */
export function modelName(raw: string | null): string | null {
  return raw === null || namelessModels.has(raw.trim().toLowerCase()) ? null : raw;
}

/** Whether a name is one of a known tool, and so no person's. */
export function isToolName(raw: string): boolean {
  return toolNames.has(raw.trim().toLowerCase());
}

/** The product's name as people know it; an unknown one stays as it is spelled. */
export function toolName(raw: string): string {
  return toolNames.get(raw.trim().toLowerCase()) ?? raw.trim();
}
