import type { Value } from '@berth/core'
import type { ServiceDataset } from '../definition/service-dataset.ts'
import type { AnsweredPage } from '../paging/pages.ts'
import type { BindExtras } from '../request/bind-extras.ts'

/** An answer that was understood. */
export interface ServicePage extends AnsweredPage {
  /** `repeated`: the service says that it had done this before. */
  readonly outcome: 'records' | 'none' | 'repeated'
}

/** What a connector to services gives: its datasets, and one call. Everything else is shared. */
export interface ServiceSource {
  readonly connector: string
  readonly datasets: ReadonlyMap<string, ServiceDataset>
  /** How many calls run at the same time. */
  readonly concurrency: number
  /** Asks once. `inputs` are complete. Rejects with what the client or the answer says. */
  ask(
    dataset: ServiceDataset,
    inputs: ReadonlyMap<string, Value>,
    extras: BindExtras,
    signal: AbortSignal,
  ): Promise<ServicePage>
}
