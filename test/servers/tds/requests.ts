import { ByteReader } from './bytes.ts'
import { readCell, readType } from './cells-in.ts'
import { messageTypes, type TdsMessage } from './packets.ts'
import type { TdsType } from './tds-type.ts'
import type { TdsColumn } from './tokens.ts'

/** One parameter of a procedure call. */
export interface TdsParameter {
  /** Without the `@`; empty where it was given by its place. */
  readonly name: string
  readonly output: boolean
  readonly type: TdsType
  readonly value: unknown
}

/** What a client asks for. */
export type TdsRequest =
  | { readonly kind: 'batch'; readonly text: string }
  | { readonly kind: 'procedure'; readonly name: string; readonly parameters: readonly TdsParameter[] }
  | { readonly kind: 'bulk'; readonly columns: readonly TdsColumn[]; readonly rows: readonly (readonly unknown[])[] }
  | {
      readonly kind: 'transaction'
      readonly action: 'begin' | 'commit' | 'rollback' | 'save'
      readonly isolation: number
      readonly name: string
    }

/** Procedures that are called by a number, MS-TDS 2.2.6.6. */
const numbered: Readonly<Record<number, string>> = {
  1: 'sp_cursor',
  2: 'sp_cursoropen',
  7: 'sp_cursorfetch',
  9: 'sp_cursorclose',
  10: 'sp_executesql',
  11: 'sp_prepare',
  12: 'sp_execute',
  13: 'sp_prepexec',
  15: 'sp_unprepare',
}

const actions = { 5: 'begin', 7: 'commit', 8: 'rollback', 9: 'save' } as const

/** Reads a message that is neither a login nor an attention. */
export function readRequest({ type, body }: TdsMessage): TdsRequest {
  const message = new ByteReader(body)
  if (type === messageTypes.bulk) return readBulk(message)
  // ALL_HEADERS, led by their length, which counts itself.
  message.take(message.number(4) - 4)
  switch (type) {
    case messageTypes.batch:
      return { kind: 'batch', text: message.take(body.length - message.position).toString('utf16le') }
    case messageTypes.rpc:
      return readProcedure(message)
    case messageTypes.transaction: {
      const code = message.number(2)
      const action = actions[code as keyof typeof actions]
      if (action === undefined) throw new TypeError(`no transaction request ${code}`)
      const isolation = action === 'begin' ? message.number(1) : 0
      return { kind: 'transaction', action, isolation, name: message.take(message.number(1)).toString('utf16le') }
    }
    default:
      throw new TypeError(`no message of type ${type}`)
  }
}

function readProcedure(message: ByteReader): TdsRequest {
  const length = message.number(2)
  const number = length === 0xffff ? message.number(2) : undefined
  const name = number === undefined ? message.take(length * 2).toString('utf16le') : numbered[number]
  if (name === undefined) throw new TypeError(`no procedure ${number}`)
  message.take(2)
  const parameters: TdsParameter[] = []
  while (!message.ended) {
    const parameter = message.text(1).replace(/^@/, '')
    const output = (message.number(1) & 1) !== 0
    const type = readType(message)
    parameters.push({ name: parameter, output, type, value: readCell(message, type) })
  }
  return { kind: 'procedure', name, parameters }
}

const columnsCode = 0x81
const rowCode = 0xd1

/** The rows of INSERT BULK, which look like a result that the client sends. */
function readBulk(message: ByteReader): TdsRequest {
  if (message.number(1) !== columnsCode) throw new TypeError('a bulk load without columns')
  const columns = Array.from({ length: message.number(2) }, (): TdsColumn => {
    message.take(6)
    const type = readType(message)
    if (type.name === 'text' || type.name === 'ntext' || type.name === 'image') message.text(2)
    return { name: message.text(1), type }
  })
  const rows: unknown[][] = []
  while (message.number(1) === rowCode) rows.push(columns.map(({ type }) => readCell(message, type)))
  return { kind: 'bulk', columns, rows }
}
