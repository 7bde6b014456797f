import type { Connector } from '@berth/core'
import { honest, register } from './register.ts'

/** Keeps times in the cursor as JavaScript has them, to the millisecond: changes within the same one are lost, or come twice. */
export const connector: Connector = register({
  ...honest,
  kept: (place) =>
    place.map((value) =>
      typeof value === 'string' && /\.\d{4,}$/.test(value) ? value.replace(/(\.\d{3})\d+$/, '$1') : value,
    ),
})
