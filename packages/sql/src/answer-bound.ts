import { BerthError } from '@berth/core'

/** The most rows that a procedure may answer. Connectors read one more, and no further, to tell that there were more. */
export const maxAnswerRows = 100_000

/** Throws `QUERY_FAILED` for an answer beyond the bound: a procedure that never ends would fill the memory. */
export function boundAnswer(operation: string, rows: readonly unknown[]): void {
  if (rows.length > maxAnswerRows)
    throw new BerthError('QUERY_FAILED', { call: operation, nativeCode: `more than ${maxAnswerRows} rows` })
}
