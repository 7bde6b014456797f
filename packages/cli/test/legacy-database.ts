import { DatabaseSync } from 'node:sqlite'
import { citizenNumber } from '../src/init/sample-database.ts'

export { citizenNumber }

/** Writes a registry as they were built fifteen years ago: pinyin names, padded codes, dates in text. */
export function writeLegacyDatabase(file: string, rows: number): void {
  const database = new DatabaseSync(file)
  database.exec(`CREATE TABLE T_HYDJ (
    ID INTEGER PRIMARY KEY, NF_XM VARCHAR(30), NF_SFZH CHAR(18), NVF_SFZH CHAR(18),
    LXDH VARCHAR(20), DJRQ CHAR(8), GXSJ DATETIME, BZ TEXT)`)
  database.exec('CREATE TABLE T_RZ (NR TEXT)')
  const insert = database.prepare('INSERT INTO T_HYDJ VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
  database.exec('BEGIN')
  for (let id = 1; id <= rows; id++) {
    const day = String(1 + (id % 28)).padStart(2, '0')
    const changed = `2024-03-${day} 08:00:${String(id % 60).padStart(2, '0')}`
    const phone = `139${String(10_000_000 + id)}`
    const [husband, wife] = [citizenNumber(id), citizenNumber(id + 1)]
    insert.run(id, id % 2 === 0 ? '王小明' : '李华', husband, wife, phone, `202403${day}`, changed, null)
  }
  database.exec('COMMIT')
  database.close()
}
