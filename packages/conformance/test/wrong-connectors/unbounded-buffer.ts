import type { SQLInputValue, SQLOutputValue } from 'node:sqlite'
import type { Connector } from '@berth/core'
import { honest, register } from './register.ts'

/** Has the driver fetch all rows before it gives out the first. */
export const connector: Connector = register({
  ...honest,
  rows: (database, text, bound) => {
    const statement = database.prepare(text)
    statement.setReturnArrays(true)
    return statement.all(...(bound as SQLInputValue[])) as unknown as SQLOutputValue[][]
  },
})
