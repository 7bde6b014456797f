import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { berth, jsonOf } from '../berth.ts'
import { edit, newDocking, reviewed } from '../journey/docking.ts'

interface Examined {
  readonly ok: boolean
  readonly diagnoses: readonly {
    readonly examination: string
    readonly state: string
    readonly error?: { readonly code: string; readonly origin: string }
  }[]
}

const secret = 'canary-8812'
let folder = ''

beforeEach(async () => {
  folder = await newDocking(5)
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function examine(environment: Record<string, string> = {}): Promise<{ code: number | null; states: string[] }> {
  const ran = await berth(['doctor', '--json'], { cwd: folder, environment })
  expect(ran.out + ran.err).not.toContain(secret)
  const { diagnoses } = jsonOf<Examined>(ran)
  return {
    code: ran.code,
    states: diagnoses.map(({ examination, state, error }) =>
      [examination, state, error?.code].filter(Boolean).join(' '),
    ),
  }
}

/** Turns the docking to a Firebird server that is not there. */
function firebirdAt(host: string, port: number): Promise<void> {
  const options = [
    `host: ${host}`,
    `port: ${port}`,
    'database: none',
    'user: nobody',
    `password: "\${secret:DB_PASSWORD}"`,
  ]
  return edit(folder, [
    ['@berth/connector-sqlite', '@berth/connector-firebird'],
    ['file: "registry.db"', options.join('\n      ')],
    [/\n {6}# charset[^\n]*\n {6}# [^\n]*\n {6}# [^\n]*/, ''],
  ])
}

describe('berth doctor', () => {
  it('examines everything, in order', async () => {
    const { code, states } = await examine()
    expect(code).toBe(0)
    expect(states).toEqual([
      'node ok',
      'timezone ok',
      'folder ok',
      'disk ok',
      'manifest ok',
      'permissions ok',
      'state ok',
      'connector ok',
      'options ok',
      'login ok',
      'charset ok',
      'clock ok',
    ])
  })

  it('tells a host without an address from a port that nobody listens at', async () => {
    await firebirdAt('nowhere.invalid', 3050)
    const unknown = await examine({ BERTH_SECRET_DB_PASSWORD: secret })
    expect(unknown.code).toBe(1)
    expect(unknown.states.slice(7)).toEqual([
      'connector ok',
      'driver ok',
      'options ok',
      'name failed HOST_UNKNOWN',
      'login skipped',
      'charset skipped',
      'clock skipped',
      'rights skipped',
    ])
    await edit(folder, [
      ['nowhere.invalid', '127.0.0.1'],
      ['port: 3050', 'port: 1'],
    ])
    const refused = await examine({ BERTH_SECRET_DB_PASSWORD: secret })
    expect(refused.states).toContain('port failed CONNECT_REFUSED')
  })

  it('finds a secret that is missing, and one that others may read', async () => {
    await firebirdAt('127.0.0.1', 1)
    expect((await examine()).states).toContain('options failed SECRET_MISSING')
    await mkdir(join(folder, '.berth', 'secrets'), { recursive: true })
    await writeFile(join(folder, '.berth', 'secrets', 'DB_PASSWORD'), secret, { mode: 0o644 })
    expect((await examine()).states).toContain('options failed SECRET_EXPOSED')
  })

  it('finds a damaged state, columns that are gone, and a platform that does not answer', async () => {
    await berth(['discover', '--tables', 'T_HYDJ'], { cwd: folder })
    await edit(folder, [
      ['from: LXDH', 'from: LXDX'],
      ['connections:', 'platform: { url: "http://127.0.0.1:1" }\n\nconnections:'],
    ])
    await mkdir(join(folder, '.berth'), { recursive: true })
    await writeFile(
      join(folder, '.berth', 'state.sqlite'),
      'this is no database, and long enough to be looked at'.repeat(99),
    )
    const { code, states } = await examine()
    expect(code).toBe(1)
    expect(states).toContain('state failed STATE_CORRUPT')
    expect(states).toContain('rights failed COLUMN_UNKNOWN')
    expect(states.slice(-3)).toEqual(['name ok', 'port failed CONNECT_REFUSED', 'platform skipped'])
  })

  it('tells cause, owner and next step in words', async () => {
    await edit(folder, [['registry.db', 'gone.db']])
    const ran = await berth(['doctor', '--lang', 'zh'], { cwd: folder })
    expect(ran.code).toBe(1)
    expect(ran.out).toContain('✗ 登录')
    expect(ran.out).toContain('DATABASE_MISSING')
    expect(ran.out).toContain('责任方：  业务系统或数据库管理员')
    expect(ran.out).toContain('未检查')
    await writeFile(join(folder, 'gone.db'), `${secret} is no database`.repeat(500))
    const debugged = await berth(['discover', '--debug'], { cwd: folder })
    expect(debugged.code).toBe(5)
    expect(debugged.err).toContain('native error:  Error code=ERR_SQLITE_ERROR')
    expect(debugged.err).not.toContain(secret)
  })

  it('tells of a replica that would not answer and of a receipt that is overdue, as sync does', async () => {
    expect((await berth(['discover'], { cwd: folder })).code).toBe(0)
    await edit(folder, [...reviewed, [/clearance: 3/, 'clearance: 3\n        receipts: { folder: back, within: 1ms }']])
    await edit(folder, [[/parameter: \{ by: (.*) \}/, 'parameter: { by: $1, offline: replica }']])
    await mkdir(join(folder, 'back'))
    const exchanges: unknown[] = []
    for (let run = 0; run < 2; run++) {
      const synced = await berth(['sync', '--exit', 'file', '--json'], { cwd: folder })
      const result = jsonOf<{ error?: { code: string }; exchanges: { ok: boolean; receipts: unknown }[] }>(synced)
      exchanges.push([synced.code, result.error?.code, result.exchanges[0]])
    }
    expect(exchanges[1]).toMatchObject([7, 'RECEIPT_OVERDUE', { ok: true, receipts: { awaited: 2, contradicting: 0 } }])
    expect((await berth(['sync', '--exit', 'file'], { cwd: folder })).out).toContain('berth sync')
    const { states } = await examine()
    expect(states).toContain('replica warning REPLICA_UNREADY')
    expect(states).toContain('receipts warning RECEIPT_OVERDUE')
    expect((await berth(['sync', '--exit', 'replica'], { cwd: folder })).code).toBe(0)
    expect((await examine()).states).toContain('replica ok')
  })
})
