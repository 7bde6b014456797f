import type { Connector } from '@berth/core'
import { honest, register } from './register.ts'

/** Declares operations, which the next version was to have. */
export const connector: Connector = register({
  ...honest,
  capabilities: { ...honest.capabilities, invoke: {} },
})
