import type { SqlColumn, SqlTable } from '../column.ts'
import { outboxNumber } from '../outbox.ts'

const quote = (identifier: string): string => `\`${identifier.replaceAll('`', '``')}\``

/** What has to be known of the columns of a key. */
export interface MysqlOutboxKey {
  /** An expression of the column as its bytes: collations take `a` for `A`. */
  exactly(column: SqlColumn, expression: string): string
  /**
   * The column's type with its character set and collation. Absent: the table of entries is made from the dataset's, which
   * MySQL before 8.0.21 refuses where it replicates by GTID.
   */
  definition?(column: SqlColumn): string
}

/** `SqlDialect.outboxScript` of MySQL and MariaDB. Each trigger is one statement, so that any client runs the script. */
export function mysqlOutboxScript(
  table: SqlTable,
  key: readonly SqlColumn[],
  outbox: string,
  { exactly, definition }: MysqlOutboxKey,
): string {
  const names = key.map(({ name }) => quote(name)).join(', ')
  const trigger = (event: string, statement: string): string =>
    `CREATE TRIGGER ${quote(`${outbox}_${event}`)} AFTER ${event} ON ${table.reference} FOR EACH ROW\n${statement};`
  const row = (which: 'OLD' | 'NEW'): string => key.map(({ name }) => `${which}.${quote(name)}`).join(', ')
  const same = key.map((column) => {
    const [before, after] = ['OLD', 'NEW'].map((which) => exactly(column, `${which}.${quote(column.name)}`))
    return `${before} <=> ${after}`
  })
  const enter = `  INSERT INTO ${quote(outbox)} (${names})`
  const defined = definition === undefined ? [] : key.map((column) => `  ${quote(column.name)} ${definition(column)},`)
  const taken = definition === undefined ? ` AS SELECT ${names} FROM ${table.reference} WHERE 1 = 0` : ''
  return `${[
    `CREATE TABLE ${quote(outbox)} (`,
    `  ${outboxNumber} BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,`,
    ...defined,
    '  BERTH_AT TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP',
    `) ENGINE=InnoDB${taken};`,
    '-- The triggers act with the rights of whoever creates them: that user needs INSERT on the table above.',
    '-- MySQL before 5.7 and MariaDB before 10.2 admit one trigger for each event: add the INSERT to one that is there.',
    '-- With statement-based replication set binlog_format to MIXED or ROW.',
    '-- Neither TRUNCATE nor a cascading foreign key fires a trigger: rows that change by them are not noted.',
    trigger('INSERT', `${enter} VALUES (${row('NEW')})`),
    trigger(
      'UPDATE',
      `${enter}\n  SELECT ${row('OLD')} FROM DUAL WHERE NOT (${same.join(' AND ')}) UNION ALL SELECT ${row('NEW')}`,
    ),
    trigger('DELETE', `${enter} VALUES (${row('OLD')})`),
    '-- From time to time, older than any docking is behind; the newest entry stays:',
    `-- DELETE FROM ${quote(outbox)} WHERE BERTH_AT < NOW() - INTERVAL 30 DAY`,
    `--   AND ${outboxNumber} < (SELECT N FROM (SELECT MAX(${outboxNumber}) N FROM ${quote(outbox)}) X);`,
  ].join('\n')}\n`
}
