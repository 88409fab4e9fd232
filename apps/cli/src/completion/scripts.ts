import type { Words } from './words.js';

/** The words before the cursor that are commands, as every shell below puts them together. */
const flat = ({ commands, options }: Words): string =>
  [...commands.map(({ name }) => name), ...options.map(({ flag }) => flag)].join(' ');
const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** For bash 3.2 and newer; file names complete where no word does. */
export function bashScript(all: Words[]): string {
  return `# kotae: completion for bash
_kotae() {
  local current=\${COMP_WORDS[COMP_CWORD]} path= word i
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    case "\${path:+$path }$word" in
${all
  .filter(({ path }) => path !== '')
  .map(({ path }) => `      ${quoted(path)}) path=${quoted(path)} ;;`)
  .join('\n')}
    esac
  done
  case "$path" in
${all.map((words) => `    ${quoted(words.path)}) COMPREPLY=($(compgen -W ${quoted(flat(words))} -- "$current")) ;;`).join('\n')}
  esac
}
complete -o default -F _kotae kotae
`;
}

/** For zsh: commands, options once a dash is typed, and file names where neither is. */
export function zshScript(all: Words[]): string {
  return `#compdef kotae
# kotae: completion for zsh
_kotae() {
  local path_= word
  for word in \${words[2,CURRENT-1]}; do
    case "\${path_:+$path_ }$word" in
${all
  .filter(({ path }) => path !== '')
  .map(({ path }) => `      ${quoted(path)}) path_=${quoted(path)} ;;`)
  .join('\n')}
    esac
  done
  local -a commands options
  case "$path_" in
${all.map(({ path, commands, options }) => `    ${quoted(path)}) commands=(${described(commands)}) options=(${described(options.map(({ flag: name, does }) => ({ name, does })))}) ;;`).join('\n')}
  esac
  _describe -t commands command commands || _describe -o option options || _files
}
if [ "$funcstack[1]" = _kotae ]; then _kotae "$@"; else compdef _kotae kotae; fi
`;
}

/** Words for `_describe`, each with what it does. */
function described(words: { name: string; does: string }[]): string {
  return words.map(({ name, does }) => quoted(`${name}:${does.replaceAll(':', '\\:')}`)).join(' ');
}

export function fishScript(all: Words[]): string {
  const lines = all.flatMap(({ path, commands, options }) => {
    const there = `__kotae_at ${quoted(path)}`;
    return [
      ...commands.map(
        ({ name, does }) => `complete -c kotae -n ${quoted(there)} -f -a ${quoted(name)} -d ${quoted(does)}`,
      ),
      ...options.map(
        ({ flag, does }) =>
          `complete -c kotae -n ${quoted(there)} -l ${quoted(flag.replace(/^-+/, ''))} -d ${quoted(does)}`,
      ),
    ];
  });
  return `# kotae: completion for fish
function __kotae_at
  set -l path
  for word in (commandline -opc)[2..-1]
    set -l longer (string trim -- "$path $word")
    contains -- $longer ${all
      .filter(({ path }) => path !== '')
      .map(({ path }) => quoted(path))
      .join(' ')}; and set path $longer
  end
  test "$path" = "$argv[1]"
end
${lines.join('\n')}
`;
}
