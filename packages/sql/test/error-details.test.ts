import { BerthError, type ErrorCode, socketCodes } from '@berth/core'
import { expect, test } from 'vitest'
import { errorDetails } from '../src/index.ts'

const place = { call: 'read', host: 'db', port: 1, database: 'd' }

/** What a database or its line can be the cause of, as far as a connector has nothing of its own to say about it. */
const codes: readonly ErrorCode[] = [
  ...new Set(Object.values(socketCodes)),
  'LOGIN_STALLED',
  'AUTH_FAILED',
  'DATABASE_MISSING',
  'PERMISSION_DENIED',
  'DATASET_UNKNOWN',
  'COLUMN_UNKNOWN',
  'PROCEDURE_UNKNOWN',
  'VALUE_MISSING',
  'VALUE_TOO_LONG',
  'VALUE_INVALID',
  'TEXT_UNDECODABLE',
  'TEXT_UNENCODABLE',
  'CALL_TIMEOUT',
  'CONSTRAINT_VIOLATED',
  'QUERY_FAILED',
  'PROTOCOL_ERROR',
  'SYSTEM_BUSY',
  'SYSTEM_DISK_FULL',
  'SYSTEM_UNAVAILABLE',
]

test.each(codes)('the texts of %s find what they ask for', (code) => {
  const error = new BerthError(code, { nativeCode: 1, call: place.call, ...errorDetails(code, place) })
  const texts = (['zh', 'en'] as const).flatMap((language) => [error.text(language), error.next(language)])
  expect(texts.join(' ')).not.toMatch(/\{\w+\}/)
})

test('what a native error names takes the place of a dash', () => {
  expect(errorDetails('COLUMN_UNKNOWN', place, { dataset: 't', column: 'c' })).toEqual({ dataset: 't', column: 'c' })
  expect(errorDetails('PERMISSION_DENIED', place)).toEqual({ subject: 'read' })
  expect(errorDetails('PERMISSION_DENIED', place, { subject: 't' })).toEqual({ subject: 't' })
  expect(errorDetails('CONNECT_TIMEOUT', { ...place, timeoutMs: 5 })).toMatchObject({ timeoutMs: 5 })
})
