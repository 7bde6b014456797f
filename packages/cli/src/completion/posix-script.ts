import { type CompletedCommand, firstWords, secondWords, topics } from './completed-command.ts'

/**
 * What bash and zsh share: functions that tell the command of a line, its flags, the words a flag takes, and the ids of the resources in
 * berth.yaml. Nothing of them starts berth, so that a TAB takes no time.
 */
function sharedFunctions(commands: readonly CompletedCommand[]): string[] {
  const twoWords = commands.filter(({ id }) => id.includes(' ')).map(({ id }) => quoted(id))
  const lines = (of: readonly string[]): string[] => of.map((line) => `    ${line}`)
  return [
    '_berth_command() {',
    '  case "$1 $2" in',
    `    ${twoWords.join('|')}) printf '%s %s' "$1" "$2" ;;`,
    `    *) printf '%s' "$1" ;;`,
    '  esac',
    '}',
    '_berth_words() {',
    '  case "$1" in',
    `    '') echo ${quoted(firstWords(commands).join(' '))} ;;`,
    ...lines(
      topics(commands).map((topic) => {
        const words = secondWords(commands, topic).map(({ id }) => id.slice(topic.length + 1))
        return `${topic}) echo ${quoted(words.join(' '))} ;;`
      }),
    ),
    '  esac',
    '}',
    '_berth_flags() {',
    '  case "$1" in',
    ...lines(
      commands.map(
        ({ id, flags }) => `${quoted(id)}) echo ${quoted(flags.flatMap(({ names }) => names).join(' '))} ;;`,
      ),
    ),
    '  esac',
    '}',
    '_berth_values() {',
    '  case "$1 $2" in',
    ...lines(
      commands.flatMap(({ id, flags }) =>
        flags.flatMap(({ names, takesValue, choices }) =>
          takesValue
            ? [`${names.map((name) => quoted(`${id} ${name}`)).join('|')}) echo ${quoted(choices.join(' ') || '*')} ;;`]
            : [],
        ),
      ),
    ),
    '  esac',
    '}',
    '_berth_arguments() {',
    '  case "$1" in',
    ...lines(
      commands.flatMap(({ id, takes }) => {
        if (takes === 'files') return [`${quoted(id)}) echo '*' ;;`]
        if (takes === 'resources') return [`${quoted(id)}) _berth_resources ;;`]
        return takes.length === 0 ? [] : [`${quoted(id)}) echo ${quoted(takes.join(' '))} ;;`]
      }),
    ),
    '  esac',
    '}',
    '_berth_resources() {',
    '  [ -r berth.yaml ] || return 0',
    `  awk '/^resources:/ { inside = 1; next } /^[^ #\\r]/ { inside = 0 }`,
    `    inside && /^  [A-Za-z][A-Za-z0-9._-]*:/ { sub(/:.*/, ""); print $1 }' berth.yaml`,
    '}',
    // What may stand at the word that is being typed: words, `*` for files.
    '_berth_offers() {',
    '  command=$(_berth_command "$3" "$4")',
    '  values=$(_berth_values "$command" "$2")',
    '  case "$1" in',
    '    -*) _berth_flags "$command"; return ;;',
    '  esac',
    '  if [ -n "$values" ]; then echo "$values"; return; fi',
    '  if [ "$5" = 1 ]; then _berth_words ""; return; fi',
    '  if [ "$5" = 2 ] && [ -n "$(_berth_words "$3")" ]; then _berth_words "$3"; return; fi',
    '  _berth_arguments "$command"',
    '}',
  ]
}

/** The completion of bash. */
export function bashScript(commands: readonly CompletedCommand[]): string {
  return [
    '# berth completion bash',
    ...sharedFunctions(commands),
    '_berth() {',
    `  local command values offers current="\${COMP_WORDS[COMP_CWORD]}"`,
    `  offers=$(_berth_offers "$current" "\${COMP_WORDS[COMP_CWORD-1]}" "\${COMP_WORDS[1]-}" "\${COMP_WORDS[2]-}" "$COMP_CWORD")`,
    `  if [ "$offers" = '*' ]; then mapfile -t COMPREPLY < <(compgen -f -- "$current"); return; fi`,
    '  mapfile -t COMPREPLY < <(compgen -W "$offers" -- "$current")',
    '}',
    'complete -o filenames -o bashdefault -F _berth berth',
    '',
  ].join('\n')
}

/** The completion of zsh. */
export function zshScript(commands: readonly CompletedCommand[]): string {
  return [
    '#compdef berth',
    ...sharedFunctions(commands),
    '_berth() {',
    '  local command values offers',
    '  offers=$(_berth_offers "$words[CURRENT]" "$words[CURRENT-1]" "$words[2]" "$words[3]" "$((CURRENT - 1))")',
    `  if [[ "$offers" == '*' ]]; then _files; return; fi`,
    `  compadd -- \${=offers}`,
    '}',
    '(( $+functions[compdef] )) || { autoload -Uz compinit && compinit -u; }',
    'compdef _berth berth',
    '',
  ].join('\n')
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
