import { BerthError, type ConnectorSession, type Dataset, type Field, type Row, type RowBatch } from '@berth/core'

/** A view over half the database may take forever; then it is drafted from its columns alone. */
const timeoutMs = 10_000

/** What a text is tried with, in this order, when it is not in the charset that the system says. */
const otherCharsets = ['GB18030', 'Big5']
const lastTry = otherCharsets.length

/** The first rows of a dataset. */
export interface DatasetSample {
  readonly batch: RowBatch
  /** Charsets that columns had to be read with, because their texts are not in that of the connection. */
  readonly charsets: ReadonlyMap<string, string>
}

/**
 * The first rows of a dataset, at most `limit`, with its columns. They are looked at in memory to guess what the columns
 * mean and are never written anywhere (SEC-2). A column whose texts cannot be decoded is tried in the other charsets
 * that departments use (TXT-1); one that none of them fits is left out. Undefined when there are no rows.
 */
export async function sampleDataset(
  session: ConnectorSession,
  dataset: Dataset,
  limit: number,
  signal: AbortSignal,
): Promise<DatasetSample | undefined> {
  const charsets = new Map<string, string>()
  const tries = new Map<string, number>()
  const columns = new Set(dataset.columns.map(({ name }) => name))
  const perColumn = session.manifest.capabilities.text?.charsetPerColumn === true
  while (columns.size > 0) {
    const { fields, rows, errors, ended } = await firstRows(session, dataset.name, columns, charsets, limit, signal)
    const column = errors.map(undecodable).find((name) => name !== undefined && (tries.get(name) ?? 0) <= lastTry)
    if (column === undefined) return rows.length === 0 ? undefined : { batch: { fields, rows }, charsets }
    const attempt = perColumn ? (tries.get(column) ?? 0) : lastTry
    const charset = otherCharsets[attempt]
    tries.set(column, attempt + 1)
    if (charset !== undefined) charsets.set(column, charset)
    else {
      charsets.delete(column)
      if (ended) columns.delete(column)
    }
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
    return { fields, rows, errors, ended: false }
  } catch (error) {
    if (!BerthError.is(error) || undecodable(error) === undefined || !session.usable) throw error
    return { fields, rows, errors: [...errors, error], ended: true }
  }
}
