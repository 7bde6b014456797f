import type { Value } from '@berth/core'
import type { PagePlace } from '../paging/paging.ts'
import type { Inputs } from './input-values.ts'

/** The name by which a request says where the idempotency key of an operation goes. */
export const idempotencyKeyName = 'idempotencyKey'

/** What is bound besides inputs. */
export interface BindExtras {
  readonly place?: PagePlace
  readonly idempotencyKey?: string
}

/** The inputs with the page and the idempotency key under the names by which requests use them. */
export function withExtras(inputs: Inputs, { place = {}, idempotencyKey }: BindExtras): Map<string, Value> {
  const all = new Map(inputs)
  for (const name of ['page', 'offset', 'size', 'cursor'] as const) {
    const value = place[name]
    if (value !== undefined) all.set(name, value)
  }
  if (idempotencyKey !== undefined) all.set(idempotencyKeyName, idempotencyKey)
  return all
}
