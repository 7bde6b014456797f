import { BerthError, type ErrorCode, errorCatalogue } from '@berth/core'
import { describe, expect, it } from 'vitest'
import { exitCodeOf, exitCodes } from '../../src/command/exit-code.ts'

describe('exit codes', () => {
  it.each(Object.keys(errorCatalogue) as ErrorCode[])('%s ends with the code of its origin', (code) => {
    const { origin } = errorCatalogue[code]
    const resumable = code === 'ABORTED' || code === 'STOPPING'
    expect(exitCodeOf(new BerthError(code))).toBe(resumable ? 8 : exitCodes[origin])
  })

  it('follows the origin of the occurrence where it departs from the catalogue', () => {
    expect(exitCodeOf(new BerthError('AUTH_FAILED', {}, { origin: 'gateway' }))).toBe(4)
  })

  it('calls anything else a fault of this software', () => {
    expect(exitCodeOf(new TypeError('x'))).toBe(70)
    expect(exitCodeOf(undefined)).toBe(70)
  })

  it('keeps 0 and 1 for endings that are no failures', () => {
    expect(Object.values(exitCodes).filter((code) => code < 2)).toEqual([])
  })
})
