import { type ConnectorSession, openSession, type SessionOptions } from '@berth/core'
import type { FirebirdServer } from '../../../test/servers/firebird-server.ts'
import { connector } from '../src/index.ts'

/** A session with a database of the test server, with options of the connector changed. */
export function open(
  server: FirebirdServer,
  file: string,
  changed: Readonly<Record<string, unknown>> = {},
  settings: SessionOptions = {},
): Promise<ConnectorSession> {
  const { host, port, user, password } = server.data
  return openSession(connector, { host, port, database: file, user, password, ...changed }, settings)
}
