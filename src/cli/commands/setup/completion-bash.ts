import { commandPaths, quoted, valueFlags, wantedCase } from './completion-words.ts';
import type { CompletionCommand } from './completion-shape.ts';

/**
 * Completion for bash 3.2 and newer, without the bash-completion package. Names of refs never reach `compgen -W`, which
 * would run what a branch name says.
 */
export function bashScript(tree: readonly CompletionCommand[]): string {
  const cases = tree.flatMap((command) => [
    `    ${quoted(command.path)})`,
    `      words=${quoted(command.commands.map(({ name }) => name).join(' '))}`,
    `      flags=${quoted(command.options.flatMap(({ flags }) => flags).join(' '))}`,
    ...wantedCase(command),
  ]);
  return `# bash completion of countersign; to install: countersign completion bash > ~/.local/share/bash-completion/completions/countersign
_countersign() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" command='' flag='' repo='.' place=0 words='' flags='' wanted='' word='' ref='' i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    word="\${COMP_WORDS[i]}"
    # "--target=main" reaches us in three words.
    [ "$word" = '=' ] && continue
    if [ -n "$flag" ]; then
      [ "$flag" = '--repo' ] && repo="$word"
      flag=''
      continue
    fi
    case "$word" in
      ${valueFlags(tree).join('|')}) flag="$word" ;;
      -*) ;;
      *)
        case "\${command:+$command }$word" in
          ${commandPaths(tree).map(quoted).join('|')}) command="\${command:+$command }$word" ;;
          *) place=$((place + 1)) ;;
        esac
        ;;
    esac
  done
  [ "$cur" = '=' ] && cur=''
  case "$command" in
${cases.join('\n')}
  esac
  case "$wanted" in
    files) compopt -o filenames 2>/dev/null; while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -f -- "$cur") ;;
    folders) compopt -o filenames 2>/dev/null; while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -d -- "$cur") ;;
    refs)
      local before=''
      case "$cur" in *..*) before="\${cur%%..*}.."; cur="\${cur#*..}" ;; esac
      while IFS= read -r ref; do
        case "$ref" in "$cur"*) COMPREPLY+=("$(printf '%q' "$before$ref")") ;; esac
      done < <(git -C "$repo" for-each-ref --format='%(refname:short)' 2>/dev/null)
      ;;
    words*) words="\${wanted#words}" ;;
  esac
  [ -n "$flag" ] && flags=''
  if [ -z "$wanted" ] && [ -n "$flag" ]; then return; fi
  case "$cur" in
    -*) COMPREPLY+=($(compgen -W "$flags" -- "$cur")) ;;
    *) COMPREPLY+=($(compgen -W "$words" -- "$cur")) ;;
  esac
}
complete -F _countersign countersign
`;
}
