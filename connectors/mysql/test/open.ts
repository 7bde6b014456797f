import { type ConnectorSession, openSession, type SessionOptions } from '@berth/core'
import type { MariadbServer } from '../../../test/servers/mariadb-server.ts'
import { connector } from '../src/index.ts'

/** A session with a database of the test server, with options of the connector changed. */
export function open(
  server: MariadbServer,
  database: string,
  changed: Readonly<Record<string, unknown>> = {},
  settings: SessionOptions = {},
): Promise<ConnectorSession> {
  const { host, port, user, password } = server.data
  return openSession(connector, { host, port, database, user, password, ...changed }, settings)
}
