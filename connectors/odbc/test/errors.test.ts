import type { BerthError } from '@berth/core'
import { expect, test } from 'vitest'
import type { DriverDiagnostic } from '../src/driver.ts'
import { odbcError } from '../src/errors.ts'
import { profileNamed } from '../src/profiles.ts'

const place = { call: 'read', host: 'h', port: '1', database: 'd' }

function told(profile: string, ...diagnostics: readonly Partial<DriverDiagnostic>[]): BerthError {
  const complete = diagnostics.map(({ state = 'HY000', code = 0 }) => ({ state, code, message: 'of the driver' }))
  const failure = { message: 'failed', missing: false, dead: false, diagnostics: complete }
  return odbcError(failure, profileNamed(profile).codes, place)
}

test.each([
  ['generic', '08S01', 0, 'CONNECTION_LOST'],
  ['generic', '08001', 0, 'CONNECT_REFUSED'],
  ['generic', '22001', 0, 'VALUE_TOO_LONG'],
  ['generic', '22018', 0, 'VALUE_INVALID'],
  ['generic', '23000', 0, 'CONSTRAINT_VIOLATED'],
  ['generic', '28000', 0, 'AUTH_FAILED'],
  ['generic', '40001', 0, 'SYSTEM_BUSY'],
  ['generic', '42000', 0, 'QUERY_FAILED'],
  ['generic', 'HY008', 0, 'ABORTED'],
  ['generic', 'HYT00', 0, 'SYSTEM_BUSY'],
  ['generic', 'IM002', 0, 'OPTION_INVALID'],
  ['generic', 'HY000', 19, 'QUERY_FAILED'],
  ['postgresql', '42501', 1, 'PERMISSION_DENIED'],
  ['postgresql', '57P01', 1, 'CONNECTION_LOST'],
  ['mysql', '42000', 1142, 'PERMISSION_DENIED'],
  ['mysql', 'HY000', 1205, 'SYSTEM_BUSY'],
  ['mysql', 'HY000', 2013, 'CONNECTION_LOST'],
  ['sqlite', 'HY000', 19, 'CONSTRAINT_VIOLATED'],
  ['sqlite', 'HY000', 5, 'SYSTEM_BUSY'],
  ['sybase', 'ZZZZZ', 2601, 'CONSTRAINT_VIOLATED'],
  ['informix', '23000', -239, 'CONSTRAINT_VIOLATED'],
  ['db2', '40001', -911, 'SYSTEM_BUSY'],
])('%s: %s/%d is %s', (profile, state, code, expected) => {
  const error = told(profile, { state, code })
  expect(error.code).toBe(expected)
  expect(error.details['nativeCode']).toBe(code === 0 ? state : `${state}/${code}`)
})

test.each([
  ['HY000', 'server closed the connection unexpectedly;\nError while preparing parameters', 'CONNECTION_LOST'],
  ['HY000', 'internal SAVEPOINT failed', 'CONNECTION_LOST'],
  ['08001', 'failed: could not receive data from server: Connection reset by peer', 'CONNECTION_LOST'],
  ['08001', 'failed: Connection refused', 'CONNECT_REFUSED'],
  ['22018', 'a cell that says: connection reset', 'VALUE_INVALID'],
])('%s with "%s" is %s', (state, message, expected) => {
  const failure = { message: 'failed', missing: false, dead: false, diagnostics: [{ state, code: 1, message }] }
  expect(odbcError(failure, {}, place).code).toBe(expected)
})

test('what means nothing is a line that broke where the driver says that its connection is dead', () => {
  const failure = (state: string, dead: boolean) => {
    return { message: 'failed', missing: false, dead, diagnostics: [{ state, code: 0, message: 'of the driver' }] }
  }
  expect(odbcError(failure('HY000', true), {}, place)).toMatchObject({ code: 'CONNECTION_LOST', action: 'retry' })
  expect(odbcError(failure('HY000', false), {}, place).code).toBe('QUERY_FAILED')
  expect(odbcError(failure('23000', true), {}, place).code).toBe('CONSTRAINT_VIOLATED')
})

test('warnings before an error do not hide it, and alone they are none that is known', () => {
  expect(told('generic', { state: '01000' }, { state: '08S01' }).code).toBe('CONNECTION_LOST')
  expect(told('generic', { state: '01000' }).code).toBe('QUERY_FAILED')
})

test('a driver library that cannot be opened is a wrong option', () => {
  const diagnostics = [{ state: '01000', code: 0, message: "Can't open lib" }]
  const error = odbcError(
    { message: 'failed', missing: false, dead: false, diagnostics },
    {},
    { ...place, call: 'connect' },
  )
  expect(error).toMatchObject({ code: 'OPTION_INVALID', details: { option: 'driver' } })
})

test('a package that is not installed is named', () => {
  const error = odbcError({ message: 'not found', missing: true, dead: false, diagnostics: [] }, {}, place)
  expect(error).toMatchObject({ code: 'DRIVER_MISSING', details: { package: 'odbc' } })
})

test('the message of the driver stands in the cause alone', () => {
  const error = told('generic', { state: '22018' })
  expect(JSON.stringify(error.details)).not.toContain('of the driver')
  expect(error.cause).toMatchObject({ diagnostics: [{ message: 'of the driver' }] })
})
