import type { SqliteStatements } from './sqlite-statements.ts'

/** Something that is counted within a window of time, up to a limit. */
export interface Counter {
  readonly name: string
  /** Windows follow one another from the beginning of a day of UTC+8. Milliseconds. */
  readonly windowMs: number
  readonly limit: number
  /** What is added. 0 asks whether anything more may be. */
  readonly add: number
}

/** The first counter that has no room, and when its window ends, in milliseconds since 1970. */
export interface CounterFull {
  readonly counter: Counter
  readonly endsAt: number
}

const zoneMs = 8 * 3_600_000

/** What was counted, over restarts. One row for each name: a window that is over is written anew. */
export class SpentCounters {
  readonly #statements: SqliteStatements

  constructor(statements: SqliteStatements) {
    this.#statements = statements
  }

  /** Adds to all counters or to none. For use inside a transaction: throws what SQLite throws. */
  spend(counters: readonly Counter[], now: number): CounterFull | undefined {
    const next = counters.map((counter) => {
      const startsAt = Math.floor((now + zoneMs) / counter.windowMs) * counter.windowMs - zoneMs
      const row = this.#statements.one('SELECT starts_at, used FROM spent WHERE name = ?', counter.name)
      // A clock that was set back does not open a new window.
      const current = row !== undefined && Number(row['starts_at']) >= startsAt
      const used = current ? Number(row['used']) : 0
      return { counter, startsAt: current ? Number(row['starts_at']) : startsAt, used, fresh: !current }
    })
    for (const { counter, startsAt, used } of next) {
      const full = counter.add === 0 ? used >= counter.limit : used + counter.add > counter.limit
      if (full) return { counter, endsAt: startsAt + counter.windowMs }
    }
    for (const { counter, startsAt, used, fresh } of next) {
      if (counter.add === 0) continue
      if (fresh) this.#statements.run('DELETE FROM spent WHERE ends_at <= ?', Math.floor(now))
      const insert = `INSERT INTO spent (name, starts_at, used, ends_at) VALUES (?, ?, ?, ?) ON CONFLICT (name)
        DO UPDATE SET starts_at = excluded.starts_at, used = excluded.used, ends_at = excluded.ends_at`
      this.#statements.run(insert, counter.name, startsAt, used + counter.add, startsAt + counter.windowMs)
    }
    return undefined
  }
}
