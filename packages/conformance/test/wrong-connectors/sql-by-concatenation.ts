import type { Connector } from '@berth/core'
import { honest, register } from './register.ts'

/** Pastes what is asked for into the statement. */
export const connector: Connector = register({
  ...honest,
  question: (_table, by, key) => [
    by.map((name, at) => `"${name}" = ${typeof key[at] === 'string' ? `'${key[at]}'` : String(key[at])}`).join(' AND '),
    [],
  ],
})
