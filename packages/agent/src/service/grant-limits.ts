import { BerthError } from '@berth/core'
import type { Grant } from '@berth/trust'
import type { Counter } from '../state/spent-counters.ts'
import type { StatePort } from '../state/state-port.ts'

const minuteMs = 60_000
const dayMs = 86_400_000

/** Counts one request of a grant, before the system is touched. Rejects with `GRANT_LIMIT_REACHED`. `now` is milliseconds since 1970. */
export function countRequest(state: StatePort, { id, limits }: Grant, now: number): Promise<void> {
  if (limits === undefined) return Promise.resolve()
  const { requestsPerMinute, requestsPerDay, rowsPerDay } = limits
  return spend(state, now, [
    ...counter(id, 'requestsPerMinute', requestsPerMinute, minuteMs, 1),
    ...counter(id, 'requestsPerDay', requestsPerDay, dayMs, 1),
    ...counter(id, 'rowsPerDay', rowsPerDay, dayMs, 0),
  ])
}

/** Counts the rows of an answer, before it is given: one that would go over the limit is not. Rejects as `countRequest` does. */
export function countRows(state: StatePort, { id, limits }: Grant, rows: number, now: number): Promise<void> {
  if (limits?.rowsPerDay === undefined || rows === 0) return Promise.resolve()
  return spend(state, now, counter(id, 'rowsPerDay', limits.rowsPerDay, dayMs, rows))
}

function counter(grant: string, name: string, limit: number | undefined, windowMs: number, add: number): Counter[] {
  return limit === undefined ? [] : [{ name: `${grant} ${name}`, windowMs, limit, add }]
}

async function spend(state: StatePort, now: number, counters: readonly Counter[]): Promise<void> {
  const full = await state.spend(counters, now)
  if (full === undefined) return
  const {
    counter: { name, limit },
    endsAt,
  } = full
  const seconds = Math.max(1, Math.ceil((endsAt - now) / 1000))
  throw new BerthError('GRANT_LIMIT_REACHED', { problem: `${name.slice(name.lastIndexOf(' ') + 1)} ${limit}`, seconds })
}
