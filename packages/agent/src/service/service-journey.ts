import { hash as digestOf } from 'node:crypto'
import { BerthError, type Receipt, type ReceiptEntry } from '@berth/core'
import type { DockingManifest } from '@berth/manifest'
import { boundScope, type Grant, type RowScope } from '@berth/trust'
import type { StatePort } from '../state/state-port.ts'
import { requireOwnCertificate } from '../tls/caller-certificates.ts'
import type { Admission, Credential, IncomingRequest } from './admission.ts'
import { type GivenValues, readPurposeBody, readRequestBody } from './given-values.ts'
import { countRequest, countRows } from './grant-limits.ts'
import type { LookupService } from './lookup-service.ts'
import type { OperationService } from './operation-service.ts'
import type { Revocations } from './revocations.ts'
import { requireInputWithin } from './row-bounds.ts'
import { writeReceipt } from './write-receipt.ts'

export interface ServiceJourneyParts {
  readonly manifest: DockingManifest
  readonly admission: Admission
  readonly lookups: LookupService
  readonly operations: OperationService
  readonly state: StatePort
  /** @default grants are taken at their word until they expire */
  readonly revocations?: Revocations
  /** Told of every answer, for the metrics. */
  readonly onAnswer?: (resource: string, rows: number, withheld: readonly { readonly reason: string }[]) => void
}

/** A question for one resource, in whatever form it came. */
export interface Question<Rows> {
  readonly credential: Credential
  /** The resource's id. */
  readonly resource: string
  /** Reads the purpose and the values asked by. Throws a `PARAMETER_` code. */
  readonly read: () => { readonly purpose: string; readonly values: GivenValues }
  /** Turns the rows, a JSON array of objects, into the asker's form. What it throws is told instead of the answer. */
  readonly write: (rows: string) => Rows
  readonly signal: AbortSignal
}

/** What is told to whoever asked. */
export interface GivenAnswer<Rows> {
  /** `<system>/<resource>` */
  readonly resource: string
  readonly items: readonly string[]
  /** Of the items, those that are masked. Absent: none is. */
  readonly masked?: readonly string[]
  readonly withheld: ReceiptEntry['withheld']
  readonly rows: Rows
  readonly more: boolean
  /** The time of the data, an `instant`, where the system is down and its replica answers. */
  readonly asOf?: string
  readonly receipt: Pick<Receipt, 'number' | 'hash'>
}

/** What is told to whoever submitted, and the HTTP status that it goes with. */
export interface SubmissionAnswer {
  readonly status: 200 | 202
  readonly body: string
}

/** What is known of a request so far: what its receipt says however it ends. */
interface Trail {
  readonly reference: string
  readonly question: string
  readonly resource: string
  /** Who signed or logged in, until the grant says for whom. */
  consumer: string
  grant?: Grant
  /** What the signer vouches for of whoever asks. */
  readonly claims: Readonly<Record<string, string>>
}

/** One request's way through: admit, ask or submit, guard, receipt, answer. */
export class ServiceJourney {
  readonly #parts: ServiceJourneyParts

  constructor(parts: ServiceJourneyParts) {
    this.#parts = parts
  }

  /** Answers a question for one resource with the JSON of the protocol. Rejects as `ask` does. */
  async lookup(request: IncomingRequest, id: string, signal: AbortSignal): Promise<string> {
    const { resource, items, masked, withheld, rows, more, asOf, receipt } = await this.ask({
      credential: this.#parts.admission.credential(request),
      resource: id,
      read: () => readRequestBody(bytesOf(request.body), 'by'),
      write: (found) => found,
      signal,
    })
    const head = JSON.stringify({ resource, items, ...(masked === undefined ? {} : { masked }), withheld })
    const time = asOf === undefined ? '' : `"asOf":"${asOf}",`
    const tail = `"more":${more},${time}"receipt":{"number":${receipt.number},"hash":"${receipt.hash}"}}`
    return `${head.slice(0, -1)},"rows":${rows},${tail}`
  }

  /**
   * Answers a question for one resource. Rejects with the code of the step that refused or failed; a request whose
   * credential held leaves a receipt either way (LOG-1).
   */
  ask<Rows>({ credential, resource: id, read, write, signal }: Question<Rows>): Promise<GivenAnswer<Rows>> {
    const { manifest, lookups, state, onAnswer } = this.#parts
    return this.#recorded(credential, 'service', id, Object.hasOwn(manifest.resources, id), async (trail) => {
      const askable = lookups.resource(id)
      const { purpose, values } = read()
      const { resource } = askable
      const grant = await this.#granted(credential, trail, id, purpose, resource.sharing.purposes)
      const question = askable.ready(values, grant, scopeOf(grant, trail))
      const { itemIds: items, withheld, masked } = question.selection
      const found = await lookups.find(askable, question, signal)
      await countRows(state, grant, found.count, Date.now())
      const time = 'asOf' in found ? { asOf: found.asOf } : {}
      const rows = write(found.rows)
      const entry: ReceiptEntry = {
        ...this.#entry(trail, 'service'),
        outcome: 'answered',
        items,
        ...masked,
        withheld,
        rows: found.count,
        ...time,
        digest: digestOf('sha256', found.rows),
      }
      const { number, hash } = await writeReceipt(state, entry, { durable: 'soon' })
      onAnswer?.(id, found.count, withheld)
      const told = { resource: trail.resource, items, ...masked, withheld, rows, more: found.more, ...time }
      return { ...told, receipt: { number, hash } }
    })
  }

  /**
   * Passes a submission to one operation, once for its idempotency key (INV-1), or keeps it until the system is up. Rejects as
   * `lookup` does, with `BATCH_CONFLICT`, `OVERLOADED` and with `UNKNOWN_OUTCOME`. What has begun goes on when the caller
   * goes away.
   */
  submit(request: IncomingRequest, id: string, idempotencyKey: string | undefined): Promise<SubmissionAnswer> {
    const { manifest, operations, admission } = this.#parts
    const credential = admission.credential(request)
    return this.#recorded(credential, 'operation', id, Object.hasOwn(manifest.operations, id), async (trail) => {
      const open = operations.operation(id)
      const { purpose, values } = readRequestBody(bytesOf(request.body), 'input')
      const grant = await this.#granted(credential, trail, id, purpose, open.operation.purposes)
      const scope = scopeOf(grant, trail)
      if (scope !== undefined) requireInputWithin(scope, values)
      const ready = open.ready(values, grant, idempotencyKey)
      const submission = { ...ready, input: values, expiresAt: grant.expiresAt }
      const { repeated, queued, receipt } = await operations.submit(submission, {
        ...this.#entry(trail, 'operation'),
        outcome: 'accepted',
        items: submission.items,
        withheld: [],
        rows: 1,
        digest: submission.digest,
      })
      const accepted = queued === undefined ? true : 'queued'
      const told = { operation: trail.resource, accepted, repeated, ...queued, receipt: placeOf(receipt) }
      return { status: queued === undefined ? 200 : 202, body: JSON.stringify(told) }
    })
  }

  /**
   * Tells what came of a submission of the same consumer, by its idempotency key. Rejects as `submit` does, and with
   * `SUBMISSION_UNKNOWN`.
   */
  submission(request: IncomingRequest, id: string, idempotencyKey: string | undefined): Promise<string> {
    const { manifest, operations, admission } = this.#parts
    const credential = admission.credential(request)
    return this.#recorded(credential, 'operation', id, Object.hasOwn(manifest.operations, id), async (trail) => {
      const open = operations.operation(id)
      const purpose = readPurposeBody(bytesOf(request.body))
      const { consumer } = await this.#granted(credential, trail, id, purpose, open.operation.purposes)
      const known = await operations.stateOf(id, open.keyOf(consumer, idempotencyKey))
      const { state, queued, code, receipt } = known
      const place = receipt === undefined ? undefined : placeOf(receipt)
      return JSON.stringify({ operation: trail.resource, state, code, ...queued, receipt: place })
    })
  }

  async #recorded<Answer>(
    credential: Credential,
    journey: 'service' | 'operation',
    id: string,
    known: boolean,
    run: (trail: Trail) => Promise<Answer>,
  ): Promise<Answer> {
    const { state, manifest } = this.#parts
    const signed = await credential.verified(Date.now())
    const resource = `${manifest.system.id}/${known ? id : '?'}`
    const { question } = credential
    const { claims = {} } = signed
    const trail: Trail = { consumer: signed.issuer, reference: signed.id, question, resource, claims }
    const { clients } = manifest.serve?.tls ?? {}
    try {
      if (clients !== undefined) requireOwnCertificate(clients, signed.issuer, credential.certificate)
      return await run(trail)
    } catch (error) {
      const failure = BerthError.from(error, 'INTERNAL', { subject: journey })
      const said = { outcome: refusal(failure), code: failure.code, items: [], withheld: [], rows: 0 }
      const recorded = writeReceipt(state, { ...this.#entry(trail, journey), ...said }, { durable: 'soon' })
      // The first failure is the one to tell, also when it cannot be recorded either.
      await recorded.catch(() => undefined)
      throw failure
    }
  }

  async #granted(
    credential: Credential,
    trail: Trail,
    target: string,
    purpose: string,
    purposes: readonly string[],
  ): Promise<Grant> {
    const use = { target, purpose, purposes, now: Date.now() }
    const grant = await credential.granted(trail.consumer, use)
    trail.grant = grant
    trail.consumer = grant.consumer
    this.#parts.revocations?.check(grant)
    await countRequest(this.#parts.state, grant, use.now)
    return grant
  }

  #entry(
    trail: Trail,
    journey: 'service' | 'operation',
  ): Omit<ReceiptEntry, 'outcome' | 'items' | 'withheld' | 'rows'> {
    const { consumer, reference, question, resource, grant } = trail
    const base = { at: new Date().toISOString(), resource, journey, consumer, reference, question }
    const manifest = this.#parts.manifest.digest
    if (grant === undefined) return { ...base, manifest }
    const { id, purpose, basis } = grant
    return { ...base, manifest, grant: id, purpose, ...(basis === undefined ? {} : { basis }) }
  }
}

/** The rows that a grant covers, for this request. Throws `GRANT_SCOPE_EXCEEDED`. */
function scopeOf({ scope }: Grant, { claims }: Trail): RowScope | undefined {
  return scope === undefined ? undefined : boundScope(scope, claims)
}

/** What the rules forbid is refused; what went wrong on the way failed. */
function refusal({ origin }: BerthError): 'refused' | 'failed' {
  return origin === 'caller' || origin === 'platform-rule' ? 'refused' : 'failed'
}

function placeOf({ number, hash }: Pick<Receipt, 'number' | 'hash'>): Pick<Receipt, 'number' | 'hash'> {
  return { number, hash }
}

function bytesOf(body: Uint8Array | string): Uint8Array {
  return typeof body === 'string' ? Buffer.from(body) : body
}
