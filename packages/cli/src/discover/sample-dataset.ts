import { BerthError, type ConnectorSession, type Dataset, type Field, type Row, type RowBatch } from '@berth/core'

/** A view over half the database may take forever; then it is drafted from its columns alone. */
const timeoutMs = 10_000

/** What a text is tried with, in this order, when it is not in the charset that the system says. */
const otherCharsets = ['GB18030', 'Big5']

/** The first rows of a dataset. */
export interface DatasetSample {
  readonly batch: RowBatch
  /** Charsets that columns had to be read with, because their texts are not in that of the connection. */
  readonly charsets: ReadonlyMap<string, string>
}

/**
 * The first rows of a dataset, at most `limit`, with its columns. They are looked at in memory to guess what the columns
 * mean and are never written anywhere (SEC-2). A column whose texts cannot be decoded is tried in the other charsets
 * that departments use (TXT-1): the one that reads the most rows is taken, for a few bytes may be broken in any of
 * them. A column that none of them reads is left out. Undefined when there are no rows.
 */
export async function sampleDataset(
  session: ConnectorSession,
  dataset: Dataset,
  limit: number,
  signal: AbortSignal,
): Promise<DatasetSample | undefined> {
  const charsets = new Map<string, string>()
  const settled = new Set<string>()
  const columns = new Set(dataset.columns.map(({ name }) => name))
  const perColumn = session.manifest.capabilities.text?.charsetPerColumn === true
  const read = (): Promise<FirstRows> => firstRows(session, dataset.name, columns, charsets, limit, signal)
  while (columns.size > 0) {
    const first = await read()
    const column = first.errors.map(undecodable).find((name) => name !== undefined && !settled.has(name))
    if (column === undefined) {
      return first.rows.length === 0 ? undefined : { batch: { fields: first.fields, rows: first.rows }, charsets }
    }
    settled.add(column)
    let best: { readonly charset?: string; readonly rows: number } = { rows: first.ended ? 0 : first.rows.length }
    for (const charset of perColumn ? otherCharsets : []) {
      charsets.set(column, charset)
      const tried = await read()
      const fits = !tried.ended || tried.errors.map(undecodable).every((name) => name !== column)
      const rows = fits ? tried.total - tried.errors.filter((error) => undecodable(error) === column).length : 0
      if (rows > best.rows) best = { charset, rows }
    }
    if (best.charset === undefined) charsets.delete(column)
    else charsets.set(column, best.charset)
    if (best.rows === 0) columns.delete(column)
  }
  return undefined
}

/** The column of an undecodable text. */
function undecodable({ code, details }: BerthError): string | undefined {
  const { column } = details
  return code === 'TEXT_UNDECODABLE' && typeof column === 'string' ? column : undefined
}

interface FirstRows {
  readonly fields: readonly Field[]
  readonly rows: Row[]
  /** Of rows that could not be read. */
  readonly errors: readonly BerthError[]
  /** Rows that were there, readable or not. */
  readonly total: number
  /** Whether such a row ended the read. */
  readonly ended: boolean
}

async function firstRows(
  session: ConnectorSession,
  dataset: string,
  names: ReadonlySet<string>,
  charsets: ReadonlyMap<string, string>,
  limit: number,
  signal: AbortSignal,
): Promise<FirstRows> {
  const columns = [...names].map((name) => {
    const charset = charsets.get(name)
    return charset === undefined ? { name } : { name, charset }
  })
  const [rows, errors] = [[] as Row[], [] as BerthError[]]
  let fields: readonly Field[] = []
  let read = 0
  try {
    for await (const batch of session.scan(
      { dataset, columns, batchRows: Math.min(limit, 1000) },
      { signal, timeoutMs },
    )) {
      fields = batch.fields
      rows.push(...batch.rows.slice(0, limit - rows.length))
      errors.push(...(batch.unreadable ?? []).map(({ error }) => error))
      read += batch.rows.length + (batch.unreadable?.length ?? 0)
      if (read >= limit) break
    }
    return { fields, rows, errors, total: read, ended: false }
  } catch (error) {
    if (!BerthError.is(error) || undecodable(error) === undefined || !session.usable) throw error
    return { fields, rows, errors: [...errors, error], total: read + 1, ended: true }
  }
}
