import { ByteWriter } from './bytes.ts'
import { writeCell } from './cells-out.ts'
import { collationOf } from './collations.ts'
import { type TdsType, typeInfo } from './tds-type.ts'

/** A column of a result. */
export interface TdsColumn {
  readonly name: string
  readonly type: TdsType
}

/** One thing that an answer consists of. A final DONE is added by the server. */
export type TdsToken =
  | { readonly kind: 'columns'; readonly columns: readonly TdsColumn[] }
  | { readonly kind: 'rows'; readonly rows: readonly (readonly unknown[])[] }
  | TdsError
  | { readonly kind: 'info'; readonly number: number; readonly message: string }
  | { readonly kind: 'value'; readonly name: string; readonly type: TdsType; readonly value: unknown }
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'order'; readonly columns: readonly number[] }
  | { readonly kind: 'done'; readonly rows?: number }
  /** A transaction began or ended; `id` is that of the new one, or of the old one. */
  | { readonly kind: 'transaction'; readonly change: 'begun' | 'committed' | 'rolled back'; readonly id: Buffer }
  /** Bytes as they are, to show what a driver makes of them. */
  | { readonly kind: 'bytes'; readonly bytes: Buffer }

/** What SQL Server refused. */
export interface TdsError {
  readonly kind: 'error'
  readonly number: number
  readonly message: string
  /** Severity. @default 16 */
  readonly severity?: number
}

const codes = {
  status: 0x79,
  columns: 0x81,
  order: 0xa9,
  error: 0xaa,
  info: 0xab,
  value: 0xac,
  loginAck: 0xad,
  row: 0xd1,
  rowWithNulls: 0xd2,
  environment: 0xe3,
  done: 0xfd,
  doneInProcedure: 0xff,
} as const

/** Bits of DONE. */
export const doneBits = { more: 1, error: 2, count: 0x10, attention: 0x20 } as const

/** Writes tokens one after the other: rows look as the columns before them say. */
export class TokenWriter {
  #columns: readonly TdsColumn[] = []

  write(token: TdsToken): Buffer {
    const out = new ByteWriter()
    switch (token.kind) {
      case 'columns':
        this.#columns = token.columns
        return columnsToken(token.columns)
      case 'rows':
        for (const row of token.rows) this.#row(out, row)
        return out.finish()
      case 'error':
        return messageToken(codes.error, token.number, token.severity ?? 16, token.message)
      case 'info':
        return messageToken(codes.info, token.number, 0, token.message)
      case 'value':
        out.number(codes.value, 1).number(0, 2).text(token.name, 1).number(1, 1).number(0, 4).number(0, 2)
        out.bytes(typeInfo(token.type))
        writeCell(out, token.type, token.value)
        return out.finish()
      case 'status':
        return out.number(codes.status, 1).signed(token.status, 4).finish()
      case 'order':
        out.number(codes.order, 1).number(token.columns.length * 2, 2)
        for (const column of token.columns) out.number(column, 2)
        return out.finish()
      case 'done':
        return doneToken(
          doneBits.more | (token.rows === undefined ? 0 : doneBits.count),
          token.rows,
          codes.doneInProcedure,
        )
      case 'transaction':
        return transactionToken(token.change, token.id)
      case 'bytes':
        return token.bytes
    }
  }

  /** NULL needs no bytes in NBCROW; a row without one is a plain ROW. */
  #row(out: ByteWriter, row: readonly unknown[]): void {
    const nulls = row.some((cell) => cell === null)
    out.number(nulls ? codes.rowWithNulls : codes.row, 1)
    if (nulls) {
      const bitmap = Buffer.alloc(Math.ceil(this.#columns.length / 8))
      row.forEach((cell, index) => {
        if (cell === null) bitmap.writeUInt8((bitmap[index >> 3] ?? 0) | (1 << (index & 7)), index >> 3)
      })
      out.bytes(bitmap)
    }
    for (const [index, { type }] of this.#columns.entries()) {
      if (row[index] !== null) writeCell(out, type, row[index])
    }
  }
}

function columnsToken(columns: readonly TdsColumn[]): Buffer {
  const out = new ByteWriter().number(codes.columns, 1).number(columns.length, 2)
  for (const { name, type } of columns) {
    const nullable = 1
    out.number(0, 4).number(nullable, 2).bytes(typeInfo(type))
    if (type.name === 'text' || type.name === 'ntext' || type.name === 'image') out.number(1, 1).text('t', 2)
    out.text(name, 1)
  }
  return out.finish()
}

function messageToken(code: number, number: number, severity: number, message: string): Buffer {
  const body = new ByteWriter().signed(number, 4).number(1, 1).number(severity, 1).text(message, 2)
  body.text('test', 1).text('', 1).number(1, 4)
  return new ByteWriter().number(code, 1).block(body.finish(), 2).finish()
}

/** DONE, or another of its kind. */
export function doneToken(bits: number, rows = 0, code: number = codes.done): Buffer {
  return new ByteWriter().number(code, 1).number(bits, 2).number(0xc1, 2).long(BigInt(rows)).finish()
}

/** DONEPROC, which ends the answer to a procedure call. */
export function doneProcedureToken(bits: number): Buffer {
  return doneToken(bits, 0, 0xfe)
}

function transactionToken(change: 'begun' | 'committed' | 'rolled back', id: Buffer): Buffer {
  const [type, old, now] =
    change === 'begun' ? [8, Buffer.alloc(0), id] : [change === 'committed' ? 9 : 10, id, Buffer.alloc(0)]
  return environmentToken(type, now, old)
}

function environmentToken(type: number, now: Buffer, old: Buffer): Buffer {
  const body = new ByteWriter().number(type, 1).block(now, 1).block(old, 1)
  return new ByteWriter().number(codes.environment, 1).block(body.finish(), 2).finish()
}

/** What follows a login that is accepted. */
export function loginTokens(database: string, packetBytes: number): Buffer {
  const named = (type: number, now: string, old: string): Buffer => {
    const body = new ByteWriter().number(type, 1).text(now, 1).text(old, 1)
    return new ByteWriter().number(codes.environment, 1).block(body.finish(), 2).finish()
  }
  const tds74 = Buffer.from([0x74, 0, 0, 4])
  const version = Buffer.from([10, 50, 0x10, 0x40])
  const accepted = new ByteWriter().number(1, 1).bytes(tds74).text('Berth TDS test server', 1).bytes(version)
  return Buffer.concat([
    named(1, database, 'master'),
    environmentToken(7, collationOf().bytes, Buffer.alloc(0)),
    messageToken(codes.info, 5701, 0, `Changed database context to '${database}'.`),
    new ByteWriter().number(codes.loginAck, 1).block(accepted.finish(), 2).finish(),
    named(4, String(packetBytes), '4096'),
    doneToken(0),
  ])
}
