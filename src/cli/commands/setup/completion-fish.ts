import { commandPaths, valueFlags } from './completion-words.ts';
import type { CompletionCommand, Values } from './completion-shape.ts';

/** Completion for fish 3 and newer. */
export function fishScript(tree: readonly CompletionCommand[]): string {
  const lines = tree.flatMap(({ path, commands, options, arguments: places }) => {
    const at = quoted(`__countersign_at ${path}`.trimEnd());
    return [
      ...commands.map(({ name, says }) => `complete -c countersign -n ${at} -a ${quoted(name)} -d ${quoted(says)}`),
      ...options.map(({ flags, says, values }) => {
        const names = flags.map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`)).join(' ');
        return `complete -c countersign -n ${at} ${names} -d ${quoted(says)}${values === null ? '' : ` ${values === 'files' ? '-r' : '-x'} ${from(values)}`}`;
      }),
      ...places.map((values, index) => `complete -c countersign -n ${quoted(`__countersign_at ${path}; and test (__countersign_place) -eq ${index}`)} ${from(values)}`),
    ].map((line) => line.trimEnd());
  });
  return `# fish completion of countersign; to install: countersign completion fish > ~/.config/fish/completions/countersign.fish
function __countersign_parts
    # The command so far on the first line, how many arguments follow it on the second.
    set -l words (commandline -opc)
    set -l command
    set -l place 0
    set -l skip 0
    for word in $words[2..-1]
        if test $skip -eq 1
            set skip 0
            continue
        end
        switch $word
            case ${valueFlags(tree).map(quoted).join(' ')}
                set skip 1
            case '-*'
            case '*'
                set -l longer (string trim -- "$command $word")
                if contains -- $longer ${commandPaths(tree).map(quoted).join(' ')}
                    set command $longer
                else
                    set place (math $place + 1)
                end
        end
    end
    echo "$command"
    echo $place
end
function __countersign_at
    set -l parts (__countersign_parts)
    test "$parts[1]" = "$argv"
end
function __countersign_place
    set -l parts (__countersign_parts)
    echo $parts[2]
end
function __countersign_refs
    set -l repo .
    set -l words (commandline -opc)
    if set -l index (contains -i -- --repo $words)
        set -q words[(math $index + 1)]; and set repo $words[(math $index + 1)]
    end
    set -l before (string match -r '^.*\\.\\.' -- (commandline -ct))
    for ref in (git -C $repo for-each-ref --format='%(refname:short)' 2>/dev/null)
        echo "$before$ref"
    end
end
complete -c countersign -f
${lines.join('\n')}
`;
}

function from(values: Values): string {
  if (values === 'files') return '-F';
  if (values === 'folders') return "-a '(__fish_complete_directories)'";
  if (values === 'refs') return "-a '(__countersign_refs)'";
  return values.length === 0 ? '' : `-a ${quoted(values.join(' '))}`;
}

/** Fish has its own way with quotes. */
function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
