import { BerthError } from '@berth/core'
import { maxAnswerRows } from '../answer-bound.ts'
import type { SqlColumn } from '../column.ts'
import type { SqlBulkRefusal } from '../connection.ts'
import type { BlockOutput, CallBlock } from './call-block.ts'
import type { OracleFamilyLine, OracleFamilyRows } from './line.ts'
import type { BlockAnswer } from './procedures.ts'
import type { SocketWatch } from './sockets.ts'

/** The rows of a query, in the shape that oracledb gave to others. */
export interface LibraryRows {
  getRows(count: number): Promise<unknown[][]>
  close(): Promise<void>
}

/** What a statement gave. */
export interface LibraryResult {
  readonly resultSet?: LibraryRows
  readonly outBinds?: unknown
}

/** A connection of oracledb or of a library shaped like it. */
export interface LibraryConnection {
  execute(text: string, binds: unknown[], options: object): Promise<LibraryResult>
  commit(): Promise<void>
  rollback(): Promise<void>
  close(): Promise<void>
}

/** How one library differs from another. */
export interface LibraryTraits<Result extends LibraryResult> {
  bind(cell: unknown): unknown
  /** What a parameter is bound as that something comes out of. */
  output(output: BlockOutput): unknown
  /** Options of every statement; of a query with the rows to fetch at once. */
  options(rows?: number): object
  isLong(result: Result): boolean
  executeMany(text: string, rows: readonly (readonly unknown[])[]): Promise<readonly SqlBulkRefusal[]>
  cursorColumns(rows: LibraryRows): readonly SqlColumn[]
  cancel(): Promise<void>
  toError(error: unknown, call: string): BerthError
}

const cursorRows = 500
/** How long a server may take to say goodbye. */
const farewellMs = 2000

/** One connection of such a library, with every failure made a `BerthError` and a line that dies noticed. */
export class LibraryLine<Result extends LibraryResult> implements OracleFamilyLine {
  readonly #native: LibraryConnection
  readonly #watch: SocketWatch
  readonly #traits: LibraryTraits<Result>

  constructor(native: LibraryConnection, watch: SocketWatch, traits: LibraryTraits<Result>) {
    this.#native = native
    this.#watch = watch
    this.#traits = traits
  }

  async query(text: string, cells: readonly unknown[], rows: number): Promise<OracleFamilyRows> {
    const result = await this.#execute('read', text, cells, this.#traits.options(rows))
    const { resultSet } = result
    if (resultSet === undefined) throw new BerthError('PROTOCOL_ERROR', { nativeCode: 'no rows' })
    return {
      long: this.#traits.isLong(result),
      next: (count) => this.#call('read', () => resultSet.getRows(count)),
      close: () => this.#call('read', () => resultSet.close()),
    }
  }

  async execute(text: string, cells: readonly unknown[]): Promise<void> {
    await this.#execute('write', text, cells, this.#traits.options())
  }

  executeMany(text: string, rows: readonly (readonly unknown[])[]): Promise<readonly SqlBulkRefusal[]> {
    return this.#call('write', () => this.#traits.executeMany(text, rows))
  }

  /** Calls a procedure. Outputs come as text, bytes or numbers that nothing has rounded. */
  async run({ text, cells, outputs }: CallBlock): Promise<BlockAnswer> {
    const binds = [...cells.map(this.#traits.bind), ...outputs.map(this.#traits.output)]
    const { outBinds } = await this.#call('invoke', () => this.#native.execute(text, binds, this.#traits.options()))
    const came = Array.isArray(outBinds) ? (outBinds as unknown[]) : []
    const values = came.filter((_, at) => outputs[at] !== 'cursor')
    const opened = came[outputs.indexOf('cursor')] as LibraryRows | null | undefined
    if (opened === null || opened === undefined) return { values }
    const output = this.#traits.cursorColumns(opened)
    const rows: unknown[][] = []
    try {
      for (let last = false; !last; ) {
        const part = await this.#call('invoke', () => opened.getRows(cursorRows))
        rows.push(...part)
        last = part.length < cursorRows || rows.length > maxAnswerRows
      }
    } finally {
      await opened.close()
    }
    return { values, cursor: { output, rows } }
  }

  commit(): Promise<void> {
    return this.#call('commit', () => this.#native.commit())
  }

  rollback(): Promise<void> {
    return this.#call('rollback', () => this.#native.rollback())
  }

  cancel(): Promise<void> {
    return this.#traits.cancel()
  }

  destroy(): void {
    this.#watch.destroy()
  }

  /** Takes leave of the server; no socket stays, whether it listens or not. */
  async close(): Promise<void> {
    const timer = setTimeout(() => this.#watch.destroy(), farewellMs)
    try {
      await this.#call('close', () => this.#native.close())
    } catch {
      // Nobody can do more about it than to cut the line.
    } finally {
      clearTimeout(timer)
      this.#watch.destroy()
    }
  }

  async #execute(call: string, text: string, cells: readonly unknown[], options: object): Promise<Result> {
    const binds = cells.map(this.#traits.bind)
    return await this.#call(call, async () => (await this.#native.execute(text, binds, options)) as Result)
  }

  #call<Result>(call: string, work: () => Promise<Result>): Promise<Result> {
    return this.#watch.untilClosed(call, work).catch((error: unknown) => {
      throw this.#traits.toError(error, call)
    })
  }
}
