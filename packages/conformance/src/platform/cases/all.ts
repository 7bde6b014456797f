import type { PlatformCase } from '../case.ts'
import { adminCases } from './admin.ts'
import { anchorCases } from './anchors.ts'
import { answerCases } from './answers.ts'
import { askCases } from './ask.ts'
import { batchCases } from './batches.ts'
import { bodyCases } from './bodies.ts'
import { catalogueCases } from './catalogue.ts'
import { enrolmentCases } from './enrolment.ts'
import { forwardCases } from './forward.ts'
import { grantCases } from './grants.ts'
import { keyCases } from './keys.ts'
import { lineCases } from './lines.ts'
import { orderCases } from './order.ts'
import { pageCases } from './pages.ts'
import { problemCases } from './problems.ts'
import { provenCases } from './proven.ts'
import { publishCases } from './publish.ts'
import { receiptCases } from './receipts.ts'
import { revocationCases } from './revocations.ts'
import { signedCases } from './signed.ts'
import { submitCases } from './submit.ts'
import { valueCases } from './values.ts'
import { versionCases } from './versions.ts'

/** Every case for a platform, in the order of the clauses. */
export const platformCases: readonly PlatformCase[] = [
  ...keyCases,
  ...enrolmentCases,
  ...signedCases,
  ...publishCases,
  ...catalogueCases,
  ...batchCases,
  ...lineCases,
  ...bodyCases,
  ...grantCases,
  ...askCases,
  ...forwardCases,
  ...answerCases,
  ...submitCases,
  ...receiptCases,
  ...adminCases,
  ...valueCases,
  ...problemCases,
  ...pageCases,
  ...versionCases,
  ...orderCases,
  ...revocationCases,
  ...anchorCases,
  ...provenCases,
]
