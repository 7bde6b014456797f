import type { KeyAlgorithm, Line, SigningKey } from '@berth/trust'
import type { ReportRule } from './reports/report-rule.ts'
import type { Store } from './store/store.ts'

/** What the parts of a platform work with. */
export interface PlatformContext {
  readonly store: Store
  /** Signs grants and forwarded requests; its id is the platform's. */
  readonly key: SigningKey
  /** Those that a party's key may have. */
  readonly algorithms: readonly KeyAlgorithm[]
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** For one forwarded request, the last byte of the agent's answer included. */
  readonly forwardTimeoutMs: number
  readonly maxAnswerBytes: number
  /** The way to agents. Undefined: with the authorities that Node knows, and no certificate of the platform's own. */
  readonly agentLine?: Line | undefined
  /** What a docking has to prove before it is published. Undefined: nothing. */
  readonly reportRule: ReportRule | undefined
}
