import { Secret, validateOptions } from '@berth/core'
import type { MariadbServerData } from '../../../test/servers/mariadb-server.ts'
import type { PostgresServerData } from '../../../test/servers/postgres-server.ts'
import { manifest } from '../src/index.ts'

type Options = Readonly<Record<string, unknown>>

/** The options that lead to a database of a MariaDB through its ODBC driver. */
export function mariadbOptions(
  driver: string,
  server: MariadbServerData,
  database: string,
  more: Options = {},
): Options {
  return serverOptions(driver, server, database, more)
}

/** The options that lead to a database of a PostgreSQL through its ODBC driver. */
export function postgresOptions(
  driver: string,
  server: PostgresServerData,
  database: string,
  more: Options = {},
): Options {
  return serverOptions(driver, server, database, more)
}

/** The options that lead to a SQLite file through its ODBC driver. */
export function sqliteOptions(driver: string, file: string, more: Options = {}): Options {
  return validateOptions(manifest, { driver, attributes: `Database=${file}`, ...more })
}

function serverOptions(
  driver: string,
  { host, port, user, password }: MariadbServerData | PostgresServerData,
  database: string,
  more: Options,
): Options {
  const attributes = `Server=${host};Port=${port};Database=${database}`
  return validateOptions(manifest, { driver, attributes, user, password: new Secret(password), ...more })
}
