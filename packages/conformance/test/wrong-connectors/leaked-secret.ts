import type { Connector } from '@berth/core'
import { honest, register } from './register.ts'

/** Tells the whole connection in the error, as many drivers do. */
export const connector: Connector = register({
  ...honest,
  told: ({ file, key }) => ({ database: `file=${file};key=${key.reveal()}` }),
})
