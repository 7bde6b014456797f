import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import type { DockingSubject, Planted } from '@berth/conformance'
import { parseManifest } from '@berth/manifest'
import { dockingSubject } from '../../src/check/live/docking-subject.ts'
import { citizenNumber } from '../legacy-database.ts'

const reference = fileURLToPath(new URL('reference/', import.meta.url))

/** What stands in rows that cannot be carried, and in items that nobody may have. */
const planted: readonly Planted[] = [
  { name: 'the remark of a marriage, which nobody graded', text: '金丝雀备注-Canary-7Q' },
  { name: 'the holder of a row that cannot be decoded', text: '坏行金丝雀CanaryBad' },
]

/** The reference docking in a folder of its own, and what it is tried as. */
export interface ReferenceDocking extends Disposable {
  readonly folder: string
  readonly text: string
  readonly database: string
  /** `commands` gives what the docking's own commands print. @default nothing is run */
  subject(commands?: DockingSubject['commands']): Promise<DockingSubject>
}

/** Makes the reference docking: a legacy database in SQLite, with rows as they are found in old systems. `hours: false`: always up. */
export function referenceDocking({ hours = true }: { readonly hours?: boolean } = {}): ReferenceDocking {
  const folder = mkdtempSync(join(tmpdir(), 'berth-reference-'))
  const database = join(folder, 'legacy.sqlite')
  writeDatabase(database)
  const whole = readFileSync(join(reference, 'berth.yaml'), 'utf8')
  const written = hours ? whole : whole.replace(/ {2}hours: .*\n/, '')
  const text = written.replace('CONNECTOR', `./${relative(folder, join(reference, 'legacy-connector.ts'))}`)
  writeFileSync(join(folder, 'berth.yaml'), text)
  writeFileSync(join(folder, '.env'), `LEGACY_DATABASE=${database}\nBERTH_SECRET_LEGACY_PASSWORD=Canary-Password-9Z\n`)
  return {
    folder,
    text,
    database,
    subject: async (commands) => {
      const { manifest, findings } = parseManifest(text, { file: 'berth.yaml', folder })
      if (manifest === undefined) throw new Error(findings.map(({ message }) => message.en).join('; '))
      const subject = await dockingSubject({ manifest, text, planted, counters: () => sqliteCounters(database) })
      return commands === undefined ? subject : { ...subject, commands }
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  }
}

function writeDatabase(file: string): void {
  using database = new DatabaseSync(file)
  database.exec(`PRAGMA journal_mode = WAL;
    CREATE TABLE T_HYDJ (ID INTEGER PRIMARY KEY, NF_SFZH CHAR(18), NF_XM VARCHAR(30), QX VARCHAR(20), DJRQ CHAR(8),
      LXDH VARCHAR(30), ZSNR VARCHAR(60), BZ VARCHAR(60), GXSJ INTEGER NOT NULL);
    CREATE TABLE T_XK (XKBH VARCHAR(20) PRIMARY KEY, CYR VARCHAR(40));
    CREATE TABLE T_SQ (SQR VARCHAR(18), FS INTEGER); BEGIN`)
  const marriage = database.prepare('INSERT INTO T_HYDJ VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)')
  for (let id = 1; id <= 240; id++) {
    const bad = id % 60 === 7
    marriage.run(
      id,
      // One in sixty is no citizen number.
      bad ? `坏号码Canary${id}` : citizenNumber(id % 100),
      // 王 and 李 in GBK; one in sixty breaks off in the middle of a character.
      id % 60 === 11 ? Buffer.from([0xcd, 0xf5, 0xc0]) : Buffer.from([0xcd, 0xf5, 0xc0, 0xee, 0x30 + (id % 10)]),
      // Half of them were never asked for it.
      ['东城新区', null, '西城新区', null, '南城新区', null][id % 6] ?? null,
      `2024${String(1 + (id % 12)).padStart(2, '0')}15`,
      id % 60 === 11 ? '坏行金丝雀CanaryBad' : `139-2024-${String(10_000 + id)}`,
      `机密证书内容-${id * 7919}`,
      '金丝雀备注-Canary-7Q',
      1000 + id,
    )
  }
  const permit = database.prepare('INSERT INTO T_XK VALUES (?, ?)')
  for (let id = 1; id <= 120; id++) permit.run(`XK-2024-${String(id).padStart(4, '0')}`, `持有人金丝雀${id * 31}`)
  database.exec('COMMIT')
}

/** What is seen of a SQLite file through a connection of its own: commits of others, and locks they hold. */
function sqliteCounters(file: string): { writes(): Promise<number>; locks(): Promise<number> } {
  const database = new DatabaseSync(file)
  return {
    writes: () => Promise.resolve(Number(database.prepare('PRAGMA data_version').get()?.['data_version'])),
    locks: () => {
      try {
        database.exec('BEGIN IMMEDIATE; ROLLBACK')
        return Promise.resolve(0)
      } catch {
        return Promise.resolve(1)
      }
    },
  }
}
