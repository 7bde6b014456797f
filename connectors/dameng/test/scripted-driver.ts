import { type ConnectorSession, defineConnector, openSession } from '@berth/core'
import {
  type ConnectionAttributes,
  type DamengDriver,
  type ExecuteResult,
  loadDriver,
  type NativeConnection,
} from '../src/driver.ts'
import { manifest } from '../src/index.ts'
import type { DamengOptions } from '../src/options.ts'
import { openDameng } from '../src/session.ts'

/** What passed over the scripted connection. */
export interface Sent {
  readonly text: string
  readonly binds: readonly unknown[]
}

/** What a statement is answered with. */
export interface Answer {
  readonly rows?: unknown[][]
  readonly types?: readonly string[]
  readonly error?: { readonly errCode: number; readonly message: string }
  readonly outBinds?: unknown[]
  readonly hangs?: true
}

/**
 * The library's place taken by a script: it shows what leaves the connector, and what the connector makes of what comes; it
 * says nothing about what a Dameng server would do with it.
 */
export class ScriptedDameng {
  readonly sent: Sent[] = []
  readonly many: { readonly text: string; readonly rows: readonly unknown[][] }[] = []
  /** Calls besides statements: `commit`, `rollback`, `close`, `close rows`, `fetch 500`. */
  readonly calls: string[] = []
  attributes: ConnectionAttributes | undefined
  manyError: Answer['error']
  readonly #script: [RegExp, Answer | ((sent: Sent) => Answer)][] = []

  answer(pattern: RegExp, answer: Answer | ((sent: Sent) => Answer)): this {
    this.#script.push([pattern, answer])
    return this
  }

  get texts(): string[] {
    return this.sent.map(({ text }) => text).filter((text) => !text.includes('SF_GET_UNICODE_FLAG'))
  }

  async open(
    access: 'read' | 'write' = 'read',
    changed: Readonly<Record<string, unknown>> = {},
  ): Promise<ConnectorSession> {
    const real = await loadDriver()
    const driver: DamengDriver = Object.assign(Object.create(real) as DamengDriver, {
      getConnection: async (attributes: ConnectionAttributes) => {
        this.attributes = attributes
        return this.#connection()
      },
    })
    const connector = defineConnector<DamengOptions>({
      manifest,
      open: (options, context) => openDameng(driver, options, context),
    })
    return await openSession(connector, { host: 'db', user: 'HY', password: 'x', ...changed }, { access })
  }

  #connection(): NativeConnection {
    const log = async (call: string): Promise<void> => void this.calls.push(call)
    return {
      execute: async (text, binds) => await this.#execute({ text, binds }),
      executeMany: async (text, rows) => {
        checkMarkers(text, rows[0] ?? [])
        this.many.push({ text, rows })
        if (this.manyError !== undefined) throw failure(this.manyError)
      },
      commit: () => log('commit'),
      rollback: () => log('rollback'),
      close: () => log('close'),
    }
  }

  async #execute(sent: Sent): Promise<ExecuteResult> {
    checkMarkers(sent.text, sent.binds)
    this.sent.push(sent)
    const scripted = this.#script.find(([pattern]) => pattern.test(sent.text))?.[1]
    const facts: Answer = /SF_GET_UNICODE_FLAG/.test(sent.text) ? { rows: [['1', 'HY', '0']] } : {}
    const answer = typeof scripted === 'function' ? scripted(sent) : (scripted ?? facts)
    if (answer.error !== undefined) throw failure(answer.error)
    if (answer.hangs === true) await new Promise(() => undefined)
    if (answer.outBinds !== undefined) return { outBinds: answer.outBinds }
    const left = (answer.rows ?? []).map((row) => [...row])
    return {
      metaData: (answer.types ?? []).map((dbTypeName, at) => ({ name: `C${at}`, dbTypeName })),
      resultSet: {
        getRows: async (count) => {
          this.calls.push(`fetch ${count}`)
          return left.splice(0, count)
        },
        close: async () => void this.calls.push('close rows'),
      },
    }
  }
}

/** As many markers outside quotation marks as there are values. */
function checkMarkers(text: string, binds: readonly unknown[]): void {
  const markers = text.replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"/g, '').split('?').length - 1
  if (markers !== binds.length) throw new Error(`${markers} markers for ${binds.length} values: ${text}`)
}

function failure({ errCode, message }: NonNullable<Answer['error']>): Error {
  return Object.assign(new Error(message), { errCode })
}

/** A column as ALL_TAB_COLUMNS tells it. */
export function columnRow(
  table: string,
  name: string,
  dataType: string,
  parts: {
    readonly length?: number
    readonly precision?: number
    readonly scale?: number
    readonly nullable?: 'N'
  } = {},
): unknown[] {
  const { length = 8, precision = null, scale = null, nullable = 'Y' } = parts
  return ['HY', table, name, null, dataType, length, precision, scale, length, null, 'CHAR_CS', nullable, 'NO']
}

/** A script that knows one table of these columns, with the first as its key. */
export function withTable(table: string, columns: readonly unknown[][]): ScriptedDameng {
  const isAbout = ({ binds }: Sent): boolean => binds[0] === 'HY' && binds[1] === table
  return new ScriptedDameng()
    .answer(/FROM ALL_TAB_COLUMNS C/, (sent) => ({ rows: isAbout(sent) ? [...columns] : [] }))
    .answer(/FROM ALL_CONSTRAINTS K/, (sent) => ({ rows: isAbout(sent) ? [['HY', table, columns[0]?.[2]]] : [] }))
}
