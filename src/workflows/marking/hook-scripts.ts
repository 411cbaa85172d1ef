import { agentVariables, generalVariable } from '../../core/evidence/index.ts';

/** The hooks of git that marking needs. */
export const hookNames = ['prepare-commit-msg', 'commit-msg', 'post-commit', 'post-rewrite'] as const;

/** One of them. */
export type HookName = (typeof hookNames)[number];

/** The line by which a hook of ours is known among others. */
export const signature = '# countersign hook: written by `countersign hook install`, taken away by `countersign hook uninstall`.';

/** Where the repository keeps our own scripts, under its common git directory. */
export const scriptFolder = 'countersign/hooks';

/** The folder beside `folder` where the hooks that were there wait: the same depth, so that their relative paths hold. */
export function keptFolder(folder: string): string {
  return `${folder}.before-countersign`;
}

/**
 * The hook git runs: first the one that was here, whose failure decides, then ours, which never decides. After a
 * commit there is nothing left to decide, and ours runs all the same. What is on stdin goes to both.
 */
export function wrapperScript(name: HookName): string {
  const kept = `"\${0%/*}.before-countersign/${name}"`;
  const [before, after] = name === 'post-rewrite' ? ['pairs=$(cat)\n', `printf '%s\\n' "$pairs" | `] : ['', ''];
  return `#!/bin/sh
${signature}
code=0
${before}if [ -x ${kept} ]; then
  ${after}${kept} "$@" || ${name.startsWith('post-') ? 'code=$?' : 'exit'}
fi
${after}${callOfOurs(name)}
exit $code
`;
}

/** One line that runs our own script where this clone has it, and otherwise nothing: fit for files a team shares. */
export function callOfOurs(name: HookName, args = '"$@"'): string {
  return `sh -c 'ours="$(git rev-parse --git-common-dir)/${scriptFolder}/${name}"; [ ! -x "$ours" ] || exec "$ours" "$@"' ${name} ${args} || :`;
}

/**
 * Our own script: a few tests of the shell, and only where there is something to do the program, by the path it
 * was installed from. Whatever goes wrong is one line on stderr; the commit goes on. The pairs of `post-rewrite` lie
 * in a file until the program has followed them: whoever ends it loses none, the next hook goes on with them.
 */
export function ownScript(name: HookName, program: readonly string[]): string {
  const agents = [...new Set([...agentVariables.map(({ variable }) => variable), generalVariable])].map((variable) => `\${${variable}-}`).join('');
  const fallback = `command -v countersign >/dev/null 2>&1`;
  const quoted = program.map((part) => `'${part.replaceAll("'", "'\\''")}'`).join(' ');
  const files = program.map((part) => `[ -f '${part.replaceAll("'", "'\\''")}' ]`).join(' && ');
  const run = (hook: string, args: string, end: string) => {
    const failed = `echo "countersign: ${hook} failed; the commit goes on as it is" >&2`;
    return `if ${files}; then
  ${quoted} hook run ${hook}${args}${end} || ${failed}
elif ${fallback}; then
  countersign hook run ${hook}${args}${end} || ${failed}
else
  echo "countersign: not found where it was installed from, nor on the PATH; the commit goes on unmarked (countersign hook install mends it)" >&2
fi
`;
  };
  const [before, end] = name === 'post-rewrite' ? ['cat >> "$pairs" || exit 0\n', ' < "$pairs" && rm -f "$pairs"'] : ['', ''];
  const left = name === 'prepare-commit-msg' ? `if [ -s "$pairs" ]; then\n${run('post-rewrite', ' left', ' < "$pairs" && rm -f "$pairs"').trimEnd()}\nfi\n` : '';
  return `#!/bin/sh
${signature}
agent="${agents}"
dir=$(git rev-parse --git-dir) || exit 0
pairs="$dir/countersign-rewritten"
${left}${reasonToRun[name]}
${before}${run(name, ' "$@"', end)}exit 0
`;
}

const reasonToRun: Record<HookName, string> = {
  // A rebase tells `post-rewrite` itself what it copies; at an `edit` stop somebody commits who does not.
  'prepare-commit-msg': `copies() {
  [ -e "$dir/countersign-copying" ] && return 0
  git show-ref --verify --quiet refs/notes/ai || return 1
  [ -e "$dir/rebase-merge/amend" ] && return 0
  [ ! -d "$dir/rebase-merge" ] && [ ! -d "$dir/rebase-apply" ] || return 1
  [ -e "$dir/SQUASH_MSG" ] || git rev-parse --verify --quiet CHERRY_PICK_HEAD >/dev/null
}
[ -n "$agent" ] || copies || exit 0`,
  // Without an agent there is only a question to ask, and only a person at a terminal to answer it, once per branch.
  'commit-msg': `if [ -z "$agent" ]; then
  [ -t 1 ] && [ -t 2 ] && [ -z "\${CI-}" ] || exit 0
  branch=$(git symbolic-ref --quiet HEAD) || exit 0
  grep -qxF "$branch" "$(git rev-parse --git-common-dir)/countersign/asked" 2>/dev/null && exit 0
fi`,
  'post-commit': '[ -n "$agent" ] || [ -e "$dir/countersign-copying" ] || exit 0',
  'post-rewrite': '[ -n "$agent" ] || git show-ref --verify --quiet refs/notes/ai || exit 0',
};

const begin = '# >>> countersign';
const end = '# <<< countersign';

/** A husky script with our line at its end, in a block that can be found again. */
export function withBlock(text: string | null, name: HookName): string {
  const before = text === null ? '' : withoutBlock(text);
  const gap = before === '' || before.endsWith('\n') ? '' : '\n';
  // The gap is inside the block, so that taking it out gives the same bytes back.
  return `${before}${gap}${begin}${gap === '' ? '' : ' (a line end was added before this)'}\n${callOfOurs(name)}\n${end}\n`;
}

/** The same without our block, byte for byte as it was before it. */
export function withoutBlock(text: string): string {
  const from = text.indexOf(begin);
  const to = text.indexOf(`${end}\n`, from);
  if (from === -1 || to === -1) return text;
  const added = text.startsWith(`${begin} (a line end`, from) ? 1 : 0;
  return text.slice(0, from - added) + text.slice(to + end.length + 1);
}

/** Whether a husky script holds our block. */
export function hasBlock(text: string): boolean {
  return withoutBlock(text) !== text;
}

/** What a `lefthook-local.yml` must say; a whole file, because lefthook merges it with the team's own. */
export function lefthookLocal(): string {
  const hooks = hookNames.map((name) => {
    const stdin = name === 'post-rewrite' ? '\n      use_stdin: true' : '';
    const run = callOfOurs(name, '{0}');
    return `${name}:\n  commands:\n    countersign:${stdin}\n      run: |\n        ${run}\n`;
  });
  return `${signature}\n${hooks.join('')}`;
}
