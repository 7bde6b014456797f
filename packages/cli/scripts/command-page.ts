import type { FaultOrigin, Language } from '@berth/core'
import { exitCodes } from '../src/command/exit-code.ts'
import { messageCatalogue } from '../src/messages/catalogue.ts'
import type { CommandFacts, ParameterFacts } from './command-facts.ts'
import { readFacts } from './read-facts.ts'

const words = {
  en: {
    title: 'The berth command',
    made: 'Made from the commands by `npm run docs -w packages/cli`. Do not edit.',
    language:
      'Messages come in Chinese or English by `--lang zh|en`, else by `LC_ALL`, `LC_MESSAGES`, `LANG`. With `--json` a command prints exactly its result, and a failure as `{ "error": ... }`.',
    exit: 'Exit codes',
    code: 'Code',
    meaning: 'Meaning',
    fine: 'done',
    findings: 'findings, or something is not as it should be',
    interrupted: 'interrupted; run it again and it goes on',
    arguments: 'Argument',
    flag: 'Flag',
    about: 'About',
    fallback: 'default',
  },
  zh: {
    title: 'berth 命令',
    made: '由 `npm run docs -w packages/cli` 从命令生成，请勿手改。',
    language:
      '界面语言由 `--lang zh|en` 指定，缺省依次看 `LC_ALL`、`LC_MESSAGES`、`LANG`。加 `--json` 时只输出结果，失败时输出 `{ "error": ... }`。',
    exit: '退出码',
    code: '退出码',
    meaning: '含义',
    fine: '完成',
    findings: '有发现，或有不符合要求之处',
    interrupted: '被中断；再次运行即从断点继续',
    arguments: '参数',
    flag: '选项',
    about: '说明',
    fallback: '缺省',
  },
} as const

/** docs/cli.md in one language. */
export function commandPage(language: Language): string {
  const word = words[language]
  const sections = readFacts(language).map((command) => commandSection(command, language))
  return [`# ${word.title}`, word.made, word.language, exitSection(language), ...sections].join('\n\n').concat('\n')
}

function exitSection(language: Language): string {
  const word = words[language]
  const origins = Object.entries(exitCodes) as [FaultOrigin, number][]
  const meaning = (code: number): string =>
    origins
      .filter(([, exit]) => exit === code)
      .map(([origin]) => messageCatalogue[`origin.${origin}`][language])
      .join(language === 'zh' ? '；' : '; ')
  const codes = [...new Set(origins.map(([, exit]) => exit))].sort((left, right) => left - right)
  const rows: [number, string][] = [
    [0, word.fine],
    [1, word.findings],
    ...codes.map((code): [number, string] => [code, meaning(code)]),
    [8, word.interrupted],
  ]
  rows.sort(([left], [right]) => left - right)
  const lines = rows.map(([code, text]) => `| ${code} | ${text} |`)
  return [`## ${word.exit}`, '', `| ${word.code} | ${word.meaning} |`, '|---|---|', ...lines].join('\n')
}

function commandSection(command: CommandFacts, language: Language): string {
  const word = words[language]
  const local = command.flags.filter(({ name }) => !['json', 'lang', 'debug'].includes(name))
  const parts = [`## berth ${command.id}`, `${command.summary}${language === 'zh' ? '。' : '.'}`, command.description]
  if (command.arguments.length > 0) parts.push(table(word.arguments, command.arguments, language, argumentName))
  if (local.length > 0) parts.push(table(word.flag, local, language, flagName))
  for (const example of command.examples) parts.push(`${example.description}:\n\n\`\`\`sh\n${example.command}\n\`\`\``)
  return parts.join('\n\n')
}

function table(
  head: string,
  parameters: readonly ParameterFacts[],
  language: Language,
  name: (parameter: ParameterFacts) => string,
): string {
  const word = words[language]
  const lines = parameters.map((parameter) => {
    const fallback = parameter.default === undefined ? '' : ` (${word.fallback} \`${parameter.default}\`)`
    return `| \`${name(parameter).replaceAll('|', '\\|')}\` | ${parameter.description}${fallback} |`
  })
  return [`| ${head} | ${word.about} |`, '|---|---|', ...lines].join('\n')
}

function argumentName({ name, required, multiple }: ParameterFacts): string {
  const shown = `${name.toUpperCase()}${multiple ? '...' : ''}`
  return required ? shown : `[${shown}]`
}

function flagName({ name, char, value }: ParameterFacts): string {
  return `${char === undefined ? '' : `-${char}, `}--${name}${value === undefined ? '' : ` ${value}`}`
}
