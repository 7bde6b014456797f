import { DatabaseSync } from 'node:sqlite'

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** A citizen number of nobody, with a right check character: born 1949-12-31, the sequence counting up. */
export function citizenNumber(sequence: number): string {
  const body = `11010519491231${String(sequence % 1000).padStart(3, '0')}`
  const sum = weights.reduce((total, weight, place) => total + weight * Number(body[place]), 0)
  return body + '10X98765432'[sum % 11]
}

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
