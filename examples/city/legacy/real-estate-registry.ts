import { DatabaseSync } from 'node:sqlite'
import { type Couple, deterministicRandom } from './people.ts'

/** The real estate registry of 2013: English column names, a key of two columns, Y and N, decimals as text. */
export function createRealEstateRegistry(file: string, residents: readonly Couple[]): void {
  const database = new DatabaseSync(file)
  try {
    database.exec(`
      CREATE TABLE OWNERSHIP (
        PARCEL_NO VARCHAR(28) NOT NULL,
        OWNER_ID_NO VARCHAR(18) NOT NULL,
        ADDRESS VARCHAR(120) NOT NULL,
        AREA DECIMAL(8,2) NOT NULL,
        MORTGAGED CHAR(1) NOT NULL,
        APPRAISED DECIMAL(14,2),
        PRIMARY KEY (PARCEL_NO, OWNER_ID_NO)
      );
      CREATE INDEX OWNERSHIP_OWNER ON OWNERSHIP (OWNER_ID_NO);
    `)
    const insert = database.prepare('INSERT INTO OWNERSHIP VALUES (?, ?, ?, ?, ?, ?)')
    const random = deterministicRandom(2013)
    database.exec('BEGIN')
    residents.forEach(({ husband, wife }, index) => {
      if (index % 3 === 2) return
      const parcel = `350199${String(100000 + index)}GB${String(index).padStart(5, '0')}F00010001`.slice(0, 28)
      const address = `示例市湖滨路${1 + (index % 200)}号${1 + (index % 18)}幢${101 + (index % 27) * 100}室`
      const area = (45 + Math.floor(random() * 13000) / 100).toFixed(2)
      const appraised = (800_000 + Math.floor(random() * 300_000_000) / 100).toFixed(2)
      const mortgaged = random() < 0.3 ? 'Y' : 'N'
      insert.run(parcel, husband.id, address, area, mortgaged, appraised)
      if (index % 2 === 0) insert.run(parcel, wife.id, address, area, mortgaged, appraised)
    })
    database.exec('COMMIT')
  } finally {
    database.close()
  }
}
