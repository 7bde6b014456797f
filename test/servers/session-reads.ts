import type { ConnectorSession, Dataset, Row, UnreadableRow } from '@berth/core'

/** All rows of the columns named, with those that cannot be read; `NAME:charset` declares a charset. */
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

/** Those that can be read. */
export async function rowsOf(session: ConnectorSession, dataset: string, names: readonly string[]): Promise<Row[]> {
  return (await readAll(session, dataset, names)).rows
}

/** All datasets, or those of these names. */
export async function describeAll(session: ConnectorSession, names?: readonly string[]): Promise<Dataset[]> {
  const told: Dataset[] = []
  for await (const dataset of session.describe(names === undefined ? {} : { names })) told.push(dataset)
  return told
}
