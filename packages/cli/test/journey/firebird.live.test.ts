import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeFirebird } from '../../../../test/servers/live.ts'
import { berth, jsonOf, type Ran } from '../berth.ts'
import { edit, reviewed } from './docking.ts'

interface Synced {
  readonly exchanges: readonly { readonly ok: boolean; readonly rows: number; readonly files: readonly string[] }[]
}

/** A Chinese name in GBK, as a database without a charset keeps it. */
const zhang = "_NONE x'd5c5c8fd'"

describeFirebird('from init to sync on Firebird', ({ main }) => {
  const { host, port, user, password } = main.data
  const environment = { BERTH_SECRET_DB_PASSWORD: password }
  let folder = ''

  const run = (words: readonly string[]): Promise<Ran> => berth(words, { cwd: folder, environment })
  const init = (name: string, database: string): Promise<Ran> => {
    const options = Object.entries({ host, port, database, user }).flatMap(([key, value]) => [
      '--option',
      `${key}=${value}`,
    ])
    const owner = ['--title', name, '--owner', '某市人社局', '--owner-code', '91350100M000100Y43']
    return run(['init', name, '--connector', 'firebird', ...options, ...owner])
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'berth-firebird-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it("docks Firebird's own employee database", async () => {
    expect((await init('staff', await main.employeeDatabase('cli_employee'))).code).toBe(0)
    expect(await readFile(join(folder, 'staff', 'berth.yaml'), 'utf8')).not.toContain(password)
    const examined = await run(['doctor', '-C', 'staff', '--json'])
    expect(jsonOf(examined)).toMatchObject({ failed: 0 })
    expect(examined.out + examined.err).not.toContain(`"${password}"`)
    const discovered = await run(['discover', '-C', 'staff', '--tables', 'COUNTRY', '--json'])
    expect(jsonOf(discovered)).toMatchObject({ added: [{ dataset: 'COUNTRY', key: ['COUNTRY'] }], unsampled: [] })
    await edit(join(folder, 'staff'), reviewed)
    expect(jsonOf(await run(['check', '-C', 'staff', '--live', '--json']))).toMatchObject({ ok: true, errors: 0 })
    const preview = jsonOf<{ rows: unknown[]; rejects: unknown[] }>(
      await run(['preview', 'country', '-C', 'staff', '--as', '3', '--rows', '3', '--json']),
    )
    expect([preview.rows.length, preview.rejects]).toEqual([3, []])
    const found = jsonOf(await run(['lookup', 'country', 'country=Japan', '-C', 'staff', '--as', '3', '--json']))
    expect(found).toMatchObject({ rows: [{ country: 'Japan', currency: 'Yen' }], more: false })
    const synced = await run(['sync', '-C', 'staff', '--json'])
    expect(synced.code).toBe(0)
    const [exchange] = jsonOf<Synced>(synced).exchanges
    const lines = (await readFile(exchange?.files[0] ?? '', 'utf8')).trimEnd().split('\n')
    expect([exchange?.rows, lines.length]).toEqual([
      lines.length,
      Number((await main.read(main.file('cli_employee'), 'SELECT COUNT(*) FROM COUNTRY'))[0]),
    ])
    // Nine commands, one of which tries the whole docking.
  }, 180_000)

  it.each(['GBK', 'NONE'] as const)('reads Chinese from a database with charset %s', async (charset) => {
    const name = `cli_${charset.toLowerCase()}`
    const database = await main.createDatabase(name, charset)
    const rows = Array.from({ length: 20 }, (_each, id) => `INSERT INTO T_RY VALUES (${id + 1}, ${zhang});`).join('\n')
    await main.run(
      database,
      `CREATE TABLE T_RY (ID INTEGER NOT NULL PRIMARY KEY, XM VARCHAR(30)); COMMIT;\n${rows}\nCOMMIT;`,
    )
    expect((await init(name.replace('_', '-'), database)).code).toBe(0)
    const docking = join(folder, name.replace('_', '-'))
    const discovered = await run(['discover', '-C', docking, '--json'])
    expect(jsonOf(discovered)).toMatchObject({ added: [{ id: 'ry', items: 2 }], unsampled: [] })
    await edit(docking, reviewed)
    const found = jsonOf(await run(['lookup', 'ry', 'id=7', '-C', docking, '--as', '3', '--json']))
    expect(found).toMatchObject({ rows: [{ id: 7, name: '张三' }] })
  })

  it('names a wrong password', async () => {
    await init('wrong', main.file('cli_employee'))
    const ran = await berth(['discover', '-C', 'wrong', '--json'], {
      cwd: folder,
      environment: { BERTH_SECRET_DB_PASSWORD: 'canary-5107' },
    })
    expect([ran.code, jsonOf(ran)]).toMatchObject([
      5,
      { error: { code: expect.stringMatching(/AUTH_FAILED|LOGIN_STALLED/) } },
    ])
    expect(ran.out + ran.err).not.toContain('canary-5107')
  })
})
