import { randomBytes } from 'node:crypto'
import { DatabaseSync, type SQLInputValue, type SQLOutputValue } from 'node:sqlite'
import type { TdsRequest } from '../requests.ts'
import type { TdsSession } from '../server.ts'
import { parseType, type TdsType } from '../tds-type.ts'
import type { TdsColumn, TdsToken } from '../tokens.ts'
import { dropTable } from './catalogue.ts'
import { declaredType, readTable, sqliteTable } from './create-table.ts'
import type { TdsEngine } from './engine.ts'
import { EngineError, numberOf } from './engine-error.ts'
import { addFunctions } from './functions.ts'
import { isWord, type SqlWord, splitAt, wordsOf } from './lexer.ts'
import { readMerge } from './merge.ts'
import { answerCall } from './procedure-call.ts'
import { quote, rewrite } from './rewrite.ts'

/** Errors after which SQL Server gives up the batch and the transaction. */
const fatal: ReadonlySet<number> = new Set([241, 244, 245, 8114, 8115, 8169])

const rowsTogether = 100

export type Parameters = Readonly<Record<string, SQLInputValue>>

/** One connection to the engine: T-SQL of the fixed forms that a connector sends, answered by SQLite. */
export class EngineSession implements TdsSession {
  readonly database: DatabaseSync
  /** Statements that came, but for those that only set something. */
  readonly log: string[]
  readonly #engine: TdsEngine
  #bulk: { readonly table: string; readonly names: readonly string[] } | undefined
  #transaction: Buffer | undefined

  constructor(engine: TdsEngine, log: string[]) {
    this.#engine = engine
    this.log = log
    this.database = new DatabaseSync(engine.file, { timeout: 200 })
    this.database.exec('PRAGMA synchronous = OFF')
    addFunctions(this.database, (name) => engine.global(name, this.#transaction !== undefined))
  }

  async *answer(request: TdsRequest): AsyncIterable<TdsToken> {
    try {
      yield* this.#answer(request)
    } catch (error) {
      const { number, message } = numberOf(error)
      yield { kind: 'error', number, message }
      if (fatal.has(number) && this.#transaction !== undefined) yield this.#end('rolled back', 'ROLLBACK')
    }
  }

  close(): void {
    this.database.close()
  }

  *#answer(request: TdsRequest): Iterable<TdsToken> {
    switch (request.kind) {
      case 'batch':
        yield* this.run(request.text, {})
        break
      case 'procedure': {
        if (request.name !== 'sp_executesql') throw new EngineError(2812)
        const [statement, , ...given] = request.parameters
        const parameters = Object.fromEntries(given.map(({ name, value }) => [name, value as SQLInputValue]))
        yield* this.run(String(statement?.value), parameters)
        break
      }
      case 'transaction':
        yield* this.#changeTransaction(request)
        break
      case 'bulk':
        this.#insert(request.rows)
        yield { kind: 'done', rows: request.rows.length }
    }
  }

  *run(text: string, parameters: Parameters): Iterable<TdsToken> {
    if (!/^\s*set\b/i.test(text)) this.log.push(text)
    else this.#engine.settings.push(text)
    if (/^\s*declare\b/i.test(text)) {
      yield* answerCall(this.#engine, this, text, parameters)
      return
    }
    for (const words of statementsOf(text)) yield* this.#statement(words, parameters)
  }

  *#statement(words: readonly SqlWord[], parameters: Parameters): Iterable<TdsToken> {
    const [first, second] = words
    if (isWord(first, 'SET')) return
    if (isWord(first, 'MERGE')) {
      const { twice, upsert } = readMerge(words)
      if (this.rows(twice, parameters).length > 0) throw new EngineError(8672)
      this.database.prepare(upsert).setAllowUnknownNamedParameters(true)
      yield* this.query(upsert, parameters)
    } else if (isWord(first, 'CREATE') && isWord(second, 'TABLE')) this.#create(words)
    else if (isWord(first, 'DROP') && isWord(second, 'TABLE')) this.#drop(rewrite(words.slice(2)))
    else if (isWord(first, 'INSERT') && isWord(second, 'BULK')) {
      const open = words.findIndex((word) => isWord(word, '('))
      const names = splitAt(words.slice(open + 1, -1), ',').map((part) => part[0]?.value ?? '')
      this.#bulk = { table: words[2]?.value ?? '', names }
    } else yield* this.query(rewritten(words), parameters)
  }

  /** Runs a statement of SQLite and gives its rows with the types that they have. */
  *query(text: string, parameters: Parameters): Iterable<TdsToken> {
    const statement = this.database.prepare(text)
    statement.setAllowUnknownNamedParameters(true)
    statement.setReadBigInts(true)
    const told = statement.columns()
    if (told.length === 0) {
      const { changes } = statement.run(parameters)
      yield { kind: 'done', rows: Number(changes) }
      return
    }
    statement.setReturnArrays(true)
    const iterator = statement.iterate(parameters) as unknown as NodeJS.Iterator<SQLOutputValue[]>
    try {
      let columns: readonly TdsColumn[] | undefined
      for (;;) {
        const rows = nextRows(iterator)
        if (columns === undefined) {
          const greatest = this.#greatestColumn(text)
          columns = told.map(({ name, type }, at) => {
            const declared = type ?? (at === 0 ? greatest : undefined)
            return { name, type: declared === undefined ? guess(rows, at) : declaredType(declared) }
          })
          yield { kind: 'columns', columns }
        }
        if (rows.length > 0) yield { kind: 'rows', rows }
        if (rows.length < rowsTogether) return
      }
    } finally {
      iterator.return?.()
    }
  }

  rows(text: string, parameters: Parameters): unknown[] {
    const statement = this.database.prepare(text)
    statement.setAllowUnknownNamedParameters(true)
    return statement.all(parameters)
  }

  /** The declared type behind `SELECT MAX(column)`, of which SQLite tells none. */
  #greatestColumn(text: string): string | undefined {
    const match = /^SELECT MAX \( ("(?:[^"]|"")+") \) (FROM .*)$/.exec(text)
    if (match === null) return undefined
    return this.database.prepare(`SELECT ${match[1]} ${match[2]} LIMIT 0`).columns()[0]?.type ?? undefined
  }

  #create(words: readonly SqlWord[]): void {
    const open = words.findIndex((word) => isWord(word, '('))
    const name = rewrite(words.slice(2, open)).slice(1, -1).replaceAll('""', '"')
    const table = readTable(words.slice(open + 1, -1))
    if (name.startsWith('#')) this.database.exec(sqliteTable(name, table, true))
    else this.#engine.createTable(name, table, this.database)
  }

  #drop(name: string): void {
    const plain = name.slice(1, -1).replaceAll('""', '"')
    if (plain.startsWith('#')) this.database.exec(`DROP TABLE ${name}`)
    else dropTable(this.database, plain)
  }

  #insert(rows: readonly (readonly unknown[])[]): void {
    const { table, names } = this.#bulk ?? { table: '', names: [] }
    const markers = names.map(() => '?').join(', ')
    const statement = this.database.prepare(
      `INSERT INTO ${quote(table)} (${names.map(quote).join(', ')}) VALUES (${markers})`,
    )
    for (const row of rows) statement.run(...(row as SQLInputValue[]))
  }

  *#changeTransaction(request: Extract<TdsRequest, { kind: 'transaction' }>): Iterable<TdsToken> {
    const { action, name } = request
    if (action === 'begin') {
      this.database.exec('BEGIN')
      this.#transaction = randomBytes(8)
      yield { kind: 'transaction', change: 'begun', id: this.#transaction }
    } else if (action === 'save') this.database.exec(`SAVEPOINT ${quote(name)}`)
    else if (this.#transaction === undefined) throw new EngineError(action === 'commit' ? 3902 : 3903)
    else if (action === 'rollback' && name !== '') this.database.exec(`ROLLBACK TO ${quote(name)}`)
    else if (action === 'commit') yield this.#end('committed', 'COMMIT')
    else yield this.#end('rolled back', 'ROLLBACK')
  }

  #end(change: 'committed' | 'rolled back', text: string): TdsToken {
    const id = this.#transaction ?? Buffer.alloc(8)
    if (this.database.isTransaction) this.database.exec(text)
    this.#transaction = undefined
    return { kind: 'transaction', change, id }
  }
}

/** The same texts come again and again. */
const knownTexts: Map<string, readonly (readonly SqlWord[])[]> = new Map()
const knownStatements: WeakMap<readonly SqlWord[], string> = new WeakMap()

function statementsOf(text: string): readonly (readonly SqlWord[])[] {
  const statements = knownTexts.get(text) ?? splitAt(wordsOf(text), ';')
  if (knownTexts.size > 500) knownTexts.clear()
  knownTexts.set(text, statements)
  return statements
}

function rewritten(words: readonly SqlWord[]): string {
  const text = knownStatements.get(words) ?? rewrite(words)
  knownStatements.set(words, text)
  return text
}

function nextRows(iterator: NodeJS.Iterator<SQLOutputValue[]>): SQLOutputValue[][] {
  const rows: SQLOutputValue[][] = []
  while (rows.length < rowsTogether) {
    const step = iterator.next()
    if (step.done === true) break
    rows.push(step.value)
  }
  return rows
}

/** The type of a computed column, by the first value that it has. */
function guess(rows: readonly SQLOutputValue[][], at: number): TdsType {
  const values = rows.map((row) => row[at] ?? null).filter((value) => value !== null)
  const [value] = values
  if (typeof value === 'bigint') return { name: 'int' }
  if (typeof value === 'number') return { name: 'float' }
  if (value instanceof Uint8Array) return parseType('varbinary(max)')
  const long = values.some((each) => typeof each === 'string' && each.length > 4000)
  return parseType(long ? 'nvarchar(max)' : 'nvarchar(4000)')
}
