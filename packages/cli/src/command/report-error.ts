import { type BerthError, errorCatalogue } from '@berth/core'
import { language } from '../messages/language.ts'
import { say } from '../messages/say.ts'
import { paint } from '../output/paint.ts'

/**
 * The lines that an error is printed as on a stream: code and what is wrong, whose it is, what to do, where to read
 * more. For a name that is not known also those that are, for a wrong parameter of `command` where its usage stands,
 * for a refusal of the platform its own reason, and what to do about its code.
 */
export function errorLines(error: BerthError, stream: NodeJS.WriteStream = process.stderr, command?: string): string[] {
  const offered = error.details['offered']
  const pages = language === 'zh' ? 'docs/zh' : 'docs'
  const usage = command !== undefined && error.code.startsWith('PARAMETER_')
  return [
    `${paint('red', error.code, stream)}  ${error.text(language)}`,
    `  ${say('error.whose')}  ${say(`origin.${error.origin}`)}`,
    `  ${say('error.next')}  ${error.next(language)}`,
    ...remoteLines(error),
    ...(typeof offered === 'string' && offered !== '' ? [`  ${say('error.offered')}  ${offered}`] : []),
    ...(usage ? [`  ${say('error.usage')}  ${command} --help`] : []),
    `  ${say('error.more')}  ${pages}/errors.md#${error.code.toLowerCase()}   berth explain ${error.code}`,
  ]
}

function remoteLines({ details: { reason, remoteCode } }: BerthError): string[] {
  const known = Object.entries(errorCatalogue).find(([each]) => each === remoteCode)?.[1]
  // A template with places has nothing to fill them with here.
  const next = known === undefined || known.next[language].includes('{') ? [] : [known.next[language]]
  const told = typeof reason === 'string' && reason !== '' ? [reason.replaceAll(/\s+/g, ' ')] : []
  return [...told, ...next].map((line) => `  ${say('error.remote')}  ${line}`)
}

/**
 * What `--debug` adds: for each native error in the chain its kind, its codes and the places in the code. Never its
 * message, for a driver's message may quote a value of the source (SEC-2).
 */
export function nativeLines(error: BerthError): string[] {
  const lines: string[] = [...frames(error)]
  let cause: unknown = error.cause
  for (let depth = 0; cause instanceof Error && depth < 5; depth++) {
    lines.push(`  ${say('error.native')}  ${cause.name}${nativeCodes(cause)}`, ...frames(cause))
    cause = cause.cause
  }
  return lines
}

const codeFields = ['code', 'errno', 'syscall', 'gdscode', 'sqlState', 'sqlcode', 'errcode', 'number']

function nativeCodes(cause: Error): string {
  const fields = new Map(Object.entries(cause))
  return codeFields
    .flatMap((field) => {
      const value = fields.get(field)
      const plain = typeof value === 'number' || (typeof value === 'string' && /^[\w.-]{1,40}$/.test(value))
      return plain ? [` ${field}=${value}`] : []
    })
    .join('')
}

/** The places of a stack. None where it does not begin with the message as we know it: then a line may be one of its. */
function frames(error: Error): string[] {
  const { name, message, stack = '' } = error
  const code = 'code' in error ? String(error.code) : ''
  const head = [
    `${name}: ${message}\n`,
    `${name} [${code}]: ${message}\n`,
    `${error.constructor.name}: ${message}\n`,
  ].find((each) => stack.startsWith(each))
  if (head === undefined) return []
  const lines = stack.slice(head.length).split('\n')
  return lines
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 8)
    .map((line) => `    ${line.trim()}`)
}
