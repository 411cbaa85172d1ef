import { commandPaths, quoted, valueFlags, wantedCase } from './completion-words.ts';
import type { CompletionCommand } from './completion-shape.ts';

/** Completion for zsh: as a file `_countersign` of `fpath`, or read with `source` after `compinit`. */
export function zshScript(tree: readonly CompletionCommand[]): string {
  // _describe parts name and description at the first colon.
  const said = (name: string, says: string) => quoted(`${name.replaceAll(':', '\\:')}:${says}`);
  const cases = tree.flatMap((command) => [
    `    ${quoted(command.path)})`,
    `      commands=(${command.commands.map(({ name, says }) => said(name, says)).join(' ')})`,
    `      flags=(${command.options.flatMap(({ flags, says }) => flags.map((flag) => said(flag, says))).join(' ')})`,
    ...wantedCase(command),
  ]);
  return `#compdef countersign
# zsh completion of countersign; to install: countersign completion zsh > "\${fpath[1]}/_countersign"
_countersign() {
  local command='' flag='' repo='.' wanted='' word='' i
  local -i place=0
  local -a commands flags values
  for ((i = 2; i < CURRENT; i++)); do
    word="\${(Q)words[i]}"
    if [[ -n "$flag" ]]; then
      [[ "$flag" == '--repo' ]] && repo="$word"
      flag=''
      continue
    fi
    case "$word" in
      ${valueFlags(tree).join('|')}) flag="$word" ;;
      -*) ;;
      *)
        case "\${command:+$command }$word" in
          ${commandPaths(tree).map(quoted).join('|')}) command="\${command:+$command }$word" ;;
          *) place+=1 ;;
        esac
        ;;
    esac
  done
  # "--target=main": the flag is done, its value begins.
  if [[ -z "$flag" && "$PREFIX" == --*=* ]]; then
    flag="\${PREFIX%%=*}"
    compset -P '*='
  fi
  case "$command" in
${cases.join('\n')}
  esac
  case "$wanted" in
    files) _files ;;
    folders) _files -/ ;;
    refs)
      compset -P '*..'
      values=("\${(@f)$(git -C "$repo" for-each-ref --format='%(refname:short)' 2>/dev/null)}")
      (( \${#values} )) && compadd -- "\${values[@]}"
      ;;
    words\\ *) values=("\${(@s: :)\${wanted#words }}"); compadd -- "\${values[@]}" ;;
  esac
  [[ -n "$flag" ]] && return
  if [[ "$PREFIX" == -* ]]; then
    _describe -o option flags
  elif (( \${#commands} )); then
    _describe command commands
  fi
}
if [[ "\${funcstack[1]}" == '_countersign' ]]; then
  _countersign "$@"
elif (( $+functions[compdef] )); then
  compdef _countersign countersign
fi
`;
}
