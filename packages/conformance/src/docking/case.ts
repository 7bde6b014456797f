import type { Receipt } from '@berth/core'
import type { SigningKey } from '@berth/trust'
import type { Note } from '../run/note.ts'
import type { Random } from '../run/random.ts'
import type { RoleCase } from '../run/role-case.ts'
import type { Ask, Asked, Question, SignedSettings } from './asking.ts'
import type { ResourceOutline } from './outline.ts'
import type { Sample } from './sample.ts'
import type { DockingRequest, DockingSubject, RunningDocking, StartSettings } from './subject.ts'
import type { SystemCall } from './system-calls.ts'

/** What a case for a docking works with. What it starts is ended for it. */
export interface DockingContext {
  readonly subject: DockingSubject
  readonly random: Random
  /** The platform that asks: made by the kit. */
  readonly platform: SigningKey
  /** Starts the docking's agent. */
  start(settings?: Partial<StartSettings>): Promise<Trial>
  /** The first rows of a resource as the connector gives them, and what the docking makes of them; read once in a run. */
  sample(resource: ResourceOutline): Promise<Sample>
  /** The time by the agent's clock, in milliseconds since 1970: within the hours of the system. */
  now(): number
  /** Puts on record what could not be tried on this docking. */
  note(note: Note): void
}

/** A docking that runs for a case. */
export interface Trial {
  readonly running: RunningDocking
  /** Every call to a system since the start. */
  readonly calls: SystemCall[]
  /** Every answer since the start. */
  readonly answers: Asked[]
  /** Asks a resource as the platform does: signed, with a grant. */
  ask(question: Question, ask?: Ask): Promise<Asked>
  /** Sends anything, signed. */
  send(request: Pick<DockingRequest, 'path' | 'body'>, settings?: SignedSettings): Promise<Asked>
  receipts(): Promise<readonly Receipt[]>
}

/** A case for a docking. */
export interface DockingCase extends RoleCase<DockingContext> {
  /** What the manifest has to have for the case to apply. Absent: it always does. */
  readonly needs?: DockingNeed
}

/** What a manifest may have: a resource asked by parameter, one delivered in bulk, hours, an answer or a queue for outages. */
export type DockingNeed = 'connection' | 'parameter' | 'bulk' | 'hours' | 'replica' | 'queue'
