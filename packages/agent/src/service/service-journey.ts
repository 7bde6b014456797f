import { hash as digestOf } from 'node:crypto'
import { BerthError, type ReceiptEntry } from '@berth/core'
import type { DockingManifest } from '@berth/manifest'
import type { Grant } from '@berth/trust'
import type { StatePort } from '../state/state-port.ts'
import type { Admission, IncomingRequest } from './admission.ts'
import { readRequestBody } from './given-values.ts'
import type { LookupService } from './lookup-service.ts'
import type { OperationService } from './operation-service.ts'
import { writeReceipt } from './write-receipt.ts'

export interface ServiceJourneyParts {
  readonly manifest: DockingManifest
  readonly admission: Admission
  readonly lookups: LookupService
  readonly operations: OperationService
  readonly state: StatePort
  /** Told of every answer, for the metrics. */
  readonly onAnswer?: (resource: string, rows: number, withheld: readonly { readonly reason: string }[]) => void
}

/** What is known of a request so far: what its receipt says however it ends. */
interface Trail {
  readonly reference: string
  readonly resource: string
  /** The platform that signed, until its grant says for whom. */
  consumer: string
  grant?: Grant
}

/** One request's way through: admit, ask or submit, guard, receipt, answer. */
export class ServiceJourney {
  readonly #parts: ServiceJourneyParts

  constructor(parts: ServiceJourneyParts) {
    this.#parts = parts
  }

  /**
   * Answers a question for one resource with the JSON of the protocol. Rejects with the code of the step that refused
   * or failed; a request whose signature held leaves a receipt either way (LOG-1).
   */
  lookup(request: IncomingRequest, id: string, signal: AbortSignal): Promise<string> {
    const { manifest, lookups, state, onAnswer } = this.#parts
    return this.#recorded(request, 'service', id, Object.hasOwn(manifest.resources, id), async (trail) => {
      const askable = lookups.resource(id)
      const { purpose, values } = readRequestBody(bytesOf(request.body), 'by')
      const { resource } = askable
      const grant = await this.#granted(request, trail, id, purpose, resource.sharing.purposes)
      const { selection, key } = askable.ready(values, grant)
      const found = await lookups.find(resource.from.connection, selection, key, signal)
      const entry: ReceiptEntry = {
        ...this.#entry(trail, 'service'),
        outcome: 'answered',
        items: selection.itemIds,
        withheld: selection.withheld,
        rows: found.count,
        digest: digestOf('sha256', found.rows),
      }
      const { number, hash } = await writeReceipt(state, entry, { durable: 'soon' })
      onAnswer?.(id, found.count, selection.withheld)
      const head = JSON.stringify({ resource: trail.resource, items: selection.itemIds, withheld: selection.withheld })
      const tail = `"more":${found.more},"receipt":{"number":${number},"hash":"${hash}"}}`
      return `${head.slice(0, -1)},"rows":${found.rows},${tail}`
    })
  }

  /**
   * Passes a submission to one operation, once for its idempotency key (INV-1). Rejects as `lookup` does, with
   * `BATCH_CONFLICT` and with `UNKNOWN_OUTCOME`. What has begun goes on when the caller goes away.
   */
  submit(request: IncomingRequest, id: string, idempotencyKey: string | undefined): Promise<string> {
    const { manifest, operations } = this.#parts
    return this.#recorded(request, 'operation', id, Object.hasOwn(manifest.operations, id), async (trail) => {
      const open = operations.operation(id)
      const { purpose, values } = readRequestBody(bytesOf(request.body), 'input')
      const grant = await this.#granted(request, trail, id, purpose, open.operation.purposes)
      const submission = open.ready(values, grant, idempotencyKey)
      const { repeated, receipt } = await operations.submit(submission, {
        ...this.#entry(trail, 'operation'),
        outcome: 'accepted',
        items: submission.items,
        withheld: [],
        rows: 1,
        digest: submission.digest,
      })
      const { number, hash } = receipt
      return JSON.stringify({ operation: trail.resource, accepted: true, repeated, receipt: { number, hash } })
    })
  }

  async #recorded(
    request: IncomingRequest,
    journey: 'service' | 'operation',
    id: string,
    known: boolean,
    run: (trail: Trail) => Promise<string>,
  ): Promise<string> {
    const { admission, state, manifest } = this.#parts
    const signed = await admission.signed(request, Date.now())
    const resource = `${manifest.system.id}/${known ? id : '?'}`
    const trail: Trail = { consumer: signed.issuer, reference: signed.id, resource }
    try {
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
    request: IncomingRequest,
    trail: Trail,
    target: string,
    purpose: string,
    purposes: readonly string[],
  ): Promise<Grant> {
    const use = { target, purpose, purposes, now: Date.now() }
    const grant = await this.#parts.admission.granted(request, trail.consumer, use)
    trail.grant = grant
    trail.consumer = grant.consumer
    return grant
  }

  #entry(
    trail: Trail,
    journey: 'service' | 'operation',
  ): Omit<ReceiptEntry, 'outcome' | 'items' | 'withheld' | 'rows'> {
    const { consumer, reference, resource, grant } = trail
    const base = { at: new Date().toISOString(), resource, journey, consumer, reference }
    const manifest = this.#parts.manifest.digest
    if (grant === undefined) return { ...base, manifest }
    const { id, purpose, basis } = grant
    return { ...base, manifest, grant: id, purpose, ...(basis === undefined ? {} : { basis }) }
  }
}

/** What the rules forbid is refused; what went wrong on the way failed. */
function refusal({ origin }: BerthError): 'refused' | 'failed' {
  return origin === 'caller' || origin === 'platform-rule' ? 'refused' : 'failed'
}

function bytesOf(body: Uint8Array | string): Uint8Array {
  return typeof body === 'string' ? Buffer.from(body) : body
}
