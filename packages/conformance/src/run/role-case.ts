import type { Exemption } from '@berth/core'
import type { Level, Role } from '../requirements/requirement.ts'
import type { Note } from './note.ts'
import type { Owner } from './owner.ts'
import type { Random } from './random.ts'

/** One idea of one clause, tried on whom it binds. Fails by throwing. */
export interface RoleCase<Context> {
  /** `<subject>/<what>`, stable once published. */
  readonly id: string
  readonly clause: string
  /** Where the case asks for more than the clause does. @default the level of the clause */
  readonly level?: Level
  /** Who has most likely to put right what it finds. @default the role says: author of the connector, department, platform */
  readonly owner?: Owner
  run(context: Context): Promise<void>
}

/** What a case works with, and the end that gives everything back. */
export interface Opened<Context> {
  readonly context: Context
  /** What could not be tried, put on record by the case. */
  readonly notes: readonly Note[]
  /** The last calls with what they were given, for the report of a failure. Absent where that may be data of a department. */
  input?(): string | undefined
  /** Closes and removes what was opened and made for the case. */
  end(): Promise<void>
}

/** What is tried. */
export interface Subject {
  /** `firebird`, `civil-affairs.marriage`, the address of a platform. */
  readonly name: string
  /** Its version, where it has one. */
  readonly version?: string
  /** What it was tried against, as that names itself: the product of a database. */
  readonly system?: string
  /** SHA-256 in hexadecimal of what is tried, by name: `berth.yaml`, `@berth/connector-firebird@0.1.0`. */
  readonly digests: Readonly<Record<string, string>>
}

/** Everything that the runner has to know of one who is tried: cases of its role, and how to open one. */
export interface RoleKit<Context, Case extends RoleCase<Context> = RoleCase<Context>> {
  readonly role: Role
  readonly subject: Subject
  readonly cases: readonly Case[]
  readonly exemptions: readonly Exemption[]
  /** What the case needs and the subject does not declare. Undefined: nothing, the case applies. */
  missing(tried: Case): string | undefined
  /** Tries that what is missing is refused: never an empty success. */
  tryMissing(context: Context, missing: string): Promise<void>
  open(random: Random): Promise<Opened<Context>>
}
