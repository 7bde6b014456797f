import { checkedRows, type DriverConnection, type DriverCursor, type DriverDiagnostic, loadDriver } from './driver.ts'
import type { DriverAnswer, DriverCall, DriverFailure } from './driver-call.ts'

/** Cells of long types are read into buffers that begin with this size; the library's own is a mebibyte for each cell. */
const initialBufferSize = 4096

let connection: DriverConnection | undefined
let cursor: DriverCursor | undefined
/** Whether the driver knows when its connection is dead; of one that does not, the library says so from the beginning. */
let tellsDead = false

async function answer(call: DriverCall): Promise<unknown[][]> {
  if (call.name === 'connect') {
    const driver = await loadDriver().catch((cause: unknown) => {
      throw Object.assign(new Error(String(cause)), { missing: true })
    })
    connection = await driver.connect({ connectionString: call.connectionString, fetchArray: true })
    tellsDead = connection.connected
    return []
  }
  if (connection === undefined) throw new Error('not connected')
  switch (call.name) {
    case 'query':
      return checkedRows(await connection.query(call.text, [...call.parameters], { initialBufferSize }))
    case 'open':
      cursor = await connection.query(call.text, [...call.parameters], {
        cursor: true,
        fetchSize: call.fetchRows,
        initialBufferSize,
      })
      return []
    case 'fetch':
      return await fetchRows(call.rows)
    case 'closeCursor':
      await cursor?.close()
      cursor = undefined
      return []
    case 'begin':
      await connection.beginTransaction()
      return []
    case 'commit':
      await connection.commit()
      return []
    case 'rollback':
      await connection.rollback()
      return []
    case 'tables':
      return checkedRows(await connection.tables(call.catalog, call.schema, null, null))
    case 'columns':
      return checkedRows(await connection.columns(call.catalog, call.schema, call.table, null))
    case 'primaryKeys':
      return checkedRows(await connection.primaryKeys(call.catalog, call.schema, call.table))
    case 'close':
      await connection.close()
      return []
    default:
      throw new Error(`${call.name} has no answer`)
  }
}

async function fetchRows(count: number): Promise<unknown[][]> {
  const rows: unknown[][] = []
  while (cursor !== undefined && !cursor.noData && rows.length < count)
    for (const row of checkedRows(await cursor.fetch())) rows.push(row)
  return rows
}

/** What the driver says of its error. The message may repeat the connection string; its password is taken out. */
function failure(error: unknown, secrets: readonly string[]): DriverFailure {
  const given = error as { message?: unknown; missing?: true; odbcErrors?: readonly DriverDiagnostic[] }
  const clean = (text: unknown): string => {
    let cleaned = String(text)
    for (const secret of secrets) cleaned = cleaned.replaceAll(secret, '[secret]')
    return cleaned
  }
  const diagnostics = (given.odbcErrors ?? []).map(({ state, code, message }) => ({
    state,
    code,
    message: clean(message),
  }))
  const dead = tellsDead && connection?.connected === false
  return { message: clean(given.message), missing: given.missing === true, dead, diagnostics }
}

let secrets: readonly string[] = []

process.on('message', (call: DriverCall) => {
  if (call.name === 'cancel') {
    connection?.cancel().catch(() => undefined)
    return
  }
  if (call.name === 'connect') secrets = call.secrets
  const reply = (told: DriverAnswer): void => void process.send?.(told)
  answer(call).then(
    (rows) => reply({ id: call.id, rows }),
    (error: unknown) => reply({ id: call.id, rows: [], error: failure(error, secrets) }),
  )
})

// An ordinary exit would wait for the thread that a driver hangs in.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
