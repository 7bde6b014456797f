/** Something that the engine refuses with a number of SQL Server. */
export class EngineError extends Error {
  readonly number: number

  constructor(number: number, message = `refused with ${number}`) {
    super(message)
    this.number = number
  }
}

/** SQLite's extended result codes and what SQL Server says in their place. */
const numbers: Readonly<Record<number, number>> = {
  275: 547, // CHECK
  787: 547, // FOREIGN KEY
  1299: 515, // NOT NULL
  1555: 2627, // PRIMARY KEY
  1811: 50001, // RAISE in a trigger
  2067: 2601, // UNIQUE
  5: 1222, // BUSY
}

/** The number of SQL Server for whatever went wrong; 102 for what it has no other for. */
export function numberOf(error: unknown): { readonly number: number; readonly message: string } {
  if (error instanceof EngineError) return { number: error.number, message: error.message }
  const message = error instanceof Error ? error.message : String(error)
  const code = typeof error === 'object' && error !== null && 'errcode' in error ? Number(error.errcode) : 0
  const known = numbers[code] ?? numbers[code & 0xff]
  if (known !== undefined) return { number: known, message }
  if (message.startsWith('no such table')) return { number: 208, message }
  if (message.startsWith('no such column')) return { number: 207, message }
  return { number: 102, message }
}
