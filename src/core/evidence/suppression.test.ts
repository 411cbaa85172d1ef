import { expect, test } from 'vitest';
import { isInstructionFile, suppressionsIn } from './index.ts';

test.each([
  ['CLAUDE.md', '- Never add Co-Authored-By agents in commit message'],
  ['docs/AGENTS.md', 'Do not include a "Co-authored-by: Claude" line.'],
  ['CLAUDE.md', '* **Never** mention Claude as co-author, no AI attribution'],
  ['.github/copilot-instructions.md', 'No AI attribution in commits'],
  ['.cursor/rules/git.mdc', "Don't add Generated with [Claude Code] footers"],
  ['CLAUDE.md', '- Conventional Commits, no `Co-Authored-By`, no AI attribution.'],
  ['CLAUDE.md', '- NEVER reference Claude, Claude Code, or AI assistance in commit messages'],
  ['.claude/settings.json', '  "includeCoAuthoredBy": false,'],
  ['.claude/settings.local.json', '{"attribution": {"commit": "", "pr": ""}}'],
  ['.claude/settings.json', '    "commit": "",'],
  ['.claude/settings.json', '    "sessionUrl": false'],
  ['.factory/settings.json', '"includeCoAuthoredByDroid": false'],
  ['.cursor/cli-config.json', '"attributeCommitsToAgent": false'],
  ['.qwen/settings.json', '"gitCoAuthor": false'],
  ['.codex/config.toml', 'commit_attribution = ""'],
  ['.aider.conf.yml', 'attribute-author: false'],
  ['.aider.conf.yml', 'no-attribute-co-authored-by: true'],
  ['.codex/config.toml', 'codex_git_commit = false'],
  ['.claude/settings.json', '    "pr": ""'],
  ['.claude/settings.json', '  "gitAttribution": false'],
  ['.vscode/settings.json', '  "git.addAICoAuthor": "off",'],
  ['.husky/commit-msg', "sed -i '/Co-authored-by: Claude/d' \"$1\""],
])('%s: `%s` hides marks', (path, line) => {
  expect(isInstructionFile(path)).toBe(true);
  expect(suppressionsIn([{ path, text: `# Title\r\n${line}\r\n` }])).toMatchObject([{ path, line: 2, quote: line }]);
});

test.each(['\r', '\u0085', '\u2028', '\u2029'])('%j ends no line that hides marks', (sign) => {
  const [hook, title] = [`sed -i ${sign} '/Co-authored-by: Claude/d' "$1"`, `# Title${sign}No AI attribution, please`];
  expect(suppressionsIn([{ path: '.husky/commit-msg', text: hook }, { path: 'CLAUDE.md', text: title }])).toMatchObject([{ quote: hook }, { quote: title }]);
});

test.each([
  ['CLAUDE.md', 'Never remove Co-authored-by trailers.'],
  ['CLAUDE.md', 'Always add a Co-Authored-By trailer.'],
  ['AGENTS.md', 'Do not edit generated files. Commits carry co-authored-by lines.'],
  ['CLAUDE.md', 'Do not mention customers in commits. AI is fine.'],
  ['README.md', 'Never add Co-Authored-By agents in commit message'],
  ['.claude/settings.json', '"includeCoAuthoredBy": true'],
  ['.aider.conf.yml', '# attribute-author: false'],
  ['.aider.conf.yml', 'no-attribute-author: false'],
  ['.codex/config.toml', 'codex_git_commit = true'],
  ['.claude/settings.json', '"pr": "Made by Claude"'],
  ['.vscode/settings.json', '"git.addAICoAuthor": "all"'],
  ['.vscode/settings.json', '"commit": ""'],
  ['.husky/commit-msg', 'npx commitlint --edit "$1"'],
  ['package.json', '"commit": ""'],
])('%s: `%s` hides nothing', (path, line) => {
  expect(suppressionsIn([{ path, text: line }])).toEqual([]);
});
