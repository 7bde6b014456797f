import { once } from 'node:events'
import path from 'node:path'
import { Worker } from 'node:worker_threads'
import { BerthError } from '@berth/core'
import type { FileContent } from '../codec.ts'
import { defaultFileLimits, type RecordLimits, recordTooLong, tooManyColumns } from '../limits.ts'
import { fileMalformed, formatUnsupported } from '../malformed.ts'
import type { OpenSheet, SheetRow } from './sheet-row.ts'
import type { XlsAnswer, XlsProblem, XlsTask } from './xls-answer.ts'

/** What the thread that reads it may take, however small it is, and for each byte of the largest that is admitted. */
const leastMemoryMb = 1024
const memoryOfByte = 16
/** For one of 64 MiB, to which a sheet of its 65,536 rows and 30 columns comes about. */
const longestMs = 120_000
const usualBytes = 64 * 1024 ** 2

const program = new URL(`./xls-thread${path.extname(import.meta.url)}`, import.meta.url)

/**
 * Opens a sheet of an xls file (BIFF8, Excel 97 to 2003). It is read by a library in a thread of its own, which a hostile file can
 * neither block nor fill beyond its bounds. The library is a peer: without it xls is `FILE_FORMAT_UNSUPPORTED`.
 */
export async function openXlsSheet(
  content: FileContent,
  name: string | undefined,
  limits: RecordLimits,
  signal: AbortSignal,
): Promise<OpenSheet> {
  const { maxXlsBytes } = content.limits ?? defaultFileLimits
  const bytes = await wholeFile(content, maxXlsBytes, signal)
  const thread = new XlsThread(content.name, { bytes, sheet: name }, maxXlsBytes, signal)
  try {
    const first = await thread.answer(undefined)
    if (first.is === 'problem') throw problemError(first.problem, content.name, name)
    return {
      from1904: first.is === 'open' && first.from1904,
      async *rows(): AsyncGenerator<readonly SheetRow[], void> {
        for (;;) {
          const more = await thread.answer('more')
          if (more.is !== 'rows' || more.rows.length === 0) return
          for (const row of more.rows) checkRow(row, limits)
          yield more.rows
        }
      },
      [Symbol.asyncDispose]: () => thread.end(),
    }
  } catch (error) {
    await thread.end()
    throw error
  }
}

class XlsThread {
  readonly #file: string
  readonly #signal: AbortSignal
  readonly #worker: Worker
  readonly #exit = new AbortController()
  readonly #maxMemoryMb: number
  readonly #patienceMs: number

  constructor(file: string, task: XlsTask, maxXlsBytes: number, signal: AbortSignal) {
    this.#file = file
    this.#signal = signal
    this.#maxMemoryMb = Math.max(leastMemoryMb, Math.ceil((memoryOfByte * maxXlsBytes) / 1024 ** 2))
    this.#patienceMs = Math.ceil(longestMs * Math.max(1, task.bytes.length / usualBytes))
    // Its output is taken and dropped: the library writes there what it does not know.
    this.#worker = new Worker(program, {
      workerData: task,
      env: {},
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: this.#maxMemoryMb },
    })
    this.#worker.stdout.resume()
    this.#worker.stderr.resume()
    this.#worker.on('error', () => undefined)
    this.#worker.once('exit', () => this.#exit.abort())
  }

  /** The next answer, which is the first one where nothing is asked: it may take as long as a large file does. */
  async answer(question: 'more' | undefined): Promise<XlsAnswer> {
    const patience = question === undefined ? [AbortSignal.timeout(this.#patienceMs)] : []
    const signal = AbortSignal.any([this.#signal, this.#exit.signal, ...patience])
    try {
      const answered = once(this.#worker, 'message', { signal })
      if (question !== undefined) this.#worker.postMessage(question)
      const [message] = (await answered) as [XlsAnswer]
      return message
    } catch (error) {
      this.#signal.throwIfAborted()
      throw this.#failure(error, patience[0]?.aborted === true)
    }
  }

  async end(): Promise<void> {
    await this.#worker.terminate()
  }

  #failure(error: unknown, late: boolean): BerthError {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    const file = this.#file
    if (code === 'ERR_WORKER_OUT_OF_MEMORY')
      return new BerthError('FILE_LIMIT_EXCEEDED', { file, limit: 'xlsMemoryMb', maximum: this.#maxMemoryMb })
    if (code === 'ERR_MODULE_NOT_FOUND') {
      return formatUnsupported(file, 'xls-reader-missing')
    }
    return fileMalformed(file, 'xls', late ? 'workbook-slow' : 'workbook-damaged', {}, error)
  }
}

function problemError(problem: XlsProblem, file: string, sheet: string | undefined): BerthError {
  switch (problem) {
    case 'encrypted':
      return new BerthError('FILE_ENCRYPTED', { file })
    case 'no-sheet':
      return new BerthError('FILE_PART_MISSING', { file, part: sheet ?? 'a sheet' })
    case 'old':
      return new BerthError('FILE_FORMAT_UNSUPPORTED', { file, feature: 'Excel 5.0/95' })
    case 'no-workbook':
      return new BerthError('FILE_FORMAT_UNSUPPORTED', { file, feature: 'OLE' })
    default:
      return fileMalformed(file, 'xls', 'workbook-damaged')
  }
}

function checkRow({ number, cells }: SheetRow, limits: RecordLimits): void {
  if (cells.length > limits.maxColumns) throw tooManyColumns(limits, number)
  let length = 0
  for (const cell of cells) length += cell?.text.length ?? 0
  if (length > limits.maxRecordBytes) throw recordTooLong(limits, number)
}

async function wholeFile(content: FileContent, maxXlsBytes: number, signal: AbortSignal): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const chunk of content.bytes(signal)) {
    signal.throwIfAborted()
    length += chunk.length
    if (length > maxXlsBytes)
      throw new BerthError('FILE_LIMIT_EXCEEDED', { file: content.name, limit: 'maxXlsBytes', maximum: maxXlsBytes })
    parts.push(chunk)
  }
  return Buffer.concat(parts)
}
