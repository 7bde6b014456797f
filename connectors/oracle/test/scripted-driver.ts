import { createRequire } from 'node:module'
import path from 'node:path'
import { type ConnectorSession, defineConnector, openSession, type Row, type SessionOptions } from '@berth/core'
import type {
  DbType,
  ExecuteResult,
  ManyOptions,
  NativeBind,
  NativeConnection,
  NativeError,
  OracleDriver,
} from '../src/driver.ts'
import { loadDriver } from '../src/driver.ts'
import { manifest } from '../src/index.ts'
import type { OracleOptions } from '../src/options.ts'
import { openOracle } from '../src/session.ts'

/** What passed over the scripted connection. */
export interface Sent {
  readonly text: string
  readonly binds: readonly NativeBind[]
  readonly options: Record<string, unknown>
}

/** What a statement is answered with: rows with the types of their columns, an error, values, or nothing for ever. */
export interface Answer {
  readonly rows?: unknown[][]
  readonly types?: readonly (keyof OracleDriver)[]
  readonly error?: { readonly code: string; readonly message: string }
  readonly outBinds?: unknown[]
  readonly hangs?: true
}

const facts: Answer = {
  rows: [['AL32UTF8', 'AL16UTF16', 'HY', 'PRIMARY', '2026-11-23T08:00:00.000', '+08:00']],
}

const require = createRequire(import.meta.url)
const thin = path.join(path.dirname(require.resolve('oracledb')), 'lib/thin/statement.js')
const { Statement } = require(thin) as {
  Statement: new () => { _prepare(text: string): void; readonly bindInfoList: readonly { readonly bindName: string }[] }
}

/** The real driver's own reading of a statement: it counts markers as they stand in the text, and so must we. */
function checkMarkers(text: string, binds: readonly unknown[]): void {
  const statement = new Statement()
  statement._prepare(text)
  const names = statement.bindInfoList.map(({ bindName }) => bindName)
  const expected = binds.map((_, at) => String(at + 1))
  if (names.join() !== expected.join()) throw new Error(`markers ${names.join()} for ${binds.length} values: ${text}`)
}

/**
 * The driver's place taken by a script: it writes down what it is sent and answers with what the real driver was read to
 * give. It shows what leaves the connector, and what the connector makes of what comes; it says nothing about what an
 * Oracle server would do with it.
 */
export class ScriptedOracle {
  readonly sent: Sent[] = []
  readonly many: {
    readonly text: string
    readonly rows: readonly (readonly unknown[])[]
    readonly options: ManyOptions
  }[] = []
  /** Calls besides statements: `commit`, `rollback`, `break`, `close`, `close rows`, `fetch 500`. */
  readonly calls: string[] = []
  /** The first whose pattern is in the text answers. */
  readonly script: [RegExp, Answer | ((sent: Sent) => Answer)][] = []
  batchErrors: NativeError[] = []
  #waiting: ((error: unknown) => void) | undefined

  answer(pattern: RegExp, answer: Answer | ((sent: Sent) => Answer)): this {
    this.script.push([pattern, answer])
    return this
  }

  /** The texts that were sent, without those that open every session. */
  get texts(): string[] {
    return this.sent.map(({ text }) => text).filter((text) => !/^ALTER SESSION|NLS_DATABASE_PARAMETERS/.test(text))
  }

  /** A session of the connector, through the wrapper that everybody uses. */
  async open(
    access: 'read' | 'write' = 'read',
    changed: Readonly<Record<string, unknown>> = {},
    settings: SessionOptions = {},
  ): Promise<ConnectorSession> {
    const real = await loadDriver()
    const driver: OracleDriver = Object.assign(Object.create(real) as OracleDriver, {
      getConnection: async () => this.#connection(real),
    })
    const connector = defineConnector<OracleOptions>({
      manifest,
      open: (options, context) => openOracle(driver, options, context),
    })
    const options = { host: 'db', service: 'HYDJ', user: 'berth', password: 'x', ...changed }
    return await openSession(connector, options, { access, ...settings })
  }

  #connection(driver: OracleDriver): NativeConnection {
    const log = async (call: string): Promise<void> => void this.calls.push(call)
    return {
      oracleServerVersionString: '19.0.0.0.0',
      execute: async (text, binds, options) =>
        await this.#execute(driver, { text, binds: binds as NativeBind[], options: { ...options } }),
      executeMany: async (text, rows, options) => {
        checkMarkers(text, rows[0] ?? [])
        this.many.push({ text, rows, options })
        return this.batchErrors.length === 0 ? {} : { batchErrors: this.batchErrors }
      },
      commit: () => log('commit'),
      rollback: () => log('rollback'),
      close: () => log('close'),
      break: async () => {
        this.calls.push('break')
        this.#waiting?.(Object.assign(new Error('ORA-01013: user requested cancel'), { code: 'ORA-01013' }))
      },
    }
  }

  async #execute(driver: OracleDriver, sent: Sent): Promise<ExecuteResult> {
    checkMarkers(sent.text, sent.binds)
    this.sent.push(sent)
    const scripted = this.script.find(([pattern]) => pattern.test(sent.text))?.[1]
    const answer =
      typeof scripted === 'function'
        ? scripted(sent)
        : (scripted ?? (/NLS_DATABASE_PARAMETERS/.test(sent.text) ? facts : {}))
    if (answer.error !== undefined) throw Object.assign(new Error(answer.error.message), { code: answer.error.code })
    if (answer.hangs === true) await new Promise((_, reject) => (this.#waiting = reject))
    if (answer.outBinds !== undefined) return { outBinds: answer.outBinds }
    if (sent.options['resultSet'] !== true) return {}
    return { resultSet: this.rows(driver, answer.rows ?? [], answer.types ?? []) }
  }

  /** A result set as the driver gives one. */
  rows(
    driver: OracleDriver,
    rows: unknown[][],
    types: readonly (keyof OracleDriver)[],
  ): NonNullable<ExecuteResult['resultSet']> {
    const left = rows.map((row) => [...row])
    return {
      metaData: types.map((type, at) => ({ name: `C${at}`, dbType: driver[type] as DbType })),
      getRows: async (count) => {
        this.calls.push(`fetch ${count}`)
        return left.splice(0, count)
      },
      close: async () => void this.calls.push('close rows'),
    }
  }
}

/** A column as ALL_TAB_COLS tells it, behind owner, table, name and comment. */
export function columnRow(
  table: string,
  name: string,
  dataType: string,
  parts: {
    readonly length?: number
    readonly precision?: number
    readonly scale?: number
    readonly characters?: number
    readonly used?: 'B' | 'C'
    readonly charset?: string
    readonly nullable?: 'N'
  } = {},
): unknown[] {
  const {
    length = 22,
    precision = null,
    scale = null,
    characters = 0,
    used = null,
    charset = null,
    nullable = 'Y',
  } = parts
  const texts = [length, precision, scale, characters].map((part) => (part === null ? null : String(part)))
  return ['HY', table, name, null, dataType, ...texts, used, charset, nullable, 'NO']
}

/** A script that knows one table of these columns, with the first as its key. */
export function withTable(table: string, columns: readonly unknown[][]): ScriptedOracle {
  const isAbout = ({ binds }: Sent): boolean => binds[0]?.val === 'HY' && binds[1]?.val === table
  return new ScriptedOracle()
    .answer(/FROM ALL_TAB_COLS C/, (sent) => ({ rows: isAbout(sent) ? [...columns] : [] }))
    .answer(/FROM ALL_CONSTRAINTS K/, (sent) => ({ rows: isAbout(sent) ? [['HY', table, columns[0]?.[2]]] : [] }))
    .answer(/FROM ALL_SYNONYMS S/, {})
}

/** All rows of a scan. */
export async function scanned(
  session: ConnectorSession,
  dataset: string,
  names: readonly string[],
  key: readonly string[] = [],
): Promise<Row[]> {
  const rows: Row[] = []
  for await (const batch of session.scan({ dataset, columns: names.map((name) => ({ name })), key }))
    rows.push(...batch.rows)
  return rows
}

/** The values and type names that were bound. */
export function bound(sent: Sent | undefined): unknown[] {
  return (sent?.binds ?? []).map(({ type, val }) => [type.name.replace('DB_TYPE_', ''), val])
}

/** An argument as ALL_ARGUMENTS tells it, behind owner, name, package and overload of its procedure. */
export function argumentRow(
  place: readonly unknown[],
  position: number | null,
  name: string | null,
  direction: string | null,
  type: string | null,
): unknown[] {
  const ordinal = position === null ? null : String(position)
  return [...place, ordinal, name, direction, type, '22', null, null, '0', null, null, 'Y', 'NO']
}
