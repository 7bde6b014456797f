import { globSync } from 'node:fs'

/**
 * Where the programs of the newest PostgreSQL on this machine are. Those on the PATH are scripts that look for them: twice the time of
 * a psql itself, at every question of a test.
 */
export function postgresPrograms(): string | undefined {
  return globSync('/usr/lib/postgresql/*/bin')
    .toSorted((left, right) => left.localeCompare(right, 'en', { numeric: true }))
    .at(-1)
}
