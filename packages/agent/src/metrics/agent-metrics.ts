import type { BerthError } from '@berth/core'
import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { FileReceiptState } from '../file-receipts/receipt-state.ts'
import type { SystemHours } from '../hours/system-hours.ts'
import type { QueueCounts } from '../queue/submission-queue.ts'
import type { ReplicaState } from '../replica/replicas.ts'
import { offlineGauges } from './offline-gauges.ts'
import { refusalReason } from './refusal-reason.ts'

/** Sessions of one pool at a moment. */
export interface PoolState {
  readonly connection: string
  readonly access: 'read' | 'write'
  readonly busy: number
  readonly idle: number
  readonly waiting: number
}

/**
 * What the agent counts, in the format of Prometheus. Labels hold routes, ids of the manifest and error codes: never a
 * value, a parameter or anything else that came with a request (SEC-2).
 */
export class AgentMetrics {
  readonly #registry: Registry = new Registry()
  readonly #requests: Counter<'route' | 'status'>
  readonly #durations: Histogram<'route'>
  readonly #questions: Histogram<'connection'>
  readonly #rows: Counter<'resource'>
  readonly #withheld: Counter<'resource' | 'reason'>
  readonly #errors: Counter<'code'>
  readonly #refusals: Counter<'reason'>
  readonly #dequeued: Counter<'operation' | 'outcome'>

  /** All of it is asked whenever the metrics are read. */
  constructor(
    pools: () => readonly PoolState[],
    hours: SystemHours,
    queue: () => readonly QueueCounts[],
    replicas: () => readonly ReplicaState[],
    files: () => Promise<readonly FileReceiptState[]>,
  ) {
    const registers = [this.#registry]
    this.#requests = new Counter({
      name: 'berth_requests_total',
      help: 'Requests answered, by route and HTTP status',
      labelNames: ['route', 'status'],
      registers,
    })
    this.#durations = new Histogram({
      name: 'berth_request_duration_seconds',
      help: 'From the arrival of a request to its answer',
      labelNames: ['route'],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
      registers,
    })
    this.#questions = new Histogram({
      name: 'berth_lookup_questions',
      help: 'Questions that one call to the system carried',
      labelNames: ['connection'],
      buckets: [1, 2, 4, 8, 16, 32, 64],
      registers,
    })
    this.#rows = new Counter({
      name: 'berth_rows_total',
      help: 'Rows given out by parameter',
      labelNames: ['resource'],
      registers,
    })
    this.#withheld = new Counter({
      name: 'berth_items_withheld_total',
      help: 'Items held back from answers, by reason',
      labelNames: ['resource', 'reason'],
      registers,
    })
    this.#errors = new Counter({
      name: 'berth_errors_total',
      help: 'Requests that ended with an error, by code',
      labelNames: ['code'],
      registers,
    })
    this.#refusals = new Counter({
      name: 'berth_refusals_total',
      help: 'Requests that were not let in, by reason',
      labelNames: ['reason'],
      registers,
    })
    this.#dequeued = new Counter({
      name: 'berth_queue_ended_total',
      help: 'Queued submissions that wait no more, by what came of them',
      labelNames: ['operation', 'outcome'],
      registers,
    })
    this.#gauges(pools)
    offlineGauges(this.#registry, hours, queue, replicas, files)
  }

  /** The content type of `text()`. */
  get contentType(): string {
    return this.#registry.contentType
  }

  /** All of it in the text format. */
  text(): Promise<string> {
    return this.#registry.metrics()
  }

  /** One request was answered. `route` is the pattern of the route, never the address. */
  request(route: string, status: number, durationMs: number): void {
    this.#requests.inc({ route, status })
    this.#durations.observe({ route }, durationMs / 1000)
  }

  /** One call to the system carried so many questions. */
  call(connection: string, questions: number): void {
    this.#questions.observe({ connection }, questions)
  }

  answer(resource: string, rows: number, withheld: readonly { readonly reason: string }[]): void {
    this.#rows.inc({ resource }, rows)
    for (const { reason } of withheld) this.#withheld.inc({ resource, reason })
  }

  error(error: BerthError): void {
    this.#errors.inc({ code: error.code })
    const reason = refusalReason(error)
    if (reason !== undefined) this.#refusals.inc({ reason })
  }

  /** A queued submission waits no more. One that was refused meanwhile counts among the refusals too. */
  dequeued(operation: string, outcome: string, failure?: BerthError): void {
    this.#dequeued.inc({ operation, outcome })
    if (outcome === 'refused' && failure !== undefined) this.error(failure)
  }

  #gauges(pools: () => readonly PoolState[]): void {
    const sessions = new Gauge({
      name: 'berth_sessions',
      help: 'Sessions with the systems, and callers that wait for one',
      labelNames: ['connection', 'access', 'state'],
      registers: [this.#registry],
      collect: () => {
        for (const { connection, access, ...counts } of pools()) {
          for (const [state, count] of Object.entries(counts)) sessions.set({ connection, access, state }, count)
        }
      },
    })
    const memory: Gauge = new Gauge({
      name: 'process_resident_memory_bytes',
      help: 'Memory of the process',
      registers: [this.#registry],
      collect: () => {
        memory.set(process.memoryUsage.rss())
      },
    })
    const start = new Gauge({
      name: 'process_start_time_seconds',
      help: 'When the process started, in seconds since 1970',
      registers: [this.#registry],
    })
    start.set(Math.round(Date.now() / 1000 - process.uptime()))
  }
}
