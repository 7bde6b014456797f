import type { Judgement } from '../difference.ts'
import { dockingJudgements } from './docking-judgements.ts'
import { operationJudgements } from './operation-judgements.ts'
import { resourceJudgements } from './resource-judgements.ts'

/** How every difference of two manifests is judged. A place that is not here is taken for breaking (DIF-199). */
export const judgements: readonly Judgement[] = [...dockingJudgements, ...resourceJudgements, ...operationJudgements]
