import type { Judgement } from '../difference.ts'
import { itemJudgements } from './item-judgements.ts'
import { judgePurposes } from './resource-judgements.ts'
import { always, byRank, found, numberOf, remains } from './verdicts.ts'

const at = 'operations.*'
const accept = `${at}.accept.parameter`

/** How differences of operations are judged. */
export const operationJudgements: readonly Judgement[] = [
  {
    at,
    judge: ({ kind }) => (kind === 'changed' ? [] : found(kind === 'added' ? 'DIF-502' : 'DIF-501')),
    inside: remains,
  },
  always(`${at}.title`, 'DIF-103'),
  always(`${at}.summary`, 'DIF-103'),
  { at: `${at}.purposes`, judge: judgePurposes },
  ...itemJudgements(`${at}.input`),
  ...['connection', 'dataset', 'procedure', 'key'].map((key) => always(`${accept}.${key}`, 'DIF-503')),
  {
    at: `${accept}.offline`,
    judge: ({ after }) => found(after === 'queue' ? 'DIF-505' : 'DIF-504'),
    shown: true,
  },
  { at: `${accept}.queue`, judge: () => [], inside: remains },
  ...['expiresMs', 'limit'].map(
    (key): Judgement => ({
      at: `${accept}.queue.${key}`,
      judge: byRank((value) => numberOf(value, 0), { more: 'DIF-507', less: 'DIF-506' }),
    }),
  ),
]
