import { BerthError } from '@berth/core'
import { describe, expect, it } from 'vitest'
import { errorLines, nativeLines } from '../../src/command/report-error.ts'

describe('errorLines', () => {
  it('tells code, whose it is, the next step and where to read more', () => {
    const lines = errorLines(new BerthError('HOST_UNKNOWN', { host: 'db.example' }))
    expect(lines).toHaveLength(4)
    expect(lines[0]).toContain('HOST_UNKNOWN')
    expect(lines[0]).toContain('db.example')
    expect(lines[1]).toContain('network')
    expect(lines[3]).toContain('docs/errors.md#host_unknown')
  })

  it('points to the usage of a command for a wrong parameter', () => {
    const error = new BerthError('PARAMETER_UNKNOWN', { parameter: 'x', offered: 'id, name+born' })
    const text = errorLines(error, process.stderr, 'berth lookup').join('\n')
    expect(text).toContain('berth lookup --help')
    expect(text).toMatch(/there are: +id, name\+born/)
  })

  it("tells the platform's reason for a refusal, on one line, and what to do about it", () => {
    const text = (remoteCode: string, about = {}): string =>
      errorLines(new BerthError('PLATFORM_REFUSED', { remoteCode, ...about })).join('\n')
    expect(text('ENROLMENT_INVALID')).toContain('ask the platform for a new one')
    expect(text('PUBLICATION_REFUSED', { reason: 'it is not:\n  x' })).toContain('platform:     it is not: x\n')
    expect(text('500').split('\n')).toHaveLength(4)
  })
})

describe('nativeLines', () => {
  it('tells codes and places of native errors and never their words', () => {
    const native = Object.assign(new Error('duplicate value 110105194912310021'), {
      code: 'SQLITE_CONSTRAINT',
      detail: '110105194912310021',
      errno: 19,
    })
    const text = nativeLines(new BerthError('QUERY_FAILED', {}, { cause: native })).join('\n')
    expect(text).toContain('code=SQLITE_CONSTRAINT')
    expect(text).toContain('errno=19')
    expect(text).toContain('report-error.test.ts')
    expect(text).not.toContain('110105194912310021')
  })

  it('takes no line of a message for a place, and tells no place where they cannot be told apart', () => {
    const quoted = new Error('duplicate value x\n    at 110105194912310021\n    at')
    const [first = '', ...rest] = nativeLines(new BerthError('QUERY_FAILED', {}, { cause: quoted }))
    expect([first, ...rest].join('\n')).not.toContain('110105194912310021')
    expect(rest.filter((line) => line.includes('report-error.test.ts')).length).toBeGreaterThan(0)
    quoted.message = 'said otherwise'
    expect(nativeLines(new BerthError('QUERY_FAILED', {}, { cause: quoted })).join('\n')).not.toContain('1101051949')
  })
})
