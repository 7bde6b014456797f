import { BerthError } from '@berth/core'
import { expect, test } from 'vitest'
import { codes, mssqlError } from '../src/errors.ts'

const place = { call: 'read', host: 'h', port: 1433, database: 'd', timeoutMs: 5000 }
const native = (number: number, severity = 16): Error =>
  Object.assign(new Error('张三 cannot be inserted'), { code: 'EREQUEST', number, class: severity })

test.each([...codes])('%i is %s', (number, code) => {
  const error = mssqlError(native(number), place)
  expect(error).toMatchObject({ code, details: { nativeCode: String(number) } })
  expect(JSON.stringify(error.details) + error.message).not.toContain('张三')
})

test.each([
  [50_000, 16, 'CONSTRAINT_VIOLATED'],
  [54_321, 16, 'CONSTRAINT_VIOLATED'],
  [102, 15, 'QUERY_FAILED'],
  [824, 24, 'CONNECTION_LOST'],
])('%i of severity %i, which is in no table, is %s', (number, severity, code) => {
  expect(mssqlError(native(number, severity), place)).toMatchObject({ code })
})

test('of several errors the one that says most counts', () => {
  const all = new AggregateError([native(3621), native(2627), native(3902)])
  expect(mssqlError(all, place)).toMatchObject({ code: 'CONSTRAINT_VIOLATED', details: { nativeCode: '2627' } })
  expect(mssqlError(new AggregateError([native(3621), native(3902)]), place)).toMatchObject({
    code: 'QUERY_FAILED',
    details: { nativeCode: '3621' },
  })
})

test.each([
  ['ECONNREFUSED', 'CONNECT_REFUSED'],
  ['ENOTFOUND', 'HOST_UNKNOWN'],
  ['EHOSTUNREACH', 'CONNECT_TIMEOUT'],
  ['ECONNRESET', 'CONNECTION_LOST'],
  ['EPROTO', 'OPTION_INVALID'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'OPTION_INVALID'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'OPTION_INVALID'],
])('%s beneath ESOCKET is %s', (code, expected) => {
  const cause = Object.assign(new Error('socket'), { code })
  const error = mssqlError(Object.assign(new Error('lost', { cause }), { code: 'ESOCKET' }), place)
  expect(error).toMatchObject({ code: expected, details: expected === 'OPTION_INVALID' ? { problem: code } : {} })
})

test('what tells no code at all is a broken protocol, and a coded error stays what it is', () => {
  expect(mssqlError(new Error('Unknown type: 0'), place)).toMatchObject({ code: 'PROTOCOL_ERROR' })
  const coded = new BerthError('ABORTED', { call: 'read' })
  expect(mssqlError(coded, place)).toBe(coded)
})
