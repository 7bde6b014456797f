import { expect, test } from 'vitest'
import { codes, damengError } from '../src/errors.ts'

const place = { call: 'read', host: 'db', port: 5236, database: 'HY', timeoutMs: 5000 }
const native = (errCode: number | undefined, message: string): Error =>
  Object.assign(new Error(message), errCode === undefined ? {} : { errCode })

test.each([...codes])('%i is %s, with all that its texts ask for, and nothing of its message', (errCode, code) => {
  const error = damengError(native(errCode, `[${errCode}] canary`), place)
  expect(error.code).toBe(code)
  for (const language of ['zh', 'en'] as const) {
    expect(error.text(language)).not.toMatch(/\{\w+\}/)
    expect(error.next(language)).not.toMatch(/\{\w+\}/)
  }
  expect(JSON.stringify(error)).not.toContain('canary')
})

test.each([
  [
    'the operating system refused',
    native(6001, '[6001] Communication Error\nError: connect ECONNREFUSED 127.0.0.1:1'),
    'CONNECT_REFUSED',
  ],
  [
    'an answer that the library cannot read',
    native(6001, '[6001] Communication Error\nRangeError [ERR_BUFFER_OUT_OF_BOUNDS]: x'),
    'PROTOCOL_ERROR',
  ],
  ['a trigger that says no', native(-20_001, '[-20001] x'), 'CONSTRAINT_VIOLATED'],
  ['a code that is not in the table', native(-9999, '[-9999] x'), 'QUERY_FAILED'],
  ['an error without a code', native(undefined, 'x'), 'PROTOCOL_ERROR'],
])('%s', (_, cause, code) => {
  expect(damengError(cause, place).code).toBe(code)
})

test('only a code that names a column is asked for one', () => {
  expect(damengError(native(-6169, '[-6169] 列[XM]长度超出定义'), place).details['column']).toBe('XM')
  expect(damengError(native(-6111, '[-6111] 字符串[canary]转换出错'), place).details['column']).toBe('-')
})
