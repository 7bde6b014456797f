import { execFileSync } from 'node:child_process'
import { createReadStream, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { csvReader, type FileContent } from '@berth/files'
import { parse } from 'csv-parse'
import Papa from 'papaparse'
import { csvDataset, fields } from './csv-table.ts'
import { type Figure, median, peakMemoryMB, seconds } from './measure.ts'

const chunkBytes = 64 * 1024

/** A CSV file that is deleted when the measure is done. */
export class CsvFile implements Disposable {
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'berth-bench-'))
  readonly rows: number
  readonly charset: string
  readonly file: string

  constructor(rows: number, charset: string) {
    this.rows = rows
    this.charset = charset
    this.file = path.join(this.#folder, 'T_DJ.csv')
    const script = fileURLToPath(new URL('create-csv.ts', import.meta.url))
    execFileSync(process.execPath, [...process.execArgv, script, this.file, String(rows), charset])
  }

  get megabytes(): number {
    return Math.round(statSync(this.file).size / 1_048_576)
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true })
  }
}

/** Rows by the codec of Berth: strictly decoded, NULL and empty text apart. */
export async function readByBerth({ file, charset }: CsvFile): Promise<number> {
  const content: FileContent = {
    name: 'T_DJ.csv',
    bytes: () => createReadStream(file, { highWaterMark: chunkBytes }),
    local: () => Promise.resolve(file),
  }
  const dataset = csvDataset(charset)
  const { signal } = new AbortController()
  const reading = { dataset, columns: fields, batchRows: 1000, skipRecords: 0, signal }
  let count = 0
  for await (const { rows } of csvReader.read(content, reading)) count += rows.length
  return count
}

/** Records as arrays by csv-parse, as its stream gives them out. */
async function readByCsvParse(source: CsvFile): Promise<number> {
  let count = 0
  const parser = textOf(source).pipe(parse({ from: 2 }))
  parser.on('data', () => {
    count++
  })
  await new Promise((resolve, reject) => {
    parser.on('end', resolve)
    parser.on('error', reject)
  })
  return count
}

/** Records as arrays by papaparse, many at a time: the fastest way that it has. */
function readByPapaparse(source: CsvFile): Promise<number> {
  let count = -1
  return new Promise((resolve, reject) => {
    Papa.parse<string[]>(textOf(source), {
      newline: '\r\n',
      skipEmptyLines: true,
      chunk: ({ data }) => {
        count += data.length
      },
      complete: () => {
        resolve(count)
      },
      error: reject,
    })
  })
}

/** Text for a library that knows UTF-8 only. */
function textOf({ file, charset }: CsvFile): Readable {
  const bytes = createReadStream(file, { highWaterMark: chunkBytes })
  if (charset === 'UTF-8') return bytes
  const decoder = new TextDecoder(charset)
  return Readable.from(
    (async function* () {
      for await (const chunk of bytes) yield decoder.decode(chunk as Uint8Array, { stream: true })
    })(),
    { objectMode: false },
  )
}

/** The libraries and Berth in turn, in this process; the medians of each. */
export async function csvFigures(charset: string, rows: number): Promise<Figure[]> {
  using source = new CsvFile(rows, charset)
  const ways = { berth: readByBerth, 'csv-parse': readByCsvParse, papaparse: readByPapaparse }
  const taken: Record<keyof typeof ways, number[]> = { berth: [], 'csv-parse': [], papaparse: [] }
  for (let turn = 0; turn < 3; turn++) {
    for (const name of Object.keys(ways) as (keyof typeof ways)[]) {
      const time = await seconds(async () => {
        const read = await ways[name](source)
        if (read !== rows) throw new Error(`${name} read ${read} of ${rows} rows`)
      })
      taken[name].push(time)
    }
  }
  const rate = (way: keyof typeof ways): number => rows / median(taken[way])
  const against = (way: keyof typeof ways, target: string): Figure => ({
    name: `files.csv.${charset}.to-${way}`,
    value: Math.round(rate('berth')),
    unit: 'rows/s',
    against: way,
    ratio: rate('berth') / rate(way),
    target,
  })
  return [
    { name: `raw.csv-parse.${charset}`, value: Math.round(rate('csv-parse')), unit: 'rows/s' },
    { name: `raw.papaparse.${charset}`, value: Math.round(rate('papaparse')), unit: 'rows/s' },
    against('csv-parse', 'ratio >= 0.7'),
    against('papaparse', 'ratio >= 0.7'),
  ]
}

/** The codec alone at growing sizes: time by row, and peak memory above the idle process. */
export async function csvGrowthFigures(): Promise<Figure[]> {
  const idle = process.memoryUsage.rss() / 1_048_576
  const perRow: number[] = []
  const figures: Figure[] = []
  for (const rows of [1_000_000, 10_000_000]) {
    using source = new CsvFile(rows, 'UTF-8')
    let read = 0
    const taken = await seconds(async () => {
      read = await readByBerth(source)
    })
    if (read !== rows) throw new Error(`read ${read} of ${rows} rows`)
    perRow.push(taken / rows)
    figures.push({
      name: `growth.files.csv.${source.megabytes}MB`,
      value: Math.round(rows / taken),
      unit: 'rows/s',
      against: 'the idle process, MB above it',
      ratio: Math.round(peakMemoryMB() - idle),
      peakMemoryMB: peakMemoryMB(),
      target: 'at most 60 MB above idle',
    })
  }
  const linear = (perRow[1] ?? 0) / (perRow[0] ?? 1)
  const name = 'growth.files.csv.linear'
  return [...figures, { name, value: linear, unit: 'time/row', against: 'a tenth', ratio: linear, target: '<= 1.10' }]
}
