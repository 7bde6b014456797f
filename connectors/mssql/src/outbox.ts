import { outboxNumber, type SqlColumn, type SqlTable } from '@berth/sql'
import { quote } from './quote.ts'

/**
 * The table of entries, one trigger that fills it, and the purging. The trigger works on all rows of a statement at once
 * and says nothing, so that programs that count answers are not disturbed. It runs with the rights of its owner, so that
 * whoever changes the dataset needs none on the outbox.
 */
export function outboxScript(table: SqlTable, key: readonly SqlColumn[], outbox: string): string {
  const schema = /^\[(?:[^\]]|\]\])*\]\./.exec(table.reference)?.[0] ?? ''
  const entries = `${schema}${quote(outbox)}`
  const names = key.map(({ name }) => quote(name))
  const keys = (alias: string): string => names.map((name) => `${alias}.${name}`).join(', ')
  return `${[
    `CREATE TABLE ${entries} (`,
    `  ${outboxNumber} bigint IDENTITY(1,1) NOT NULL PRIMARY KEY,`,
    ...key.map((column) => `  ${quote(column.name)} ${declared(column)} NOT NULL,`),
    '  BERTH_AT datetime2(3) NOT NULL DEFAULT SYSUTCDATETIME()',
    ');',
    'GO',
    `CREATE TRIGGER ${schema}${quote(`${outbox}_T`)} ON ${table.reference} AFTER INSERT, UPDATE, DELETE AS`,
    'BEGIN',
    '  SET NOCOUNT ON;',
    // UNION leaves one entry of a row that kept its key.
    `  INSERT INTO ${entries} (${names.join(', ')})`,
    `  SELECT ${keys('D')} FROM deleted AS D UNION SELECT ${keys('I')} FROM inserted AS I;`,
    'END;',
    'GO',
    '-- From time to time, older than any docking is behind; the newest entry stays:',
    `-- DELETE FROM ${entries} WHERE BERTH_AT < DATEADD(day, -30, SYSUTCDATETIME())`,
    `--   AND ${outboxNumber} < (SELECT MAX(${outboxNumber}) FROM ${entries});`,
  ].join('\n')}\n`
}

/** The type of a key column, in its own collation where it has one. */
function declared({ nativeType, marker }: SqlColumn): string {
  const collation = / COLLATE (\w+)\)$/.exec(marker?.('') ?? '')?.[1]
  const type = nativeType === 'timestamp' ? 'binary(8)' : nativeType
  return collation === undefined ? type : `${type} COLLATE ${collation}`
}
