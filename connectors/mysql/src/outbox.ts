import { outboxNumber, type SqlColumn, type SqlTable } from '@berth/sql'
import { quote } from './quote.ts'
import { exactly, mysqlColumns } from './table.ts'

/**
 * The table of entries, the triggers that fill it, and what an administrator runs from time to time to purge it. Each
 * trigger is one statement, so that any client runs the script.
 */
export function outboxScript(table: SqlTable, key: readonly SqlColumn[], outbox: string): string {
  const names = key.map(({ name }) => quote(name)).join(', ')
  const trigger = (event: string, statement: string): string =>
    `CREATE TRIGGER ${quote(`${outbox}_${event}`)} AFTER ${event} ON ${table.reference} FOR EACH ROW\n${statement};`
  const row = (which: 'OLD' | 'NEW'): string => key.map(({ name }) => `${which}.${quote(name)}`).join(', ')
  const same = mysqlColumns(key).map((column) => {
    const [before, after] = ['OLD', 'NEW'].map((which) => exactly(column, `${which}.${quote(column.name)}`))
    return `${before} <=> ${after}`
  })
  const enter = `  INSERT INTO ${quote(outbox)} (${names})`
  return `${[
    `CREATE TABLE ${quote(outbox)} (`,
    `  ${outboxNumber} BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,`,
    ...mysqlColumns(key).map((column) => {
      const collation = column.collation === undefined ? '' : ` COLLATE ${column.collation}`
      return `  ${quote(column.name)} ${column.nativeType}${collation} NOT NULL,`
    }),
    '  BERTH_AT TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP',
    ') ENGINE=InnoDB;',
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
