import type { Value } from '@berth/core'

/** A place in the write-ahead log, as a cursor keeps it. */
export interface LogPosition {
  /** Behind the last transaction that was told whole. */
  readonly lsn: bigint
  /** Entries of the next transaction that were told. */
  readonly skip: number
  /** The key that was told last, to be told again when the log has nothing else. */
  readonly key?: readonly Value[]
}

/** `16/B374D848` as a number. */
export function lsnOf(text: unknown): bigint {
  const [high = '0', low = '0'] = String(text).split('/')
  return (BigInt(`0x${high}`) << 32n) | BigInt(`0x${low}`)
}

export function lsnText(lsn: bigint): string {
  return `${(lsn >> 32n).toString(16)}/${(lsn & 0xffff_ffffn).toString(16)}`.toUpperCase()
}

export function writePosition({ lsn, skip, key }: LogPosition): string {
  const kept = key?.every((value) => !(value instanceof Uint8Array)) === true ? { key } : {}
  return JSON.stringify({ lsn: lsnText(lsn), skip, ...kept })
}

export function readPosition(text: string): LogPosition {
  const { lsn, ...rest } = JSON.parse(text) as Omit<LogPosition, 'lsn'> & { readonly lsn: string }
  return { lsn: lsnOf(lsn), ...rest }
}
