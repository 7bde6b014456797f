import type { Difference, Judgement, Verdict } from '../difference.ts'
import type { GrantFacts } from '../grant-facts.ts'
import { entryOf, isPlainMap, type Plain, textsOf, valueAt } from '../plain.ts'
import { isInBulk, itemJudgements } from './item-judgements.ts'
import { provideJudgements } from './provide-judgements.ts'
import { always, byKind, byRank, found, membersOf } from './verdicts.ts'

const at = 'resources.*'

/** How differences of resources are judged. */
export const resourceJudgements: readonly Judgement[] = [
  { at, judge: judgeResource, inside: staysOffered },
  always(`${at}.title`, 'DIF-103'),
  always(`${at}.summary`, 'DIF-103'),
  { at: `${at}.sharing.type`, judge: byRank(opennessOf, { more: 'DIF-205', less: 'DIF-204' }), shown: true },
  always(`${at}.sharing.condition`, 'DIF-206'),
  always(`${at}.sharing.basis`, 'DIF-207'),
  { at: `${at}.sharing.purposes`, judge: judgePurposes },
  { at: `${at}.update.cycle`, judge: byRank(slownessOf, { more: 'DIF-210', less: 'DIF-211' }), shown: true },
  { at: `${at}.subject`, judge: byKind({ removed: 'DIF-213', changed: 'DIF-212' }) },
  always(`${at}.from.connection`, 'DIF-214', true),
  always(`${at}.from.dataset`, 'DIF-214', true),
  { at: `${at}.from.key`, judge: judgeKey },
  { at: `${at}.from.changes`, judge: judgeChanges },
  { at: `${at}.aggregates`, judge: byKind({ added: 'DIF-222', removed: 'DIF-223', changed: 'DIF-224' }) },
  ...itemJudgements(`${at}.items`),
  ...provideJudgements(`${at}.provide`),
]

/** Whether anything of a resource can be given at all. */
function isOffered(resource: Plain | undefined): boolean {
  const shared = valueAt(resource, ['sharing', 'type']) !== 'none'
  return isPlainMap(resource) && entryOf(resource, 'draft') !== true && shared
}

function staysOffered({ before, after }: Difference): boolean {
  return isOffered(before) && isOffered(after)
}

function judgeResource({ kind, before, after }: Difference): readonly Verdict[] {
  const [was, is] = [isOffered(before), isOffered(after)]
  if (was && is) return []
  if (!was && !is) return found('DIF-203')
  const wasShared = valueAt(before, ['sharing', 'type']) !== 'none'
  const isShared = valueAt(after, ['sharing', 'type']) !== 'none'
  if (kind === 'changed' && wasShared !== isShared) return found(isShared ? 'DIF-205' : 'DIF-204')
  return found(is ? 'DIF-202' : 'DIF-201')
}

function opennessOf(type: Plain | undefined): number {
  return ['none', 'conditional', 'unconditional'].indexOf(String(type))
}

/** No promise at all is the slowest. */
function slownessOf(cycle: Plain | undefined): number {
  return ['realtime', 'daily', 'weekly', 'monthly', 'quarterly', 'yearly', 'irregular'].indexOf(String(cycle))
}

const anyPurpose = '*'

/** No list stands for any purpose. */
export function judgePurposes({ before, after }: Difference): readonly Verdict[] {
  const [old, now] = [textsOf(before), textsOf(after)]
  if (now.length === 0) return found('DIF-209', { subject: anyPurpose, concerns: () => false })
  // Who asked for one of those that are named now is answered as before.
  const others = ({ purpose }: GrantFacts): boolean => !now.includes(purpose)
  if (old.length === 0) return found('DIF-208', { subject: anyPurpose, concerns: others })
  return membersOf(old, now, {
    added: 'DIF-209',
    removed: 'DIF-208',
    concerns: ({ purpose }, gone) => purpose === gone,
  })
}

function judgeKey(difference: Difference): readonly Verdict[] {
  return found(isInBulk(difference) ? 'DIF-215' : 'DIF-216')
}

function judgeChanges({ before, after }: Difference): readonly Verdict[] {
  const [told, tells] = [tellsDeletes(before), tellsDeletes(after)]
  if (told === tells) return found('DIF-219')
  return found(tells ? 'DIF-218' : 'DIF-217')
}

function tellsDeletes(changes: Plain | undefined): boolean {
  return changes !== undefined && entryOf(changes, 'by') !== 'column'
}
