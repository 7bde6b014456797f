// A connector of the smallest kind: each dataset is a file of JSON lines in the order of its key. The first line is
// { "columns": [{ "name", "type" }], "key": [...] }, every other one a row.
import { createReadStream } from 'node:fs'
import path from 'node:path'
import { BerthError, defineConnector } from '@berth/core'

export const connector = defineConnector({
  manifest: {
    name: 'ledger',
    contract: 1,
    title: { zh: '台账文件夹', en: 'a folder of ledgers' },
    testedServers: [],
    options: {
      folder: { type: 'string', required: true, title: { zh: '台账所在的文件夹', en: 'the folder of the ledgers' } },
    },
    // What is not declared here is refused by core with NOT_SUPPORTED.
    capabilities: { scan: {} },
    exemptions: [],
  },
  open: async ({ folder }) => ({
    ping: async () => ({ product: 'ledger 1.0', writable: false }),
    scan: (request, signal) => scan(folder, request, signal),
    [Symbol.asyncDispose]: async () => undefined,
  }),
})

async function* scan(folder, { dataset, columns, key = [], batchRows }, signal) {
  // A name is one of the folder's own files, and never a way out of it.
  if (path.basename(dataset) !== dataset || dataset.includes('\0')) throw new BerthError('DATASET_UNKNOWN', { dataset })
  const file = createReadStream(path.join(folder, `${dataset}.jsonl`), { signal })
  try {
    const lines = linesOf(file)
    const ledger = JSON.parse((await lines.next()).value)
    const placeOf = (name) => {
      const place = ledger.columns.findIndex((column) => column.name === name)
      if (place < 0) throw new BerthError('COLUMN_UNKNOWN', { dataset, column: name })
      return place
    }
    const places = columns.map(({ name }) => placeOf(name))
    if (key.map(placeOf).some((place, index) => ledger.columns[place].name !== ledger.key[index]))
      throw new BerthError('KEY_MISSING', { dataset, purpose: 'order' })
    const fields = places.map((place) => ({ name: ledger.columns[place].name, type: ledger.columns[place].type }))
    let rows = []
    for (let line = await lines.next(); !line.done; line = await lines.next()) {
      const row = JSON.parse(line.value)
      rows.push(places.map((place) => row[place]))
      if (rows.length < batchRows) continue
      if (signal.aborted) throw new BerthError('ABORTED', { call: 'scan' })
      yield { fields, rows }
      rows = []
    }
    if (rows.length > 0) yield { fields, rows }
  } catch (error) {
    throw BerthError.is(error) ? error : failure(error, dataset, signal)
  } finally {
    file.destroy()
  }
}

/** The lines of a file, read when they are asked for: what readline has ready for nobody would be memory without bound. */
async function* linesOf(file) {
  let rest = ''
  for await (const part of file.setEncoding('utf8')) {
    const lines = (rest + part).split('\n')
    rest = lines.pop()
    yield* lines
  }
  if (rest !== '') yield rest
}

function failure(cause, dataset, signal) {
  if (signal.aborted) return new BerthError('ABORTED', { call: 'scan' })
  if (cause.code === 'ENOENT' || cause.code === 'ENAMETOOLONG') return new BerthError('DATASET_UNKNOWN', { dataset })
  return new BerthError('FILE_UNREADABLE', { file: dataset, nativeCode: String(cause.code) }, { cause })
}
