import type { Profile } from './profile.ts'
import { generic } from './profiles/generic.ts'
import { mysql } from './profiles/mysql.ts'
import { access, db2, informix, sybase } from './profiles/old-systems.ts'
import { postgresql } from './profiles/postgresql.ts'
import { sqlite } from './profiles/sqlite.ts'

/** Every profile, in the order in which a database is asked whether it is one. */
export const profiles: readonly Profile[] = [postgresql, mysql, sqlite, sybase, informix, db2, access, generic]

/** The profile of a name that the options know. */
export function profileNamed(name: string): Profile {
  return profiles.find((profile) => profile.name === name) ?? generic
}

/** What a driver is likely to lead to, by its name. */
const driverNames: readonly (readonly [RegExp, Profile])[] = [
  [/postgres|psqlodbc|kingbase|gauss/i, postgresql],
  [/maria|mysql|maodbc|myodbc/i, mysql],
  [/sqlite/i, sqlite],
  [/sybase|adaptive server/i, sybase],
  [/informix|gbase|ifx/i, informix],
  [/db2/i, db2],
  [/access|mdb/i, access],
]

/** The likeliest profile behind a driver of this name. */
export function guessedProfile(driver: string): Profile {
  return driverNames.find(([name]) => name.test(driver))?.[1] ?? generic
}
