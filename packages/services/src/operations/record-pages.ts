import { BerthError } from '@berth/core'
import type { ServiceDataset } from '../definition/service-dataset.ts'
import { pages } from '../paging/pages.ts'
import type { Inputs } from '../request/input-values.ts'
import type { ServiceSource } from './service-source.ts'

/** The records of a dataset, page by page. */
export function recordPages(
  source: ServiceSource,
  dataset: ServiceDataset,
  inputs: Inputs,
  signal: AbortSignal,
): AsyncIterable<readonly unknown[]> {
  return pages({
    call: dataset.name,
    paging: dataset.paging,
    keyed: dataset.key.length > 0,
    ask: (place) => {
      if (signal.aborted) throw new BerthError('ABORTED', { call: dataset.name })
      return source.ask(dataset, inputs, { place }, signal)
    },
  })
}
