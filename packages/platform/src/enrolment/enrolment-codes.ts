import { createHash, randomBytes } from 'node:crypto'
import { BerthError, type Grade, grades } from '@berth/core'
import { exportPublicJwk, importPublicJwk } from '@berth/trust'
import { isIdentifier } from '../identifier.ts'
import type { PlatformContext } from '../platform-context.ts'
import type { PartyKind } from './parties.ts'

/** Whom an enrolment code is for. */
export interface EnrolmentCodeRequest {
  readonly kind: PartyKind
  /** The id the party will have. */
  readonly id: string
  readonly title: string
  /** Of a consumer: the highest grade it may ever be granted. Absent: nothing can be granted to it. */
  readonly clearance?: Grade
  /** How long the code holds. @default 72 */
  readonly hours?: number
}

/** What a party sends to enrol. */
export interface EnrolmentRequest {
  readonly code: string
  readonly id: string
  /** A JSON Web Key, Ed25519 or SM2, public half only. */
  readonly publicKey: unknown
}

/**
 * Makes a code that enrols one party once. Only its hash is kept. A code for a party that is enrolled already lets it
 * replace its key.
 *
 * Errors: `PARAMETER_INVALID`.
 */
export async function createEnrolmentCode(
  context: PlatformContext,
  request: EnrolmentCodeRequest,
): Promise<{ code: string }> {
  const { kind, id, title, clearance, hours = 72 } = request
  if (kind !== 'system' && kind !== 'consumer') throw invalid('kind', 'system, consumer')
  if (!isIdentifier(id) || id === context.key.id) throw invalid('id', 'not free')
  if (typeof title !== 'string' || title === '' || title.length > 200) throw invalid('title', '1..200')
  if (clearance !== undefined && !grades.includes(clearance)) throw invalid('clearance', grades.join(', '))
  if (!Number.isFinite(hours) || hours <= 0 || hours > 8760) throw invalid('hours', '1..8760')
  const [other] = await context.store.query('select id from parties where id = $1 and kind <> $2', [id, kind])
  if (other !== undefined) throw invalid('id', 'not free')
  const code = randomBytes(20).toString('base64url')
  const now = context.now()
  await context.store.query(
    `insert into enrolment_codes (hash, kind, party, title, clearance, created_at, expires_at)
      values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      hashOf(code),
      kind,
      id,
      title,
      clearance === undefined ? null : String(clearance),
      new Date(now),
      new Date(now + hours * 3_600_000),
    ],
  )
  return { code }
}

/**
 * Registers a party's public key. The code is used up only when the enrolment succeeds.
 *
 * Errors: `ENROLMENT_INVALID`, `KEY_INVALID`.
 */
export async function enrol(
  context: PlatformContext,
  request: EnrolmentRequest,
): Promise<{ id: string; kind: PartyKind }> {
  if (!isIdentifier(request.id)) throw new BerthError('ENROLMENT_INVALID')
  const key = exportPublicJwk(importPublicJwk(request.publicKey, request.id, context.algorithms))
  const at = new Date(context.now())
  return context.store.transaction(async (transaction) => {
    const [code] = await transaction.query<{ kind: PartyKind; title: string; clearance: string | null }>(
      `update enrolment_codes set used_at = $3
        where hash = $1 and party = $2 and used_at is null and expires_at > $3
        returning kind, title, clearance`,
      [hashOf(request.code), request.id, at],
    )
    if (code === undefined) throw new BerthError('ENROLMENT_INVALID')
    const [party] = await transaction.query<{ id: string }>(
      `insert into parties (id, kind, title, clearance, public_key, enrolled_at) values ($1, $2, $3, $4, $5, $6)
        on conflict (id) do update set title = excluded.title, clearance = excluded.clearance,
        public_key = excluded.public_key, enrolled_at = excluded.enrolled_at where parties.kind = excluded.kind
        returning id`,
      [request.id, code.kind, code.title, code.clearance, JSON.stringify(key), at],
    )
    if (party === undefined) throw new BerthError('ENROLMENT_INVALID')
    return { id: request.id, kind: code.kind }
  })
}

function hashOf(code: string): string {
  return createHash('sha256').update(code).digest('hex')
}

function invalid(parameter: string, problem: string): BerthError {
  return new BerthError('PARAMETER_INVALID', { parameter, problem })
}
