import { BerthError } from '@berth/core'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { logLines } from '../../src/output/log-lines.ts'

function logged(write: (log: ReturnType<typeof pino>) => void): string[] {
  let line = ''
  write(pino({ level: 'debug' }, { write: (text: string) => (line += text) }))
  return logLines(line).map((each) => each.replace(/^\d\d:\d\d:\d\d/, 'TIME'))
}

test('a record is one line for a person, without what is of no use there', () => {
  expect(logged((log) => log.info({ route: '/resources/:id', status: 200 }, 'answered'))).toEqual([
    'TIME  info   answered  route=/resources/:id  status=200',
  ])
})

test('an error comes in words and with its next step, wherever the record has it', () => {
  const error = new BerthError('PORT_IN_USE', { host: 'h', port: 1 })
  const words = ['    PORT_IN_USE  port h:1 is in use', expect.stringContaining('    next step:    stop the program')]
  expect(logged((log) => log.error({ error: error.toJSON() }, 'failed'))).toEqual(['TIME  error  failed', ...words])
  const { code, origin, details } = error
  expect(logged((log) => log.warn({ code, origin, details }, 'failed'))).toEqual(['TIME  warn   failed', ...words])
})

test('what is no record stays, and a code that is none of ours is a word', () => {
  expect(logLines('plain text\n')).toEqual(['plain text'])
  expect(logged((log) => log.info({ code: 'OTHER' }, 'x'))).toHaveLength(1)
})
