import { accessDefects } from './access-defects.ts'
import { batchDefects } from './batch-defects.ts'
import { catalogueDefects } from './catalogue-defects.ts'
import type { PlatformDefect } from './defect.ts'
import { forwardDefects } from './forward-defects.ts'
import { proofDefects } from './proof-defects.ts'
import { receiptDefects } from './receipt-defects.ts'

/** Every defect there is. Each case is the catcher of at least one. */
export const platformDefects: readonly PlatformDefect[] = [
  ...accessDefects,
  ...catalogueDefects,
  ...batchDefects,
  ...forwardDefects,
  ...receiptDefects,
  ...proofDefects,
]
