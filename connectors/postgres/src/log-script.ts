import { createHash } from 'node:crypto'
import { BerthError, type ChangeLog } from '@berth/core'
import { standardLiteral } from '@berth/sql'
import type { PostgresTable } from './catalogue.ts'
import { quote } from './quote.ts'

/** The name of slot and publication: what the docking says, or one made of the dataset's. */
export function slotName({ name }: ChangeLog, dataset: string): string {
  if (name === undefined) {
    const digest = createHash('sha256').update(dataset).digest('hex').slice(0, 16)
    return `berth_${/^[a-z0-9_]{1,50}$/.test(dataset) ? dataset : digest}`
  }
  if (/^[a-z0-9_]{1,63}$/.test(name)) return name
  const problem = 'lower case letters, digits and underscores, 63 at most'
  throw new BerthError('CHANGE_LOG_MISSING', { dataset, log: name, problem })
}

/**
 * The script that has the log kept for a table: a publication, then a slot, for a slot does not find a publication that
 * is younger. An old row is told by its primary key; where another key is asked for, by all of its columns, without which
 * PostgreSQL would refuse the application's updates of a table that has no primary key.
 */
export function logScript(table: PostgresTable, by: ChangeLog, version: number): string {
  const slot = slotName(by, table.name)
  const { key = [], reference, isPartitioned } = table
  const isPrimary = key.length === by.key.length && by.key.every((name) => key.includes(name))
  const root = isPartitioned && version >= 130_000 ? ' WITH (publish_via_partition_root = true)' : ''
  return `-- The server has to run with wal_level = logical; changing that takes a restart.
${isPrimary ? '' : `ALTER TABLE ${reference} REPLICA IDENTITY FULL;\n`}CREATE PUBLICATION ${quote(slot)} FOR TABLE ${reference}${root};
SELECT pg_create_logical_replication_slot(${standardLiteral(slot)}, 'pgoutput');
-- The user of the docking has to be one for replication, and to read the table:
-- ALTER ROLE ... REPLICATION; GRANT SELECT ON ${reference} TO ...;
-- The slot serves one exit of one docking. While nobody reads it, the server keeps its log, until the disk is full.
-- When it is no longer needed:
-- SELECT pg_drop_replication_slot(${standardLiteral(slot)}); DROP PUBLICATION ${quote(slot)};
`
}
