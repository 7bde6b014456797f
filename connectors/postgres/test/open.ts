import { type ConnectorSession, openSession, type SessionOptions } from '@berth/core'
import type { PostgresServer } from '../../../test/servers/postgres-server.ts'
import { connector } from '../src/index.ts'

/** A session with a database of the test server, with options of the connector changed. */
export function open(
  server: PostgresServer,
  database: string,
  changed: Readonly<Record<string, unknown>> = {},
  settings: SessionOptions = {},
): Promise<ConnectorSession> {
  return openSession(connector, { ...connectionOf(server), database, ...changed }, settings)
}

/** How the test server is reached. */
export function connectionOf({
  data: { host, port, user, password },
}: PostgresServer): Readonly<Record<string, unknown>> {
  return { host, port, user, password }
}
