import { BerthError } from '@berth/core'
import { expect, test } from 'vitest'
import { logError } from '../../src/http/log-error.ts'

test('a coded error is logged in full, but for what its cause says', () => {
  const native = Object.assign(new TypeError('value "CANARY" is not unique\n    at CANARY'), {
    code: 'SQLITE_CONSTRAINT',
  })
  const error = new BerthError('CONSTRAINT_VIOLATED', { nativeCode: '1555' }, { cause: native })
  const logged = logError(error)
  expect(logged).toMatchObject({
    code: 'CONSTRAINT_VIOLATED',
    details: { nativeCode: '1555' },
    cause: { name: 'TypeError', code: 'SQLITE_CONSTRAINT', frames: expect.any(Array) },
  })
  expect(JSON.stringify(logged)).not.toContain('CANARY')
  expect((logged['cause'] as { frames: string[] }).frames.length).toBeGreaterThan(0)
})

test('a name that a caller made up is not logged, as it may be a value out of place', () => {
  const logged = logError(new BerthError('PARAMETER_UNKNOWN', { parameter: 'Germany' }))
  expect(logged).toMatchObject({ code: 'PARAMETER_UNKNOWN', details: { parameter: '?' } })
  expect(JSON.stringify(logged)).not.toContain('Germany')
})

test('of anything else only its kind and place is logged', () => {
  expect(logError('CANARY')).toEqual({ name: 'string' })
  const late = new Error('first CANARY\n    at CANARY')
  expect(late.stack).toContain('first')
  late.message = 'second'
  expect(logError(late)).toEqual({ name: 'Error', frames: [] })
  expect(logError(Object.assign(new Error('CANARY'), { code: 'CANARY value' }))).not.toHaveProperty('code')
})
