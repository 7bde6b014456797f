import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { marriageTables } from './marriage-tables.ts'

/** The register as a SQLite file, and a second way to look at what was written into it. */
export function marriageDatabase(folder: string): { readonly file: string; readonly applications: () => unknown[] } {
  const file = join(folder, 'register.sqlite')
  using database = new DatabaseSync(file)
  database.exec(`CREATE TABLE T_HYDJ (ID INTEGER PRIMARY KEY, NF_SFZH VARCHAR(18), QX VARCHAR(20), DJRQ CHAR(8),
    YXBZ CHAR(1), BZ VARCHAR(40), MM VARCHAR(60));
    CREATE TABLE T_SQ (SFZH VARCHAR(18), SQRQ CHAR(8), FS INTEGER)`)
  const insert = database.prepare('INSERT INTO T_HYDJ VALUES (?, ?, ?, ?, ?, ?, ?)')
  for (const row of marriageTables().marriages.rows) insert.run(...(row as (string | number | null)[]))
  const applications = (): unknown[] => {
    using reader = new DatabaseSync(file, { readOnly: true })
    return reader
      .prepare('SELECT * FROM T_SQ')
      .all()
      .map((row) => ({ ...row }))
  }
  return { file, applications }
}
