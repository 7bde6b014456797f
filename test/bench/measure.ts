/** One figure of a bench run. */
export interface Figure {
  readonly name: string
  readonly value: number
  readonly unit: string
  /** What `ratio` compares with; measured in the same run. */
  readonly against?: string
  readonly ratio?: number
  readonly peakMemoryMB?: number
  /** Where `ratio` or `value` should be; the run says whether it is met and never fails over it. */
  readonly target?: string
}

/** A measure runs in a process of its own, so that its peak memory is its own. */
export interface Measure {
  readonly name: string
  /** Why it cannot run on this machine. Undefined: it can. */
  unavailable?(): string | undefined
  run(report: (line: string) => void): Promise<readonly Figure[]>
}

/** The highest memory this process has held, in MB, as the operating system counts it. */
export function peakMemoryMB(): number {
  return Math.round(process.resourceUsage().maxRSS / 1024)
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}

/** Seconds that `work` takes. */
export async function seconds(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return (performance.now() - started) / 1000
}
