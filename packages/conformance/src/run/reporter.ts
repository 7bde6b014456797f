import type { CaseResult, RunResult } from './result.ts'

/** What a run tells while it goes on. Every member may be absent; none may throw. */
export interface Reporter {
  /** Before the first case: how many there are. */
  started?(cases: number): void
  /** Before each case. */
  trying?(id: string): void
  /** After each case. */
  tried?(result: CaseResult): void
  /** After the last one. */
  ended?(result: RunResult): void
}
