import { destination, type Logger, pino } from 'pino'
import { readableLog } from './log-lines.ts'

/** The log of an agent on standard error: in words where a person reads it on a terminal, else JSON, one record a line. */
export function agentLog(level: string): Logger {
  return pino({ level }, process.stderr.isTTY ? readableLog(process.stderr) : destination({ fd: 2, sync: true }))
}
