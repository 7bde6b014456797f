import { applyDefects } from './apply-defects.ts'
import { changeDefects } from './change-defects.ts'
import { consumerDefects } from './consumer-defects.ts'
import type { Defect } from './defect.ts'
import { deleteDefects } from './delete-defects.ts'
import { descriptionDefects } from './description-defects.ts'
import { fileDefects } from './file-defects.ts'
import { invokeDefects } from './invoke-defects.ts'
import { lineDefects } from './line-defects.ts'
import { lookupDefects } from './lookup-defects.ts'
import { manyDefects } from './many-defects.ts'
import { nameDefects } from './name-defects.ts'
import { notedChangeDefects } from './noted-change-defects.ts'
import { readDefects } from './read-defects.ts'
import { scanDefects } from './scan-defects.ts'
import { unreadableDefects } from './unreadable-defects.ts'
import { valueDefects } from './value-defects.ts'

/** Every defect there is. Each case is the catcher of at least one. */
export const connectorDefects: readonly Defect[] = [
  ...descriptionDefects,
  ...valueDefects,
  ...unreadableDefects,
  ...lookupDefects,
  ...scanDefects,
  ...nameDefects,
  ...changeDefects,
  ...notedChangeDefects,
  ...applyDefects,
  ...manyDefects,
  ...deleteDefects,
  ...invokeDefects,
  ...readDefects,
  ...fileDefects,
  ...consumerDefects,
  ...lineDefects,
]
