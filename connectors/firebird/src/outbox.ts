import { outboxNumber, type SqlColumn, type SqlTable } from '@berth/sql'
import { quote, unquoted } from './quote.ts'
import { declaration } from './values.ts'

/** How a database is spoken to. */
export interface Spelling {
  /** The SQL dialect of the database. */
  readonly dialect: number
  /** Who reads the outbox. */
  readonly user: string
}

/**
 * The table of entries with its numbers, the trigger that fills it, and the rights: the trigger's own, so that whoever
 * changes the dataset needs none, and those of the user who reads. What cannot fail stands in it: an entry that did would
 * undo the work of the department.
 */
export function outboxScript(
  { dialect, user }: Spelling,
  table: SqlTable,
  key: readonly SqlColumn[],
  outbox: string,
): string {
  const name = dialect === 1 ? unquoted : quote
  const [entries, numbers, trigger] = ['', '_N', '_T'].map((end) => name(`${outbox}${end}`))
  const keys = key.map((column) => name(column.name))
  const enter = (row: 'NEW' | 'OLD'): string =>
    `INSERT INTO ${entries} (${outboxNumber}, ${keys.join(', ')}) VALUES (GEN_ID(${numbers}, 1), ${keys.map((each) => `${row}.${each}`).join(', ')});`
  const keyChanged = keys.map((each) => `OLD.${each} IS DISTINCT FROM NEW.${each}`).join(' OR ')
  // From Firebird 3 on numbers need a right, which earlier servers do not know.
  const usage = `GRANT USAGE ON GENERATOR ${numbers} TO TRIGGER ${trigger}`
  const reader = user.startsWith('"') ? user : name(user.toUpperCase())
  return `${[
    ...(dialect === 1 ? ['SET SQL DIALECT 1;'] : []),
    `CREATE GENERATOR ${numbers};`,
    `CREATE TABLE ${entries} (`,
    `  ${outboxNumber} ${dialect === 1 ? 'INTEGER' : 'BIGINT'} NOT NULL PRIMARY KEY,`,
    ...key.map((column, at) => `  ${keys[at]} ${declaration(column)},`),
    '  BERTH_AT TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL',
    ');',
    `CREATE DESCENDING INDEX ${name(`${outbox}_D`)} ON ${entries} (${outboxNumber});`,
    'COMMIT;',
    'SET TERM ^;',
    `CREATE TRIGGER ${trigger} FOR ${name(table.name)} ACTIVE AFTER INSERT OR UPDATE OR DELETE POSITION 32767 AS`,
    'BEGIN',
    `  IF (DELETING OR (UPDATING AND (${keyChanged}))) THEN ${enter('OLD')}`,
    `  IF (INSERTING OR UPDATING) THEN ${enter('NEW')}`,
    'END^',
    'COMMIT^',
    'EXECUTE BLOCK AS',
    'BEGIN',
    `  IF (RDB$GET_CONTEXT('SYSTEM', 'ENGINE_VERSION') >= '3') THEN EXECUTE STATEMENT '${usage.replaceAll("'", "''")}';`,
    'END^',
    'SET TERM ;^',
    `GRANT INSERT ON ${entries} TO TRIGGER ${trigger};`,
    `GRANT SELECT ON ${entries} TO USER ${reader};`,
    'COMMIT;',
    '-- From time to time, older than any docking is behind; the newest entry stays:',
    `-- DELETE FROM ${entries} WHERE BERTH_AT < CURRENT_TIMESTAMP - 30`,
    `--   AND ${outboxNumber} < (SELECT MAX(${outboxNumber}) FROM ${entries});`,
  ].join('\n')}\n`
}
