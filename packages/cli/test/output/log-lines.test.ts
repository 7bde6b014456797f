import { readdirSync, readFileSync } from 'node:fs'
import { BerthError } from '@berth/core'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { logMessages } from '../../src/messages/catalogue/log.ts'
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

test('what the agent logs is known in both languages', () => {
  const folder = new URL('../../../agent/src/', import.meta.url)
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
  const said = files.flatMap((file) =>
    [
      ...readFileSync(new URL(file, folder), 'utf8').matchAll(
        /log\.(?:info|warn|error)\([\s\S]{0,200}?,\s*'([^']+)'\s*,?\s*\)/g,
      ),
    ].map(([, message]) => message ?? ''),
  )
  expect(said.length).toBeGreaterThan(7)
  expect(said.filter((message) => !Object.keys(logMessages).includes(`log.${message}`))).toEqual([])
})
