import type { BerthError } from '@berth/core'
import { expect, test } from 'vitest'
import { codes, mysqlError } from '../src/errors.ts'

const place = { call: 'write', host: 'h', port: 3306, database: 'd', timeoutMs: 100 }

function told(errno: number, message: string, call = 'write'): BerthError {
  return mysqlError(Object.assign(new Error(message), { errno, code: 'ER_X' }), { ...place, call })
}

test('every number of the table has a message that its details complete', () => {
  for (const [number, code] of Object.entries(codes)) {
    const error = told(Number(number), 'a message with a secret value')
    expect(error.code, number).toBe(code)
    expect(error.message, number).not.toMatch(/\{\w+\}|undefined|secret/)
    expect(error.details['nativeCode']).toBe(Number(number))
  }
})

test('names of columns are taken from messages, values never are', () => {
  const rows: readonly [number, string, string][] = [
    [1048, "Column 'XM' cannot be null", 'XM'],
    [1364, "Field 'XM' doesn't have a default value", 'XM'],
    [1406, "Data too long for column 'XM' at row 3", 'XM'],
    [1264, "Out of range value for column '金额' at row 1", '金额'],
    [1366, "Incorrect integer value: 'secret' for column `d`.`t`.`N` at row 1", 'N'],
    [1366, "Incorrect string value: '\\xF0' for column `d`.`t`.`N` at row 1", 'N'],
    [1292, "Incorrect datetime value: 'secret for column 'EVIL' at row 9' for column `d`.`t`.`D` at row 1", 'D'],
    [1292, "Truncated incorrect DOUBLE value: 'secret for column 'EVIL''", '-'],
    [1406, "Datos demasiado largos 'secret'", '-'],
  ]
  for (const [errno, message, column] of rows) {
    const { details } = told(errno, message)
    expect(details['column'], message).toBe(column)
    expect(JSON.stringify(details)).not.toMatch(/secret|EVIL/)
  }
})

test('texts beyond a charset are told apart from numbers that are none, refusals of an upsert from overflows of a read', () => {
  expect(told(1366, "Incorrect string value: '\\xF0' for column `d`.`t`.`N` at row 1").code).toBe('TEXT_UNENCODABLE')
  expect(told(1366, "Incorrect integer value: 'x' for column `d`.`t`.`N` at row 1").code).toBe('VALUE_INVALID')
  expect(told(1690, 'BIGINT UNSIGNED value is out of range').code).toBe('CONSTRAINT_VIOLATED')
  expect(told(1690, 'BIGINT UNSIGNED value is out of range', 'read').code).toBe('QUERY_FAILED')
})

test('what is from the driver, the network, or from nowhere', () => {
  const native = (code: string): string => mysqlError(Object.assign(new Error('x'), { code }), place).code
  expect(native('ECONNREFUSED')).toBe('CONNECT_REFUSED')
  expect(native('ENOTFOUND')).toBe('HOST_UNKNOWN')
  expect(native('PROTOCOL_CONNECTION_LOST')).toBe('CONNECTION_LOST')
  expect(native('HANDSHAKE_UNKNOWN_ERROR')).toBe('PROTOCOL_ERROR')
  expect(mysqlError(new RangeError('x'), place)).toMatchObject({
    code: 'QUERY_FAILED',
    details: { nativeCode: 'unknown' },
  })
})
