import { BerthError, type ErrorCode, type ErrorDetails, errorCatalogue } from '@berth/core'
import { type MessageKey, messageCatalogue } from '../messages/catalogue.ts'
import { language } from '../messages/language.ts'
import { say } from '../messages/say.ts'
import { displayWidth } from './display-width.ts'
import { paint } from './paint.ts'
import { printable } from './printable.ts'
import { terminalLine } from './terminal-line.ts'

/** Where log lines go, as pino takes it. */
export interface LogDestination {
  write(line: string): void
}

const names: Readonly<Record<number, 'debug' | 'info' | 'warn' | 'error'>> = {
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
}
const colours = { debug: 'dim', info: 'cyan', warn: 'yellow', error: 'red' } as const
/** Told in a place of their own, or of no use at a terminal. */
const toldElsewhere = new Set(['level', 'time', 'pid', 'hostname', 'msg', 'error', 'code', 'origin', 'details', 'next'])

/** Log lines for a person: JSON, one record a line, is turned into words, an error with its next step. */
export function readableLog(stream: NodeJS.WriteStream): LogDestination {
  return {
    write: (line) => {
      stream.write(`${logLines(line, stream).map(terminalLine).join('\n')}\n`)
    },
  }
}

/** One record of the log as lines of a terminal. What is no record stays as it is. */
export function logLines(line: string, stream: NodeJS.WriteStream = process.stderr): string[] {
  const record = recordOf(line)
  if (record === undefined) return [line.trimEnd()]
  const level = names[Number(record['level'])] ?? 'info'
  const time = new Date(Number(record['time']) || Date.now()).toLocaleTimeString('en-GB')
  const facts = Object.entries(record).filter(([name]) => !toldElsewhere.has(name))
  const told = facts.map(([name, value]) => `${name}=${plain(value)}`)
  const head = [time, paint(colours[level], levelWord(level), stream), said(record['msg']), ...told].join('  ')
  const error = errorOf(record)
  if (error === undefined) return [head]
  return [head, `    ${error.code}  ${error.text(language)}`, `    ${say('error.next')}  ${error.next(language)}`]
}

/** The error that a record of the log tells of. Undefined: it tells of none that is known here. */
export function errorOf(record: Readonly<Record<string, unknown>>): BerthError | undefined {
  const told = isRecord(record['error']) ? record['error'] : record
  const code = Object.keys(errorCatalogue).find((each): each is ErrorCode => each === told['code'])
  if (code === undefined) return undefined
  return new BerthError(code, isRecord(told['details']) ? detailsOf(told['details']) : {})
}

/** One line of a log, read. Undefined: it is no record. */
export function recordOf(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const record: unknown = JSON.parse(line)
    return isRecord(record) ? record : undefined
  } catch {
    return undefined
  }
}

function levelWord(level: keyof typeof colours): string {
  const word = say(`log.${level}`)
  return word + ' '.repeat(Math.max(0, 5 - displayWidth(word)))
}

/** What the agent says of itself in the user's language; what is not known as it is. */
function said(message: unknown): string {
  const key = Object.keys(messageCatalogue).find((each): each is MessageKey => each === `log.${String(message)}`)
  return key === undefined ? printable(message) : say(key)
}

function plain(value: unknown): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : printable(value)
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function detailsOf(record: Readonly<Record<string, unknown>>): ErrorDetails {
  return Object.fromEntries(
    Object.entries(record).flatMap(([name, value]) =>
      typeof value === 'string' || typeof value === 'number' ? [[name, value] as const] : [],
    ),
  )
}
