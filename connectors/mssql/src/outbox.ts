import { outboxNumber, type SqlColumn, type SqlTable } from '@berth/sql'
import { quote } from './quote.ts'
import { shortBits } from './text-equality.ts'

/**
 * The table of entries, one trigger that fills it, and the purging. The trigger works on all rows of a statement at once
 * and says nothing, so that programs that count answers are not disturbed. A key that was changed is told as it was and as
 * it is, also where only its case was: first the one that is gone, for a target may take both for the same. Who owns both tables spares the others any right on the outbox.
 */
export function outboxScript(table: SqlTable, key: readonly SqlColumn[], outbox: string): string {
  const schema = /^\[(?:[^\]]|\]\])*\]\./.exec(table.reference)?.[0] ?? ''
  const entries = `${schema}${quote(outbox)}`
  const names = key.map(({ name }) => quote(name))
  const keys = (alias: string): string => names.map((name) => `${alias}.${name}`).join(', ')
  const same = key.map(({ name, type }) => {
    const [kept, gone] = [`I.${quote(name)}`, `D.${quote(name)}`]
    return type.name === 'text' ? `${shortBits(kept)} = ${shortBits(gone)}` : `${kept} = ${gone}`
  })
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
    `  INSERT INTO ${entries} (${names.join(', ')})`,
    `  SELECT ${keys('D')} FROM deleted AS D`,
    `  WHERE NOT EXISTS (SELECT 1 FROM inserted AS I WHERE ${same.join(' AND ')});`,
    `  INSERT INTO ${entries} (${names.join(', ')})`,
    `  SELECT ${keys('I')} FROM inserted AS I;`,
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
