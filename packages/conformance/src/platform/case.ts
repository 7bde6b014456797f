import type { Grade } from '@berth/core'
import type { Grant, VerificationKey } from '@berth/trust'
import type { Note } from '../run/note.ts'
import type { Random } from '../run/random.ts'
import type { RoleCase } from '../run/role-case.ts'
import type { Administrator, GrantWish } from './administrator.ts'
import type { ArrivedRequest, KitAgent } from './kit-agent.ts'
import type { KitParty, PartyLine, Sending } from './party.ts'
import type { KitPublication } from './publication.ts'
import type { PlatformAnswer, PlatformRequest, PlatformWire } from './wire.ts'

/** A system of the kit with one resource and one operation in the catalogue, and an agent behind them. */
export interface Docked {
  readonly system: KitParty
  readonly resource: string
  readonly operation: string
  readonly agent: KitAgent
  readonly publication: KitPublication
  /** Publishes this in place of what is there; withdrawn at the end. */
  publish(publication: unknown): Promise<PlatformAnswer>
  /** Sends a batch of lines; `rows` as counted unless told otherwise. */
  deliver(stream: string, number: number | string, content: string | Uint8Array, rows?: number): Promise<PlatformAnswer>
}

/** What a consumer asks or submits. */
export interface Question extends Sending {
  readonly purpose?: string
  readonly values?: Readonly<Record<string, unknown>>
  /** Instead of purpose and values. */
  readonly body?: unknown
}

/** What a case works with. What it opens and makes is closed, withdrawn and revoked for it. */
export interface PlatformCaseContext {
  readonly random: Random
  readonly wire: PlatformWire
  /** The line of the parties of this case. */
  readonly line: PartyLine
  readonly administrator: Administrator
  /** Milliseconds since 1970, as the kit's parties take it to be. */
  readonly now: () => number
  /** Sets the clocks of platform and kit forward from the real time. Undefined: the platform's clock cannot be set. */
  readonly shiftClock: ((ms: number) => Promise<void>) | undefined
  /** One plain request. */
  send(request: Partial<PlatformRequest> & Pick<PlatformRequest, 'path'>): Promise<PlatformAnswer>
  /** The platform's public keys. */
  keys(): Promise<VerificationKey[]>
  /** Enrols a new party. */
  enrol(kind: KitParty['kind'], clearance?: Grade): Promise<KitParty>
  /** The system of this run. */
  system(): Promise<KitParty>
  /** The consumer of this run, cleared for grade 3. */
  consumer(): Promise<KitParty>
  /** A fresh resource and operation, published, with an agent behind them. `system`: of the one of this run, unless told otherwise. */
  docked(change?: Partial<KitPublication>, system?: KitParty): Promise<Docked>
  /** A grant of the resource, for the first purpose, of the items `personId` and `name`; revoked at the end. */
  grant(docked: Docked, consumer: KitParty, change?: Partial<GrantWish>): Promise<{ id: string; token: string }>
  ask(docked: Docked, consumer: KitParty, question?: Question): Promise<PlatformAnswer>
  submit(docked: Docked, consumer: KitParty, key: string | undefined, question?: Question): Promise<PlatformAnswer>
  /** What the platform forwarded, verified as an agent does: who signed it, and the grant. */
  verified(docked: Docked, request: ArrivedRequest): Promise<{ readonly issuer: string; readonly grant: Grant }>
  agent(): Promise<KitAgent>
  /** A name that nothing else on the platform has. */
  freshName(prefix: string): string
  /** A text that is found again wherever it goes, as personal data would be. */
  canary(): string
  atEnd(work: () => Promise<void>): void
  /** Puts on record what could not be tried on this platform. */
  note(note: Note): void
}

/** A case for a platform. */
export type PlatformCase = RoleCase<PlatformCaseContext>
