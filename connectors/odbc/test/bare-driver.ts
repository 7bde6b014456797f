import { type DriverConnection, type DriverRows, loadDriver } from '../src/driver.ts'

/** A connection of the bare library, in this process, for what it does without the connector. */
export async function bareConnection(connectionString: string): Promise<DriverConnection> {
  const driver = await loadDriver()
  return await driver.connect({ connectionString, fetchArray: true })
}

/** All rows as the library gives them. */
export async function bareRows(connectionString: string, text: string): Promise<DriverRows> {
  const connection = await bareConnection(connectionString)
  try {
    return await connection.query(text, [], { initialBufferSize: 4096 })
  } finally {
    await connection.close()
  }
}

/** How many rows a cursor of the library gives before it says that there are no more. */
export async function bareCursorRows(connectionString: string, text: string, fetchSize: number): Promise<number> {
  const connection = await bareConnection(connectionString)
  try {
    const cursor = await connection.query(text, [], { cursor: true, fetchSize, initialBufferSize: 4096 })
    let rows = 0
    while (!cursor.noData) rows += (await cursor.fetch()).length
    await cursor.close()
    return rows
  } finally {
    await connection.close()
  }
}
