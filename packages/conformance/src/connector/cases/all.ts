import type { ConformanceCase } from '../case.ts'
import { applyCases } from './apply.ts'
import { applyDeletesCases } from './apply-deletes.ts'
import { applyManyCases } from './apply-many.ts'
import { applyUndoCases } from './apply-undo.ts'
import { awkwardNameCases } from './awkward-names.ts'
import { batchCases } from './batches.ts'
import { capabilityCases } from './capabilities.ts'
import { changeCases } from './changes.ts'
import { consumerFaultCases } from './consumer-faults.ts'
import { cursorCases } from './cursors.ts'
import { describeCases } from './describe.ts'
import { describeKindCases } from './describe-kinds.ts'
import { errorCases } from './errors.ts'
import { filePutCases } from './file-put.ts'
import { hostileNameCases } from './hostile-names.ts'
import { invokeCases } from './invoke.ts'
import { killCases } from './kill.ts'
import { lineCutCases } from './line-cut.ts'
import { lineLoginCases } from './line-login.ts'
import { lineSlowCases } from './line-slow.ts'
import { lookupCases } from './lookup.ts'
import { notedChangeCases } from './noted-changes.ts'
import { readAheadCases } from './read-ahead.ts'
import { readCases } from './reads.ts'
import { resourceCases } from './resources.ts'
import { scanCases } from './scan.ts'
import { secretCases } from './secrets.ts'
import { textCases } from './text.ts'
import { unreadableCases } from './unreadable.ts'
import { unreadableNotedCases } from './unreadable-noted.ts'
import { valueCases } from './values.ts'
import { wideCases } from './wide.ts'

/** Every case for a connector. */
export const connectorCases: readonly ConformanceCase[] = [
  ...capabilityCases,
  ...describeCases,
  ...describeKindCases,
  ...awkwardNameCases,
  ...hostileNameCases,
  ...wideCases,
  ...valueCases,
  ...textCases,
  ...unreadableCases,
  ...unreadableNotedCases,
  ...lookupCases,
  ...scanCases,
  ...changeCases,
  ...notedChangeCases,
  ...cursorCases,
  ...applyCases,
  ...applyManyCases,
  ...applyDeletesCases,
  ...applyUndoCases,
  ...invokeCases,
  ...errorCases,
  ...resourceCases,
  ...readCases,
  ...filePutCases,
  ...batchCases,
  ...secretCases,
  ...consumerFaultCases,
  ...readAheadCases,
  ...lineLoginCases,
  ...lineCutCases,
  ...lineSlowCases,
  ...killCases,
]
