import { type Difference, inEntry, type Judge, type Judgement, type Verdict } from '../difference.ts'
import { entryOf, type Plain, textsOf } from '../plain.ts'
import type { ChangeRuleId } from '../rules/change-rules.ts'
import { rankOf } from './item-judgements.ts'
import { always, byKind, byRank, found, membersOf, numberOf, remains } from './verdicts.ts'

/** How differences of the ways a resource is provided are judged. */
export function provideJudgements(at: string): readonly Judgement[] {
  const mode: Judge = (difference) =>
    difference.kind === 'changed'
      ? []
      : byKind({ added: 'DIF-402', removed: 'DIF-401', changed: 'DIF-199' })(difference)
  const delay = byRank((value) => numberOf(value, Infinity), { more: 'DIF-414', less: 'DIF-415' })
  const clearance = byRank(rankOf, { more: 'DIF-417', less: 'DIF-416' })
  return [
    { at: `${at}.parameter`, judge: mode, inside: remains },
    { at: `${at}.parameter.by`, judge: judgeSets },
    {
      at: `${at}.parameter.limit`,
      judge: byRank((value) => numberOf(value, 0), { more: 'DIF-406', less: 'DIF-405' }),
      shown: true,
    },
    { at: `${at}.parameter.offline`, judge: judgeOffline, shown: true },
    { at: `${at}.parameter.replica`, judge: () => [], inside: remains },
    ...replicaJudgements(`${at}.parameter.replica`),
    ...['file', 'table'].flatMap((each): readonly Judgement[] => [
      { at: `${at}.${each}`, judge: mode, inside: remains },
      always(`${at}.${each}.to`, 'DIF-412'),
      { at: `${at}.${each}.everyMs`, judge: delay },
      { at: `${at}.${each}.clearance`, judge: clearance, shown: true },
      { at: `${at}.${each}.categories`, judge: judgeCategories },
      always(`${at}.${each}.purpose`, 'DIF-418', true),
    ]),
    always(`${at}.file.connection`, 'DIF-412', true),
    always(`${at}.file.format`, 'DIF-413', true),
    always(`${at}.file.layout.*`, 'DIF-413', true),
    { at: `${at}.file.layout.columns`, judge: () => [], inside: () => true },
    { at: `${at}.file.layout.columns.*`, judge: judgeColumn('DIF-413') },
    always(`${at}.file.receipts`, 'DIF-419'),
    always(`${at}.table.dataset`, 'DIF-412', true),
    { at: `${at}.table.columns.*`, judge: judgeColumn('DIF-412'), shown: true },
  ]
}

/** No list stands for `personal` alone. */
function judgeCategories({ before, after }: Difference): readonly Verdict[] {
  const named = (value: Plain | undefined): readonly string[] => (value === undefined ? ['personal'] : textsOf(value))
  return membersOf(named(before), named(after), { added: 'DIF-421', removed: 'DIF-420' })
}

/** What of a replica becomes less is noticed; that it is made anew more seldom, too. */
function replicaJudgements(at: string): readonly Judgement[] {
  const rank = (value: Plain | undefined): number => numberOf(value, 0)
  return [
    { at: `${at}.everyMs`, judge: byRank(rank, { more: 'DIF-409', less: 'DIF-411' }) },
    { at: `${at}.maxAgeMs`, judge: byRank(rank, { more: 'DIF-409', less: 'DIF-410' }) },
    { at: `${at}.limit`, judge: byRank(rank, { more: 'DIF-411', less: 'DIF-410' }) },
  ]
}

/** Where an item goes. Of one that came or went itself, that says it. */
function judgeColumn(rule: ChangeRuleId): Judge {
  return (difference) => {
    const id = String(difference.path.at(-1))
    return inEntry(difference, ['items', id]).includes(undefined) ? [] : found(rule)
  }
}

/** Who may not see an item of a set could never ask by it. */
function judgeSets({ before, after }: Difference): readonly Verdict[] {
  return membersOf(setsOf(before), setsOf(after), {
    added: 'DIF-404',
    removed: 'DIF-403',
    concerns: ({ items }, set) => set.split(and).every((item) => items.includes(item)),
  })
}

const and = ' + '

function setsOf(value: Plain | undefined): readonly string[] {
  return Array.isArray(value) ? value.map((set) => textsOf(set).join(and)) : []
}

function judgeOffline(difference: Difference): readonly Verdict[] {
  const [, mode] = inEntry(difference, ['provide', 'parameter'])
  return found(entryOf(mode, 'offline') === 'replica' ? 'DIF-408' : 'DIF-407')
}
