import type { Connector } from '@berth/core'
import { honest, quoted, register } from './register.ts'

/** Goes on behind the last change value alone, `>`: what has the same value and came later in the batch is lost. */
export const connector: Connector = register({
  ...honest,
  behind: (order, place) =>
    order.length < 2 ? honest.behind(order, place) : [`${quoted(order[0] ?? '')} > ?`, [place[0] ?? null]],
})
