import type { DockingCase } from '../case.ts'
import { admissionCases } from './admission.ts'
import { deliveryCases } from './deliveries.ts'
import { errorCases } from './errors.ts'
import { guardCases } from './guard.ts'
import { leakCases } from './leaks.ts'
import { manifestCases } from './manifest.ts'
import { outageCases } from './outages.ts'
import { questionCases } from './questions.ts'
import { readCases } from './reads.ts'
import { receiptCases } from './receipts.ts'
import { systemCases } from './system.ts'
import { valueCases } from './values.ts'
import { versionCases } from './versions.ts'

/** The department writes its manifest; what the agent makes of it is Berth's. */
const ofDepartment: readonly DockingCase[] = [
  ...systemCases,
  ...manifestCases.filter(({ id }) => id === 'manifest/as-written'),
]

const every: readonly DockingCase[] = [
  ...manifestCases,
  ...versionCases,
  ...systemCases,
  ...guardCases,
  ...admissionCases,
  ...questionCases,
  ...errorCases,
  ...receiptCases,
  ...readCases,
  ...outageCases,
  ...deliveryCases,
  ...valueCases,
  ...leakCases,
]

/** Every case for a docking. */
export const dockingCases: readonly DockingCase[] = every.map((tried) => ({
  ...tried,
  owner: ofDepartment.includes(tried) ? 'department' : 'kit',
}))
