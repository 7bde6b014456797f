import type { SqlColumn, SqlTable } from '../column.ts'
import { standardLiteral } from '../literal.ts'
import { outboxNumber } from '../outbox.ts'

const quote = (identifier: string): string => `"${identifier.replaceAll('"', '""')}"`

/**
 * `SqlDialect.outboxScript` of PostgreSQL and its kin, for a table whose reference has its schema; the entries are in `schema`,
 * or beside the table. The trigger's function runs with the rights of who made it, so that the application's users need
 * none on the entries.
 */
export function postgresOutboxScript(
  table: SqlTable,
  key: readonly SqlColumn[],
  { schema, name }: { readonly schema?: string; readonly name: string },
): string {
  // Beside the dataset, whatever the search path of the administrator says.
  const [beside = ''] = /^"(?:[^"]|"")*"\.(?=")/.exec(table.reference) ?? []
  const place = schema === undefined ? beside : `${quote(schema)}.`
  const entries = `${place}${quote(name)}`
  const names = key.map((column) => quote(column.name))
  const enter = (row: 'NEW' | 'OLD'): string =>
    `INSERT INTO ${entries} (${names.join(', ')}) VALUES (${names.map((each) => `${row}.${each}`).join(', ')});`
  const tuple = (row: 'NEW' | 'OLD'): string => `(${names.map((each) => `${row}.${each}`).join(', ')})`
  const trigger = quote(`${name}_rows`)
  const truncated = quote(`${name}_truncate`)
  // What ends the body of the function must not stand in a name within it.
  const held = `${entries} ${names.join(' ')}`
  let tag = '$berth$'
  for (let each = 1; held.includes(tag); each++) tag = `$berth${each}$`
  // The types of the key, whatever they are called.
  return `CREATE TABLE ${entries} AS SELECT ${names.join(', ')} FROM ${table.reference} WITH NO DATA;
ALTER TABLE ${entries} ADD COLUMN "${outboxNumber}" bigserial PRIMARY KEY,
  ADD COLUMN "BERTH_AT" timestamptz NOT NULL DEFAULT now();
CREATE FUNCTION ${place}${trigger}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS ${tag}
BEGIN
  IF TG_OP = 'TRUNCATE' THEN
    RAISE EXCEPTION USING ERRCODE = '0A000', MESSAGE = ${standardLiteral(`TRUNCATE would be missed by ${name}: use DELETE`)};
  END IF;
  IF TG_OP = 'DELETE' OR (TG_OP = 'UPDATE' AND ${tuple('OLD')} IS DISTINCT FROM ${tuple('NEW')}) THEN
    ${enter('OLD')}
  END IF;
  IF TG_OP <> 'DELETE' THEN
    ${enter('NEW')}
  END IF;
  RETURN NULL;
END ${tag};
REVOKE ALL ON FUNCTION ${place}${trigger}() FROM PUBLIC;
CREATE TRIGGER ${trigger} AFTER INSERT OR UPDATE OR DELETE ON ${table.reference}
  FOR EACH ROW EXECUTE PROCEDURE ${place}${trigger}();
CREATE TRIGGER ${truncated} BEFORE TRUNCATE ON ${table.reference}
  FOR EACH STATEMENT EXECUTE PROCEDURE ${place}${trigger}();
-- The user of the docking has to be able to read it: GRANT SELECT ON ${entries} TO ...;
-- From time to time, older than any docking is behind; the newest entry stays:
-- DELETE FROM ${entries} WHERE "BERTH_AT" < now() - interval '30 days'
--   AND "${outboxNumber}" < (SELECT max("${outboxNumber}") FROM ${entries});
`
}
