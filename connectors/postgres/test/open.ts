import {
  type ConnectorSession,
  type Dataset,
  openSession,
  type Row,
  type SessionOptions,
  type UnreadableRow,
} from '@berth/core'
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

/** One read of the columns named; `NAME:charset` declares a charset. */
export async function readAll(
  session: ConnectorSession,
  dataset: string,
  names: readonly string[],
): Promise<{ readonly rows: Row[]; readonly unreadable: UnreadableRow[] }> {
  const columns = names.map((each) => {
    const [name = '', charset] = each.split(':')
    return charset === undefined ? { name } : { name, charset }
  })
  const rows: Row[] = []
  const unreadable: UnreadableRow[] = []
  for await (const batch of session.scan({ dataset, columns })) {
    rows.push(...batch.rows)
    unreadable.push(...(batch.unreadable ?? []))
  }
  return { rows, unreadable }
}

/** All datasets, or those of these names. */
export async function describeAll(session: ConnectorSession, names?: readonly string[]): Promise<Dataset[]> {
  const told: Dataset[] = []
  for await (const dataset of session.describe(names === undefined ? {} : { names })) told.push(dataset)
  return told
}

/** How many TCP connections this process has. */
export function openSockets(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length
}

/** Waits until a condition holds; false when it did not within ten seconds. */
export async function eventually(condition: () => boolean | Promise<boolean>): Promise<boolean> {
  const end = Date.now() + 10_000
  while (!(await condition())) {
    if (Date.now() > end) return false
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return true
}
