import { describe, expect, it } from 'vitest'
import { berth, jsonOf } from '../berth.ts'

interface ErrorResult {
  readonly error: { readonly code: string; readonly origin: string; readonly details: Record<string, unknown> }
}

describe('the frame', () => {
  it('helps in both languages', async () => {
    const [english, chinese, byLocale] = await Promise.all([
      berth(['--help']),
      berth(['--help', '--lang', 'zh']),
      berth(['init', '--help'], { environment: { LC_ALL: 'zh_CN.UTF-8' } }),
    ])
    expect(english.code).toBe(0)
    expect(english.out).toContain('Make the folder of a new docking')
    expect(chinese.out).toContain('新建一个对接目录')
    expect(byLocale.out).toContain('通用选项')
    expect(byLocale.out).toContain('berth init marriage')
  })

  it('calls an unknown command, flag or value a usage error', async () => {
    const cases = [
      [['expalin'], 'COMMAND_UNKNOWN'],
      [['explain', 'INTERNAL', '--jsn'], 'PARAMETER_UNKNOWN'],
      [['explain', 'INTERNAL', 'MORE'], 'PARAMETER_UNKNOWN'],
      [['explain'], 'PARAMETER_MISSING'],
      [['explain', 'INTERNAL', '--lang', 'fr'], 'PARAMETER_INVALID'],
    ] as const
    await Promise.all(
      cases.map(async ([words, code]) => {
        const ran = await berth([...words, '--json'])
        expect(ran.code, words.join(' ')).toBe(2)
        expect(jsonOf<ErrorResult>(ran).error).toMatchObject({ code, origin: 'caller' })
      }),
    )
  })

  it('prints an error as code, owner and next step, in colour only where it is wanted', async () => {
    const ran = await berth(['explain', '--lang', 'zh'])
    expect(ran.out).toBe('')
    expect(ran.err).toContain('PARAMETER_MISSING  缺少参数 CODE')
    expect(ran.err).toContain('责任方：')
    expect(ran.err).toContain('docs/zh/errors.md#parameter_missing')
    expect(ran.err).toContain('berth explain --help')
    expect(ran.err).not.toContain(String.fromCharCode(27))
  })

  it('explains a code', async () => {
    const ran = await berth(['explain', 'login-stalled', '--json'])
    expect(ran.code).toBe(0)
    expect(jsonOf(ran)).toMatchObject({ code: 'LOGIN_STALLED', origin: 'department-system', exitCode: 5 })
    expect((await berth(['explain', 'NO_SUCH'])).code).toBe(2)
    expect(jsonOf(await berth(['explain', 'man-120', '--json']))).toMatchObject({ rule: 'MAN-120', severity: 'error' })
  })

  it('ends as ever when nobody reads what it prints', async () => {
    const cases = [['explain', 'INTERNAL'], ['explain', 'INTERNAL', '--json'], ['--help'], ['explain', 'NO_SUCH']]
    const ran = await Promise.all(cases.map((words) => berth(words, { unread: true })))
    expect(ran.map(({ code }) => code)).toEqual([0, 0, 0, 2])
  })

  it('tells its version', async () => {
    const ran = await berth(['--version'])
    expect(ran.out).toMatch(/^@berth\/cli\/\d+\.\d+\.\d+ /)
  })
})
