import { DatabaseSync } from 'node:sqlite'

/** The intake table of the provident fund's loan system: what arrives is a row, and a clerk takes it from there. */
export function createLoanIntake(file: string): void {
  const database = new DatabaseSync(file)
  try {
    database.exec(`
      CREATE TABLE T_DKSQ (
        XH INTEGER PRIMARY KEY AUTOINCREMENT,
        SQR_SFZH VARCHAR(18) NOT NULL,
        SQR_XM VARCHAR(40) NOT NULL,
        PO_SFZH VARCHAR(18),
        BDCDYH VARCHAR(28) NOT NULL,
        JZMJ DECIMAL(8,2) NOT NULL,
        SQJE DECIMAL(12,2) NOT NULL,
        SLSJ TIMESTAMP DEFAULT CURRENT_TIMESTAMP
      );
    `)
  } finally {
    database.close()
  }
}

/** How many applications stand in the table: read past the docking, so that the story is not its own judge. */
export function countApplications(file: string): number {
  const database = new DatabaseSync(file, { readOnly: true })
  try {
    const row = database.prepare('SELECT count(*) AS total FROM T_DKSQ').get()
    return Number(row?.['total'])
  } finally {
    database.close()
  }
}
