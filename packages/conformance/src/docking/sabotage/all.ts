import { admissionDefects } from './admission-defects.ts'
import { answerDefects } from './answer-defects.ts'
import type { DockingDefect } from './defect.ts'
import { guardDefects } from './guard-defects.ts'
import { leakDefects } from './leak-defects.ts'
import { manifestDefects } from './manifest-defects.ts'
import { receiptDefects } from './receipt-defects.ts'
import { systemDefects } from './system-defects.ts'
import { valueDefects } from './value-defects.ts'
import { versionDefects } from './version-defects.ts'

/** Every defect of a docking there is. Each case is the catcher of at least one. */
export const dockingDefects: readonly DockingDefect[] = [
  ...manifestDefects,
  ...versionDefects,
  ...guardDefects,
  ...admissionDefects,
  ...answerDefects,
  ...receiptDefects,
  ...systemDefects,
  ...valueDefects,
  ...leakDefects,
]
