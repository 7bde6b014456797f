import { createHash } from 'node:crypto'
import type { ReplayStore } from '@berth/trust'
import type { Store } from '../store/store.ts'

const pruneEvery = 1000

/**
 * Remembers signed requests in the database, so that one that was recorded cannot be played again after a restart, or
 * to another process on the same server (SEC-5).
 */
export function seenRequests(store: Store): ReplayStore {
  let added = 0
  return {
    async add(id, expiresAt, now) {
      if (added++ % pruneEvery === 0) {
        await store.query('delete from seen_requests where expires_at <= $1', [new Date(now)])
      }
      // Hashed, for the id is the sender's own and may hold what a database cannot.
      const hash = createHash('sha256').update(id).digest('base64url')
      const fresh = await store.query(
        `insert into seen_requests (id, expires_at) values ($1, $2)
          on conflict (id) do update set expires_at = excluded.expires_at where seen_requests.expires_at <= $3
          returning id`,
        [hash, new Date(expiresAt), new Date(now)],
      )
      return fresh.length === 1
    },
  }
}
