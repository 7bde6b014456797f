import type { Connector } from '@berth/core'
import { honest, register } from './register.ts'

/** Looks for the name of a batch in a list of its own, which ends with the session: a batch that is sent again is written again. */
export const connector: Connector = register({
  ...honest,
  isKnown: () => false,
})
