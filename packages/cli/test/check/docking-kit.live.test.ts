import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DockingSubject, runDockingConformance, type Target, type TargetDataset } from '@berth/conformance'
import type { LogicalType, Row } from '@berth/core'
import { parseManifest } from '@berth/manifest'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { firebirdTarget } from '../../../../connectors/firebird/test/target.ts'
import { mariadbTarget } from '../../../../connectors/mysql/test/target.ts'
import { postgresTarget } from '../../../../connectors/postgres/test/target.ts'
import { describeFirebird, describeMariadb, describePostgres } from '../../../../test/servers/live.ts'
import { dockingSubject } from '../../src/check/live/docking-subject.ts'
import { citizenNumber } from '../legacy-database.ts'

const seed = 20_261_123

const column = (name: string, type: LogicalType): TargetDataset['columns'][number] => ({ name, type, nullable: true })

/** A register whose rows are like those of the sample docking. */
const register: TargetDataset = {
  name: 'T_HYDJ',
  key: ['ID'],
  columns: [
    { ...column('ID', { name: 'integer' }), nullable: false },
    column('NF_SFZH', { name: 'text', maxLength: 18 }),
    column('NF_XM', { name: 'text', maxLength: 20 }),
    column('QX', { name: 'text', maxLength: 20 }),
    column('GXSJ', { name: 'integer' }),
  ],
  rows: Array.from({ length: 240 }, (_, index) => rowOf(index + 1)),
}

function rowOf(id: number): Row {
  return [id, citizenNumber(id % 100), `欧阳测试${id}`, ['东城新区', '西城新区', '南城新区'][id % 3] ?? null, 1000 + id]
}

/** The manifest of a docking over the register, with the options of a connection as they are written. */
function manifestText(use: string, options: string): string {
  return `berth: 1
system:
  id: civil-affairs.live
  title: { zh: 在线系统 }
  owner: { title: { zh: 某市民政局 }, code: 91350100M000100Y43 }
connections:
  registry:
    use: "${use}"
    options: ${options}
resources:
  marriage:
    title: { zh: 结婚登记 }
    sharing: { type: conditional, condition: 依法办理, basis: 条例, purposes: [housing-loan] }
    update: { cycle: daily }
    from: { connection: registry, table: T_HYDJ, key: [ID], changes: { by: column, column: GXSJ } }
    maintainer: 登记处
    items:
      id: { title: 编号, type: integer, from: ID, grade: 1, required: true }
      husbandId: { title: 身份证号, element: person.citizenNumber, from: NF_SFZH, grade: 3 }
      husbandName: { title: 姓名, type: text(20), from: NF_XM, grade: 4 }
      district: { title: 区, type: text(20), from: QX, grade: 1 }
    provide:
      parameter: { by: [[id], [husbandId], [district]], limit: 3 }
      file: { to: out, format: ndjson, clearance: 2, purpose: audit }
`
}

/** The kit on a docking to a real server, with what the server itself counts. */
function triesDocking(use: string, open: () => Promise<Target>): void {
  let target: Target
  let subject: DockingSubject
  const folder = mkdtempSync(join(tmpdir(), 'berth-live-'))

  beforeAll(async () => {
    target = await open()
    await target.create(register)
    const { password, ...options } = target.program?.options ?? {}
    writeFileSync(join(folder, '.env'), `BERTH_SECRET_DB_PASSWORD=${String(password)}\n`)
    const text = manifestText(use, JSON.stringify({ ...options, password: `\${secret:DB_PASSWORD}` }))
    const { manifest, findings } = parseManifest(text, { file: 'berth.yaml', folder })
    if (manifest === undefined) throw new Error(findings.map(({ message }) => message.en).join('; '))
    const { writes, locks } = target
    if (writes === undefined || locks === undefined)
      throw new Error(`${use}: its target counts neither writes nor locks`)
    const counters = { writes: () => writes.call(target), locks: () => locks.call(target) }
    subject = await dockingSubject({ manifest, text, counters: () => counters })
  })
  afterAll(async () => {
    await target.drop(register)
    await target.close()
    rmSync(folder, { recursive: true, force: true })
  })

  test('every case that applies passes, the proof by the server’s own counts among them', async () => {
    const { results, reached, durationMs } = await runDockingConformance(subject, { seed })
    process.stdout.write(`${use}: ${results.length} cases in ${Math.round(durationMs / 1000)} s\n`)
    expect(results.filter(({ outcome }) => outcome === 'failed')).toEqual([])
    expect(reached).toBe('full')
    const counted = results.find(({ id }) => id === 'reads/system-counts')
    expect(counted).toMatchObject({ outcome: 'passed', notes: [] })
  })

  test('a row that is written meanwhile, and a transaction that is kept, are seen in the counts', async () => {
    let row = 1000
    const writing = altered(subject, () => target.put(register, [rowOf(row++)]))
    const written = await runDockingConformance(writing, { seed, only: ['reads/system-counts'] })
    expect(written.results[0]?.message).toMatch(/^the system behind registry counts [1-9]\d* writes while the docking/)
    if (target.putLate === undefined) return
    let commit: (() => Promise<void>) | undefined
    const holding = altered(subject, async () => {
      commit ??= await target.putLate?.(register, [rowOf(row++)])
    })
    const counts = {
      writes: () => Promise.resolve(0),
      locks: subject.counters?.('registry')?.locks ?? (() => Promise.resolve(0)),
    }
    const kept = await runDockingConformance(
      { ...holding, counters: () => counts },
      { seed, only: ['reads/system-counts'] },
    )
    await commit?.()
    expect(kept.results[0]?.message).toMatch(/^the system behind registry still keeps [1-9]\d* locks or transactions/)
  })

  test('the password of the connection is among what is looked for', () => {
    const text = String(target.program?.options['password'])
    expect(subject.secrets).toEqual([{ name: 'connections.registry.options.password', text }])
  })
}

/** The docking with something done to its system before each question. */
function altered(subject: DockingSubject, work: () => Promise<void>): DockingSubject {
  return {
    ...subject,
    start: (settings) =>
      subject.start({
        ...settings,
        onCall: async (call) => {
          await settings.onCall?.(call)
          if (call.call === 'lookup') await work()
        },
      }),
  }
}

describePostgres('a docking to PostgreSQL', (server) =>
  triesDocking('@berth/connector-postgres', () => postgresTarget(server, 'cli_docking_kit')),
)
describeMariadb('a docking to MariaDB', (server) =>
  triesDocking('@berth/connector-mysql', () => mariadbTarget(server, 'cli_docking_kit')),
)
describeFirebird('a docking to Firebird', ({ main }) =>
  triesDocking('@berth/connector-firebird', async () => {
    const target = await firebirdTarget(main, 'cli_docking_kit')
    // Of all attachments since the database was opened; MON$ tables are a picture of the moment.
    const count = `SELECT SUM(MON$RECORD_INSERTS + MON$RECORD_UPDATES + MON$RECORD_DELETES) FROM MON$RECORD_STATS
WHERE MON$STAT_GROUP = 0`
    const database = String(target.program?.options['database'])
    return { ...target, writes: async () => Number((await main.read(database, count))[0]) }
  }),
)
