import { type CompletedCommand, firstWord, secondWords, topics } from './completed-command.ts'

/** The completion of fish, which shows what each word is for. */
export function fishScript(commands: readonly CompletedCommand[]): string {
  const single = commands.filter(({ id }) => !id.includes(' '))
  const ofTopics = topics(commands).filter((topic) => single.every(({ id }) => id !== topic))
  return [
    '# berth completion fish',
    'function __berth_words',
    '  string match -v -- "-*" (commandline -opc)[2..]',
    'end',
    'function __berth_at',
    '  set -l words (__berth_words)',
    '  test "$words" = "$argv"',
    'end',
    'function __berth_in',
    '  set -l words (__berth_words)',
    '  string match -q -- "$argv *" "$words "',
    'end',
    'function __berth_resources',
    '  test -r berth.yaml; or return 0',
    `  awk '/^resources:/ { inside = 1; next } /^[^ #\\r]/ { inside = 0 } inside && /^  [A-Za-z][A-Za-z0-9._-]*:/ { sub(/:.*/, ""); print $1 }' berth.yaml`,
    'end',
    'complete -c berth -f',
    ...single.map(({ id, summary }) => `complete -c berth -n __berth_at -a ${id} -d ${quoted(summary)}`),
    ...ofTopics.map((topic) => {
      const within = secondWords(commands, topic).map(({ id }) => id.slice(topic.length + 1))
      return `complete -c berth -n __berth_at -a ${topic} -d ${quoted(within.join(', '))}`
    }),
    ...commands
      .filter(({ id }) => id.includes(' '))
      .map(({ id, summary }) => {
        const topic = firstWord(id)
        return `complete -c berth -n '__berth_at ${topic}' -a ${id.slice(topic.length + 1)} -d ${quoted(summary)}`
      }),
    ...commands.flatMap(commandLines),
    '',
  ].join('\n')
}

function commandLines({ id, flags, takes }: CompletedCommand): string[] {
  const here = `complete -c berth -n '__berth_in ${id}'`
  const lines = flags.map(({ names, summary, takesValue, choices }) => {
    const words = names.map((name) => (name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`))
    const value = choices.length > 0 ? `-x -a ${quoted(choices.join(' '))}` : takesValue ? '-r -F' : ''
    return [here, ...words, value, `-d ${quoted(summary)}`].filter((word) => word !== '').join(' ')
  })
  if (takes === 'resources') return [...lines, `${here} -a '(__berth_resources)'`]
  if (takes === 'files') return [...lines, `${here} -F`]
  return takes.length === 0 ? lines : [...lines, `${here} -a ${quoted(takes.join(' '))}`]
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}
