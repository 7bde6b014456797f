import { BerthError } from '@berth/core'

/** Items of a description (`inf_pub.h`), of those that the driver asks for. */
const end = 1
const select = 4
const bind = 5
const columns = 7
const columnEnd = 8
const columnNumber = 9
const columnType = 11
const subType = 12
const scale = 13
const length = 14
const statementType = 21

/** Names: of the column, its table, its alias, the alias of the table, and of the schema since Firebird 6. */
const names: ReadonlySet<number> = new Set([16, 17, 19, 25, 33])

/** What the numbers of a column can be. The scale of a blob is its character set. */
const ranges: ReadonlyMap<number, readonly [least: number, most: number]> = new Map([
  [subType, [-32_768, 65_535]],
  [scale, [-128, 255]],
  [length, [0, 65_535]],
])

const maxColumns = 32_767

/**
 * Looks through the description of a prepared statement, its columns and its parameters, before the driver does. That
 * believes every number in it: it goes through as many columns as the number of the last one says, two thousand million
 * perhaps, and nothing else runs meanwhile.
 *
 * Returns a `PROTOCOL_ERROR` for a description that no Firebird gives: columns that are not numbered from one on as many as
 * announced, at most 32,767; a column without type, subtype, scale or length, or with one that cannot be; an item that was
 * not asked for; less than was announced, or more behind the end than zeros.
 */
export function descriptionProblem(bytes: Buffer | undefined): BerthError | undefined {
  try {
    const items = new Items(bytes ?? Buffer.alloc(0))
    items.expect(statementType)
    items.integer(0, 255)
    checkColumns(items, select)
    checkColumns(items, bind)
    items.expect(end)
    items.expectZeros()
    return undefined
  } catch (cause) {
    return new BerthError('PROTOCOL_ERROR', { nativeCode: 'description' }, { cause })
  }
}

function checkColumns(items: Items, list: number): void {
  items.expect(list)
  items.expect(columns)
  const count = items.integer(0, maxColumns)
  for (let number = 1; number <= count; number++) {
    items.expect(columnNumber)
    items.integer(number, number)
    items.expect(columnType)
    items.integer(0, 65_535)
    const missing = new Set(ranges.keys())
    for (let item = items.next(); item !== columnEnd; item = items.next()) {
      const range = ranges.get(item)
      if (range !== undefined) items.integer(...range)
      else if (names.has(item)) items.skipText()
      else throw new RangeError(`item ${item}`)
      missing.delete(item)
    }
    if (missing.size > 0) throw new RangeError(`column ${number} lacks ${[...missing].join(', ')}`)
  }
}

/** Codes of items, each followed by its length in two bytes and its value. A read past the end is a `RangeError`. */
class Items {
  readonly #bytes: Buffer
  #position = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  next(): number {
    return this.#bytes.readUInt8(this.#position++)
  }

  expect(item: number): void {
    const found = this.next()
    if (found !== item) throw new RangeError(`item ${found} instead of ${item}`)
  }

  integer(least: number, most: number): number {
    const size = this.#length()
    if (size !== 1 && size !== 2 && size !== 4) throw new RangeError(`a number of ${size} bytes`)
    const value = this.#bytes.readIntLE(this.#position, size)
    this.#position += size
    if (value < least || value > most) throw new RangeError(`${value} instead of ${least} to ${most}`)
    return value
  }

  skipText(): void {
    const size = this.#length()
    this.#position += size
  }

  expectZeros(): void {
    if (this.#bytes.subarray(this.#position).some((byte) => byte !== 0)) throw new RangeError('more behind the end')
  }

  #length(): number {
    const size = this.#bytes.readUInt16LE(this.#position)
    this.#position += 2
    return size
  }
}
