import { errorCatalogue } from '@berth/core'
import { expect, test } from 'vitest'
import { codes, oracleError } from '../src/errors.ts'

const place = { call: 'read', host: 'db', port: 1521, database: 'HYDJ', timeoutMs: 5000 }
const native = (code: string | undefined, message: string): Error =>
  Object.assign(new Error(message), code === undefined ? {} : { code })

test.each([...codes])('%s is %s, with all that its texts ask for, and nothing of its message', (nativeCode, code) => {
  const error = oracleError(native(nativeCode, `${nativeCode}: canary "S"."T"."C" (actual: 33, maximum: 30)`), place)
  expect(error.code).toBe(code)
  for (const language of ['zh', 'en'] as const) {
    expect(error.text(language)).not.toMatch(/\{\w+\}/)
    expect(error.next(language)).not.toMatch(/\{\w+\}/)
  }
  expect(JSON.stringify(error)).not.toContain('canary')
  expect(error.details['nativeCode']).toBe(nativeCode)
  expect(errorCatalogue).toHaveProperty(code)
})

test.each([
  [
    'ORA-12899',
    'ORA-12899: value too large for column "HY"."T"."XM" (actual: 33, maximum: 30)',
    { column: 'XM', length: '33', maxLength: '30' },
  ],
  ['ORA-01400', 'ORA-01400: cannot insert NULL into ("HY"."T"."XM")', { column: 'XM' }],
  ['ORA-00904', 'ORA-00904: "XB": invalid identifier', { column: 'XB' }],
])('%s names its column', (code, message, details) => {
  expect(oracleError(native(code, message), place).details).toMatchObject(details)
})

test.each([
  ['ORA-20001', 'CONSTRAINT_VIOLATED'],
  ['ORA-00600', 'QUERY_FAILED'],
  ['NJS-112', 'PROTOCOL_ERROR'],
  [undefined, 'PROTOCOL_ERROR'],
])('%s, which is not in the table, is %s', (code, expected) => {
  expect(oracleError(native(code, 'x'), place).code).toBe(expected)
})

test('the code stands in the message of a row that was refused among many', () => {
  expect(oracleError(native(undefined, 'ORA-00001: unique constraint (HY.PK_T) violated'), place)).toMatchObject({
    code: 'CONSTRAINT_VIOLATED',
    details: { nativeCode: 'ORA-00001' },
  })
})

test('what a refusal of the listener and of the operating system wrap is found', () => {
  expect(
    oracleError(native('NJS-511', 'NJS-511: connection to listener was refused\nCause: ORA-12520'), place).code,
  ).toBe('SYSTEM_BUSY')
  expect(
    oracleError(
      native('NJS-503', 'NJS-503: connection could not be established. connect EHOSTUNREACH 10.0.0.1:1521'),
      place,
    ).code,
  ).toBe('CONNECT_TIMEOUT')
  expect(oracleError(native('NJS-503', 'NJS-503: connection could not be established.'), place).code).toBe(
    'CONNECT_REFUSED',
  )
})

test('an error of ours stays as it is', () => {
  const error = oracleError(native('ORA-00001', 'x'), place)
  expect(oracleError(error, place)).toBe(error)
})
