import { linesSeen, onOneLine } from '../values/index.ts';
import type { Claim } from './claim.ts';

/** An instruction or setting that hides AI marks: absence of marks says less in such a repository. */
export interface Suppression {
  readonly path: string;
  /** Counts from 1. */
  readonly line: number;
  /** The line, verbatim. */
  readonly quote: string;
  /** What it does, for people. */
  readonly sentence: string;
}

interface SuppressionRule {
  readonly files: RegExp;
  readonly pattern: RegExp;
  /** Ends the sentence "`path` line n …". */
  readonly does: string;
}

const instructions = /(?:^|\/)(?:CLAUDE(?:\.local)?|AGENTS?|GEMINI|QWEN|CRUSH|WARP|CONVENTIONS|CONTRIBUTING)\.md$|(?:^|\/)\.github\/(?:copilot-instructions\.md|instructions\/[^/]+\.md)$|(?:^|\/)\.(?:cursor|windsurf|clinerules|roo|kiro|junie)\/.*\.mdc?$|(?:^|\/)\.(?:cursorrules|windsurfrules|clinerules)$|(?:^|\/)\.claude\/(?:commands|skills|rules|agents)\/.*\.md$/s;
const settings = /(?:^|\/)\.(?:claude|copilot|github\/copilot|cursor|factory|qwen|gemini)\/[^/]*(?:settings(?:\.local)?|config|cli-config)\.json$/;

const marks =
  String.raw`(?:co-?authored-by|ai[- ]attribution|(?:claude|copilot|cursor|codex|gemini|ai|agents?)(?: code)? (?:as (?:a )?)?(?:co-?author|attribution|trailer|signature)\w*|generated with \[?claude|attribution (?:to|for|of) (?:claude|copilot|cursor|codex|ai)\b)`;

const rules: readonly SuppressionRule[] = [
  {
    files: instructions,
    pattern: new RegExp(String.raw`\b(?:never|do not|don['’]t|must not|should not|avoid)\b(?! (?:ever )?(?:remov|strip|delet|drop|omit|forget|skip))[^.;]{0,80}\b${marks}`, 'i'),
    does: 'tells agents not to leave their mark',
  },
  {
    files: instructions,
    pattern: new RegExp(String.raw`^[\s*>#-]*(?:always )?(?:no|without|omit|remove|strip|drop|skip|exclude)\b[^.;]{0,40}\b${marks}`, 'i'),
    does: 'tells agents not to leave their mark',
  },
  {
    files: instructions,
    pattern: new RegExp(String.raw`(?:^|[\s(,;:*])no [\`'"*]*${marks}`, 'i'),
    does: 'tells agents not to leave their mark',
  },
  {
    files: instructions,
    pattern: /\b(?:never|do not|don['’]t|must not) (?:reference|mention|credit|name|disclose)\b[^.;]{0,40}\b(?:claude|copilot|cursor|codex|anthropic|ai)\b[^.;]{0,60}\b(?:commits?|prs?|pull requests?)\b/i,
    does: 'tells agents not to leave their mark',
  },
  { files: settings, pattern: /"includeCoAuthoredBy(?:Droid)?"\s*:\s*false/, does: 'switches co-author lines off' },
  { files: settings, pattern: /"attribution"\s*:\s*\{[^}]*"(?:commit|pr)"\s*:\s*""/, does: 'empties the attribution' },
  { files: settings, pattern: /^\s*"commit"\s*:\s*""/, does: 'empties the attribution of commits' },
  { files: settings, pattern: /^\s*"pr"\s*:\s*""/, does: 'empties the attribution of pull requests' },
  { files: settings, pattern: /"gitAttribution"\s*:\s*false/, does: 'means to switch attribution off' },
  { files: /(?:^|\/)\.vscode\/settings\.json$|\.code-workspace$/, pattern: /"git\.addAICoAuthor"\s*:\s*"off"/, does: 'switches co-author lines off' },
  { files: settings, pattern: /"sessionUrl"\s*:\s*false/, does: 'switches session links off' },
  { files: settings, pattern: /"attributeCommitsToAgent"\s*:\s*false/, does: 'switches attribution of commits off' },
  { files: settings, pattern: /"gitCoAuthor"\s*:\s*false/, does: 'switches co-author lines off' },
  { files: /(?:^|\/)\.codex\/config\.toml$/, pattern: /^\s*commit_attribution\s*=\s*""/, does: 'empties the attribution of commits' },
  { files: /(?:^|\/)\.codex\/config\.toml$/, pattern: /^\s*codex_git_commit\s*=\s*false\b/, does: 'switches co-author lines off' },
  {
    files: /(?:^|\/)\.aider\.conf\.ya?ml$/,
    pattern: /^\s*no-attribute-(?:author|committer|co-authored-by|commit-message-author)\s*:\s*true\b/,
    does: 'switches attribution off',
  },
  {
    files: /(?:^|\/)\.aider\.conf\.ya?ml$/,
    pattern: /^\s*attribute-(?:author|committer|co-authored-by|commit-message-author)\s*:\s*false\b/,
    does: 'switches attribution off',
  },
  {
    files: /(?:^|\/)(?:\.husky|\.githooks|hooks)\/(?:commit-msg|prepare-commit-msg)$/,
    pattern: /\b(?:sed|grep -v|perl|awk)\b.*(?:co-authored-by.*(?:claude|copilot|cursor|codex|anthropic)|(?:claude|copilot|cursor|codex|anthropic).*co-authored-by)/i,
    does: 'strips AI co-author lines from messages',
  },
];

/** Whether a path (at any depth) is one `suppressionsIn` has rules for. */
export function isInstructionFile(path: string): boolean {
  return rules.some((rule) => rule.files.test(path));
}

/** Lines that hide marks, in files whose texts are given. A fact about the repository; it says nothing of a commit. */
export function suppressionsIn(files: Iterable<{ readonly path: string; readonly text: string }>): readonly Suppression[] {
  const found: Suppression[] = [];
  for (const { path, text } of files) {
    const applicable = rules.filter((rule) => rule.files.test(path));
    if (applicable.length === 0) continue;
    text.split('\n').forEach((raw, index) => {
      const quote = raw.replace(/\r$/, '');
      const seen = [onOneLine(quote), ...linesSeen(quote)];
      const rule = applicable.find(({ pattern }) => seen.some((line) => pattern.test(line)));
      if (rule === undefined) return;
      found.push({ path, line: index + 1, quote, sentence: `\`${path}\` line ${index + 1} ${rule.does}.` });
    });
  }
  return found;
}

/**
 * What hidden marks say of a change: AI is at work here and told to leave no trace, so silence and "no AI" weigh
 * less. One weak claim about the repository per line: it asks, and a "no AI" beside it waits for a second person;
 * it makes nothing assisted and no line the AI's. `commit`: where the line was read.
 */
export function suppressionClaims(found: readonly (Suppression & { readonly commit: string })[]): readonly Claim[] {
  return found.map(({ commit, path, line, quote }) => ({
    class: 'ai',
    kind: 'inferred',
    strength: 'weak',
    subject: { scope: 'repository' },
    tool: null,
    model: null,
    session: null,
    rule: 'suppression',
    source: { in: 'file', commit, path, line },
    quote,
  }));
}
