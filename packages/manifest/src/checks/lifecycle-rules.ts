import type { Grade } from '@berth/core'

/** A stage in the life of data, and what is asked there of items from a grade on. */
export interface LifecycleRule {
  readonly stage: 'transmit' | 'share' | 'use'
  /** The lowest grade that it is asked of (GB/T 43697-2024); what is asked of it is a default of this software. */
  readonly from: Grade
  /** `encryption`: no line in the clear. `approval`: no sharing without a condition. `purpose`: a named one. */
  readonly demands: 'encryption' | 'approval' | 'purpose'
  /** What reports that it is not so. */
  readonly rule: 'SEC-305' | 'SEC-306' | 'SEC-307'
}

/** Only what is looked at: what is not here, such as masking and withholding, is done by the guard or not at all. */
export const lifecycleRules: readonly LifecycleRule[] = [
  { stage: 'transmit', from: 3, demands: 'encryption', rule: 'SEC-305' },
  { stage: 'share', from: 3, demands: 'approval', rule: 'SEC-306' },
  { stage: 'use', from: 4, demands: 'purpose', rule: 'SEC-307' },
]
