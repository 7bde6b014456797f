import { DatabaseSync } from 'node:sqlite'
import {
  BerthError,
  type Capabilities,
  type ConnectContext,
  type Connector,
  defineConnector,
  type ErrorDetails,
  type LookupAnswer,
  type LookupRequest,
  type Secret,
  type Session,
} from '@berth/core'
import { type ApplyParts, applyRows, honestApply } from './register-apply.ts'
import { honestReads, type ReadParts, readRows } from './register-reads.ts'
import { loadTable, type RegisterTable, selected } from './register-table.ts'

export interface RegisterOptions {
  readonly file: string
  readonly key: Secret
}

/** The places where a connector of this shape goes wrong. */
export interface RegisterParts extends ReadParts, ApplyParts {
  readonly capabilities: Capabilities
  connect(options: RegisterOptions, access: ConnectContext['access']): DatabaseSync
  /** What an error of connecting tells of the connection. */
  told(options: RegisterOptions): ErrorDetails
  /** The condition that a question asks by, and what is bound to it. */
  question(table: RegisterTable, by: readonly string[], key: LookupRequest['keys'][number]): [string, unknown[]]
}

/** How it is done rightly. */
export const honest: RegisterParts = {
  ...honestReads,
  ...honestApply,
  capabilities: {
    lookup: { maxKeys: 20 },
    scan: { resume: true },
    changes: { column: true },
    apply: { insert: true, upsert: true },
    text: { charsetPerColumn: true },
  },
  connect: ({ file }, access) => new DatabaseSync(file, { readOnly: access === 'read', timeout: 1000 }),
  told: ({ file }) => ({ database: file }),
  question: (_table, by, key) => [
    by
      .map((name, at) => `${key[at] instanceof Uint8Array ? `CAST(${quoted(name)} AS BLOB)` : quoted(name)} = ?`)
      .join(' AND '),
    [...key],
  ],
}

export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** A connector to the register of a small office, which keeps it in one SQLite file. */
export function register(parts: RegisterParts): Connector {
  return defineConnector<RegisterOptions>({
    manifest: {
      name: 'register',
      contract: 1,
      title: { zh: '登记簿', en: 'register' },
      testedServers: [],
      options: {
        file: { type: 'string', required: true, title: { zh: '文件', en: 'file' } },
        key: { type: 'string', required: true, secret: true, title: { zh: '口令', en: 'key' } },
      },
      capabilities: parts.capabilities,
      exemptions: [],
    },
    open: async (options, { access }) => openRegister(parts, options, access),
  }) as Connector
}

function openRegister(parts: RegisterParts, options: RegisterOptions, access: 'read' | 'write'): Session {
  let database: DatabaseSync
  try {
    database = parts.connect(options, access)
  } catch (error) {
    throw new BerthError('DATABASE_MISSING', parts.told(options), { cause: error })
  }
  let open = true
  return {
    ping: async () => ({ product: 'register', writable: access === 'write' }),
    lookup: async (request) => {
      const table = loadTable(database, request.dataset)
      const selection = selected(table, request.columns, parts.text)
      return {
        fields: selection.fields,
        answers: request.keys.map((key) => answer(database, parts, table, selection, request, key)),
      }
    },
    scan: (request, signal) => readRows(database, parts, 'scan', request, request.key ?? [], undefined, signal),
    changes: (request, signal) => {
      const { by } = request
      if (by.kind !== 'column') throw new BerthError('NOT_SUPPORTED', { connector: 'register', capability: by.kind })
      if (by.key.length === 0)
        throw new BerthError('KEY_MISSING', { dataset: request.dataset, purpose: 'follow changes' })
      return readRows(database, parts, 'changes', request, [by.column, ...by.key], by.overlap, signal)
    },
    apply: async (request) => applyRows(database, parts, request),
    [Symbol.asyncDispose]: async () => {
      if (open) database.close()
      open = false
    },
  }
}

function answer(
  database: DatabaseSync,
  parts: RegisterParts,
  table: RegisterTable,
  selection: ReturnType<typeof selected>,
  { by, limit, orderBy = [], columns }: LookupRequest,
  key: LookupRequest['keys'][number],
): LookupAnswer {
  try {
    if (key.includes(null)) return { rows: [], more: false }
    const asked = key.map((value, at) => table.stored(by[at] ?? '', value, columns))
    const [condition, bound] = parts.question(table, by, asked)
    for (const name of orderBy) table.column(name)
    const order = orderBy.length === 0 ? '' : ` ORDER BY ${orderBy.map(quoted).join(', ')}`
    const text = `SELECT ${selection.text} FROM ${quoted(table.name)} WHERE ${condition}${order} LIMIT ${limit + 1}`
    const found = [...parts.rows(database, text, bound)]
    const rows = found.slice(0, limit).map((cells, index) => selection.row(cells, index + 1))
    return { rows, more: found.length > limit }
  } catch (error) {
    if (!BerthError.is(error) || error.code === 'COLUMN_UNKNOWN') throw error
    return { rows: [], more: false, error }
  }
}
