import { BerthError, errorCatalogue } from '@berth/core'
import { expect, test } from 'vitest'
import { codes, firebirdError } from '../src/errors.ts'

const place = { call: 'write', host: '10.0.0.5', port: 3050, database: 'HYDJ.FDB', timeoutMs: 5000 }
const secret = '110105194912310021'

test.each(Object.entries(codes))('%i becomes %s, an error that a person can read', (gdscode, code) => {
  const error = firebirdError({ status: [{ gdscode: Number(gdscode) }] }, place)
  expect(error.code).toBe(code)
  expect(errorCatalogue[code]).toBeDefined()
  expect(error.text('zh') + error.next('zh') + error.text('en') + error.next('en')).not.toMatch(/\{\w+\}/)
})

/** As Firebird 3.0.11 sends them. */
const seen: readonly [string, readonly { gdscode: number; params?: readonly (string | number)[] }[], object][] = [
  [
    'a text too long',
    [{ gdscode: 335544321 }, { gdscode: 335544914 }, { gdscode: 335545033, params: [6, 7] }],
    { code: 'VALUE_TOO_LONG', action: 'skip' },
  ],
  ['a number too large', [{ gdscode: 335544321 }, { gdscode: 335544916 }], { code: 'VALUE_INVALID' }],
  ['any other arithmetic', [{ gdscode: 335544321 }, { gdscode: 335544778 }], { code: 'VALUE_INVALID' }],
  [
    'a NULL in a column that admits none',
    [{ gdscode: 335544347, params: ['"GOODS"."NAME"', secret] }],
    { code: 'CONSTRAINT_VIOLATED', details: { nativeCode: 335544347, call: 'write', column: 'NAME' } },
  ],
  [
    'a table without the right to it',
    [{ gdscode: 335544352, params: ['SELECT', 'TABLE', 'GOODS'] }],
    { code: 'PERMISSION_DENIED', details: { nativeCode: 335544352, call: 'write', subject: 'SELECT TABLE GOODS' } },
  ],
  [
    'a table that is gone',
    [{ gdscode: 335544569 }, { gdscode: 335544436, params: [-204] }, { gdscode: 335544580, params: ['GOODS'] }],
    { code: 'DATASET_UNKNOWN', details: { nativeCode: 335544569, call: 'write', dataset: 'GOODS' } },
  ],
  [
    'a full disk',
    [
      { gdscode: 335544344, params: ['write', '/data/full.fdb'] },
      { gdscode: 335544737, params: ['No space left'] },
    ],
    { code: 'SYSTEM_DISK_FULL' },
  ],
  [
    'a file that does not open',
    [{ gdscode: 335544344, params: ['open', 'x'] }, { gdscode: 335544734 }],
    { code: 'DATABASE_MISSING' },
  ],
  [
    'a code that nobody knows',
    [{ gdscode: 335544999 }],
    { code: 'QUERY_FAILED', details: { nativeCode: 335544999, call: 'write' } },
  ],
]

test.each(seen)('%s', (_, status, expected) => {
  expect(firebirdError({ status }, place)).toMatchObject(expected)
})

test('the driver may give only the first code', () => {
  const error = firebirdError({ gdscode: 335544665, gdsparams: ['UQ_CODE', secret] }, place)
  expect(error).toMatchObject({ code: 'CONSTRAINT_VIOLATED', details: { nativeCode: 335544665 } })
})

test('text that does not convert is undecodable in a read and unencodable in a write', () => {
  const native = { status: [{ gdscode: 335544321 }, { gdscode: 335544565 }] }
  expect(firebirdError(native, place).code).toBe('TEXT_UNENCODABLE')
  expect(firebirdError(native, { ...place, call: 'read' }).code).toBe('TEXT_UNDECODABLE')
})

test.each([
  ['ENOTFOUND', 'HOST_UNKNOWN'],
  ['ECONNREFUSED', 'CONNECT_REFUSED'],
  ['EHOSTUNREACH', 'CONNECT_TIMEOUT'],
  ['ECONNRESET', 'CONNECTION_LOST'],
])('%s of a socket becomes %s', (code, expected) => {
  expect(firebirdError(Object.assign(new Error(code), { code }), place).code).toBe(expected)
})

test('no value and no message of the driver is printed, and an error of ours stays as it is', () => {
  for (const gdscode of Object.keys(codes).map(Number)) {
    if (codes[gdscode] === 'PERMISSION_DENIED' || codes[gdscode] === 'DATASET_UNKNOWN') continue
    if (codes[gdscode] === 'COLUMN_UNKNOWN') continue
    const native = Object.assign(new Error(`value ${secret}`), { status: [{ gdscode, params: ['"T"."C"', secret] }] })
    expect(JSON.stringify(firebirdError(native, place))).not.toContain(secret)
  }
  const own = new BerthError('ABORTED', { call: 'read' })
  expect(firebirdError(own, place)).toBe(own)
})
