import { BerthError, errorCatalogue } from '@berth/core'
import { expect, test } from 'vitest'
import { codes, postgresError } from '../src/errors.ts'

const place = { call: 'write', host: '10.0.0.5', port: 5432, database: 'hydj' }
const secret = '110105194912310021'
const native = (code: string, more: object = {}): Error =>
  Object.assign(new Error(`value ${secret}`), { code, severity: 'ERROR', detail: `Key (id)=(${secret})`, ...more })

test.each(Object.entries(codes))('%s becomes %s, an error that a person can read, without values', (state, code) => {
  const error = postgresError(native(state.padEnd(5, '9'), { column: 'id' }), place)
  expect(errorCatalogue[code]).toBeDefined()
  expect(error.code).toBe(codes[state.padEnd(5, '9')] ?? code)
  const exact = postgresError(native(state), place)
  expect(exact.code).toBe(code)
  expect(exact.text('zh') + exact.next('zh') + exact.text('en') + exact.next('en')).not.toMatch(/\{\w+\}/)
  expect(JSON.stringify(exact)).not.toContain(secret)
})

test('names are kept where the server gives them', () => {
  expect(postgresError(native('23502', { column: 'xm', table: 'people' }), place)).toMatchObject({
    code: 'VALUE_MISSING',
    action: 'skip',
    details: { column: 'xm', nativeCode: '23502', call: 'write' },
  })
  expect(postgresError(native('42501'), { ...place, call: 'read' }).details['subject']).toBe('read')
})

test('text that does not convert is undecodable in a read and unencodable in a write', () => {
  expect(postgresError(native('22021'), place).code).toBe('TEXT_UNENCODABLE')
  expect(postgresError(native('22P05'), { ...place, call: 'read' }).code).toBe('TEXT_UNDECODABLE')
})

test.each([
  ['ENOTFOUND', 'HOST_UNKNOWN'],
  ['ECONNREFUSED', 'CONNECT_REFUSED'],
  ['EHOSTUNREACH', 'CONNECT_TIMEOUT'],
  ['ECONNRESET', 'CONNECTION_LOST'],
  ['E_NEVER_SEEN', 'CONNECTION_LOST'],
])('%s of a socket becomes %s', (code, expected) => {
  const error = postgresError(Object.assign(new Error(code), { code }), place)
  expect(error.code).toBe(expected)
  expect(error.text('en')).not.toMatch(/\{\w+\}/)
})

test('an error of ours stays as it is', () => {
  const own = new BerthError('ABORTED', { call: 'read' })
  expect(postgresError(own, place)).toBe(own)
})
