import type { ApplyRequest, ChangesSettings, InvokeRequest, ScanSettings } from '@berth/core'

/** What a process does that is going to be killed, as plain data. */
export interface DoomedWork {
  /** What is imported for its `connector`. */
  readonly module: string
  readonly options: Readonly<Record<string, unknown>>
  readonly datasets: Readonly<Record<string, unknown>>
  /** The id of a defect that is built in, as it is in the process that orders this. */
  readonly defect?: string
  /** The process ends itself while this call, by number from 1, runs. Absent: it does its calls, and waits to be killed. */
  readonly dies?: { readonly in: number; readonly turns: number }
  readonly writes?: readonly (
    | { readonly call: 'apply'; readonly request: ApplyRequest }
    | { readonly call: 'invoke'; readonly request: InvokeRequest }
  )[]
  readonly reads?:
    | { readonly call: 'scan'; readonly request: ScanSettings }
    | { readonly call: 'changes'; readonly request: ChangesSettings }
}
