import type { SqlColumn, SqlTable } from '../column.ts'
import { outboxNumber } from '../outbox.ts'

/** How an outbox script spells things. */
export interface OutboxSpelling {
  quote(identifier: string): string
  /** What ends a block of procedural code. */
  readonly blockEnd: string
  /** What a sequence is created with besides its name. */
  readonly sequence: string
  /** The type of the column that counts. */
  readonly number: string
}

/**
 * The table of entries, the sequence that numbers them, the trigger that fills it, and what purges it. A sequence and a
 * trigger rather than an identity column, which Oracle 11g does not have.
 */
export function sequenceOutboxScript(
  { quote, blockEnd, sequence, number }: OutboxSpelling,
  table: SqlTable,
  key: readonly SqlColumn[],
  outbox: string,
): string {
  const names = key.map(({ name }) => quote(name))
  const counter = quote(`${outbox}_SEQ`)
  const enter = (row: 'NEW' | 'OLD'): string =>
    `    INSERT INTO ${quote(outbox)} ("${outboxNumber}", ${names.join(', ')}, "BERTH_AT") VALUES (${counter}.NEXTVAL, ${names.map((name) => `:${row}.${name}`).join(', ')}, SYSTIMESTAMP);`
  const keyChanged = names.map((name) => `:OLD.${name} <> :NEW.${name}`).join(' OR ')
  return `${[
    // The command line would ask for what stands behind an ampersand in a name.
    'SET DEFINE OFF',
    `CREATE TABLE ${quote(outbox)} (`,
    `  "${outboxNumber}" ${number} NOT NULL PRIMARY KEY,`,
    ...key.map(({ name, nativeType }) => `  ${quote(name)} ${nativeType} NOT NULL,`),
    '  "BERTH_AT" TIMESTAMP NOT NULL',
    ');',
    `CREATE SEQUENCE ${counter} ${sequence};`,
    `CREATE OR REPLACE TRIGGER ${quote(`${outbox}_TRG`)} AFTER INSERT OR UPDATE OR DELETE ON ${table.reference} FOR EACH ROW`,
    'BEGIN',
    `  IF DELETING OR (UPDATING AND (${keyChanged})) THEN`,
    enter('OLD'),
    '  END IF;',
    '  IF INSERTING OR UPDATING THEN',
    enter('NEW'),
    '  END IF;',
    'END;',
    blockEnd,
    '-- TRUNCATE TABLE is seen by no trigger: behind one, the docking starts over with berth sync --restart.',
    '-- From time to time, older than any docking is behind; the newest entry stays:',
    `-- DELETE FROM ${quote(outbox)} WHERE "BERTH_AT" < SYSTIMESTAMP - INTERVAL '30' DAY`,
    `--   AND "${outboxNumber}" < (SELECT MAX("${outboxNumber}") FROM ${quote(outbox)});`,
  ].join('\n')}\n`
}
