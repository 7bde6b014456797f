import type { SqliteStatements } from './sqlite-statements.ts'

/** How many are remembered between two times that those of the past are forgotten. */
const pruneEvery = 1000

/** What came of remembering a request: `full` where no more can be. */
export type SeenBefore = 'fresh' | 'repeated' | 'full'

/**
 * The requests that hold once, as digests, each until it would be too old anyway (SEC-5). At most so many: what is
 * remembered is never given up for what is new.
 */
export class SeenRequests {
  readonly #statements: SqliteStatements
  readonly #most: number
  /** Not known before the first one, nor after a transaction that failed. */
  #count: number | undefined
  #added = 0

  /** @param most at 5,000 requests a second 300,000 are live, of about 60 bytes each. @default 1000000 */
  constructor(statements: SqliteStatements, most = 1_000_000) {
    this.#statements = statements
    this.#most = most
  }

  /** For use inside a transaction: throws what SQLite throws. Times are milliseconds since 1970. */
  add(digest: Uint8Array, expiresAt: number, now: number): SeenBefore {
    this.#count ??= Number(this.#statements.one('SELECT count(*) AS count FROM seen')?.['count'])
    if (this.#added++ % pruneEvery === 0 || this.#count >= this.#most) this.#count -= this.#prune(now)
    const known = this.#statements.one('SELECT expires_at FROM seen WHERE digest = ?', digest)
    if (known !== undefined && Number(known['expires_at']) > now) return 'repeated'
    if (this.#count >= this.#most) return 'full'
    const insert = `INSERT INTO seen (digest, expires_at) VALUES (?, ?)
      ON CONFLICT (digest) DO UPDATE SET expires_at = excluded.expires_at`
    this.#statements.run(insert, digest, Math.ceil(expiresAt))
    if (known === undefined) this.#count++
    return 'fresh'
  }

  /** What was added in a transaction that failed is not there: how many there are is looked at anew. */
  rollBack(): void {
    this.#count = undefined
  }

  #prune(now: number): number {
    this.#statements.run('DELETE FROM seen WHERE expires_at <= ?', Math.floor(now))
    return Number(this.#statements.one('SELECT changes() AS count')?.['count'])
  }
}
