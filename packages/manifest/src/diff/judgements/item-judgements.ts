import { grades, parseLogicalType } from '@berth/core'
import { codeTable } from '@berth/elements'
import { type Difference, inEntry, isInput, type Judgement, type Verdict } from '../difference.ts'
import { entryOf, isPlainMap, type Plain } from '../plain.ts'
import { always, byKind, byMembers, found, remains } from './verdicts.ts'

/** How differences of items are judged, of those of resources and of inputs alike. `all` is where they stand. */
export function itemJudgements(all: string): readonly Judgement[] {
  const at = `${all}.*`
  return [
    { at: all, judge: judgeOrder, inside: remains },
    { at, judge: judgeItem, inside: remains },
    always(`${at}.title`, 'DIF-103'),
    always(`${at}.semantics`, 'DIF-335'),
    { at: `${at}.type`, judge: judgeType, shown: true },
    { at: `${at}.element`, judge: judgeElement, shown: true },
    ...['from', 'trim', 'charset', 'format'].map((key) => always(`${at}.${key}`, 'DIF-334')),
    { at: `${at}.grade`, judge: judgeGrade, shown: true },
    { at: `${at}.categories`, judge: byMembers({ added: 'DIF-320', removed: 'DIF-319' }) },
    always(`${at}.mask`, 'DIF-338', true),
    always(`${at}.maintainer`, 'DIF-336', true),
    always(`${at}.authoritative`, 'DIF-337', true),
    { at: `${at}.required`, judge: judgeRequired, shown: true },
    { at: `${at}.codes`, judge: judgeCodes },
    { at: `${at}.onInvalid`, judge: judgeOnInvalid, shown: true },
  ]
}

/** The order of the items that are in both. */
function judgeOrder(difference: Difference): readonly Verdict[] {
  const [old, now] = [keysOf(difference.before), keysOf(difference.after)]
  const common = old.filter((id) => now.includes(id))
  if (common.join(' ') === now.filter((id) => old.includes(id)).join(' ')) return []
  return found(isInBulk(difference) ? 'DIF-220' : 'DIF-221')
}

function keysOf(map: Plain | undefined): readonly string[] {
  return isPlainMap(map) ? Object.keys(map) : []
}

/** Whether the resource goes out in files or to a table, before and after. */
export function isInBulk(difference: Difference): boolean {
  return ['file', 'table'].some((mode) => inEntry(difference, ['provide', mode]).every((each) => each !== undefined))
}

function judgeItem(difference: Difference): readonly Verdict[] {
  const { kind, after } = difference
  if (kind === 'changed') return []
  if (isInput(difference)) {
    return found(kind === 'removed' ? 'DIF-304' : entryOf(after, 'required') === true ? 'DIF-305' : 'DIF-306')
  }
  if (kind === 'removed') return found('DIF-301')
  return found(goesToTable(difference) ? 'DIF-303' : 'DIF-302')
}

/** Whether a graded item goes to a table that was written before, too. What was published does not tell its clearance. */
function goesToTable(difference: Difference): boolean {
  const grade = entryOf(difference.after, 'grade')
  const [before, table] = inEntry(difference, ['provide', 'table'])
  if (before === undefined || table === undefined || grade === undefined) return false
  const clearance = entryOf(table, 'clearance')
  return clearance === undefined ? entryOf(table, 'to') === undefined : rankOf(grade) <= rankOf(clearance)
}

function judgeType(difference: Difference): readonly Verdict[] {
  const input = isInput(difference)
  const wider = widening(String(difference.before), String(difference.after))
  if (wider === undefined) return found('DIF-307')
  if (wider) return found(input ? 'DIF-310' : 'DIF-308')
  return found(input ? 'DIF-311' : 'DIF-309')
}

/** Whether a type holds every value of another and more, or the other way round. Undefined: neither. */
function widening(before: string, after: string): boolean | undefined {
  const [old, now] = [parseLogicalType(before), parseLogicalType(after)]
  if (old === undefined || now === undefined || old.name !== now.name || old.scale !== now.scale) return undefined
  const bounds = (type: typeof old): readonly number[] => [type.maxLength ?? Infinity, type.precision ?? Infinity]
  return bounds(now).every((bound, index) => bound >= (bounds(old)[index] ?? Infinity))
}

function judgeElement(difference: Difference): readonly Verdict[] {
  return found(isInput(difference) && difference.kind === 'removed' ? 'DIF-313' : 'DIF-312')
}

function judgeGrade(difference: Difference): readonly Verdict[] {
  if (isInput(difference)) return found('DIF-318')
  if (difference.kind === 'added') return found('DIF-317')
  if (difference.kind === 'removed') return found('DIF-316')
  const now = rankOf(difference.after)
  if (now < rankOf(difference.before)) return found('DIF-315')
  return found('DIF-314', {
    concerns: ({ items, clearance }) => items.includes(itemOf(difference)) && rankOf(clearance) < now,
  })
}

function itemOf({ path }: Difference): string {
  return String(path[3])
}

/** The place of a grade among all, from 0. */
export function rankOf(grade: Plain | undefined): number {
  return (grades as readonly unknown[]).indexOf(grade)
}

function judgeRequired(difference: Difference): readonly Verdict[] {
  const needed = difference.after === true
  if (isInput(difference)) return found(needed ? 'DIF-323' : 'DIF-324')
  return found(needed ? 'DIF-321' : 'DIF-322')
}

function judgeOnInvalid(difference: Difference): readonly Verdict[] {
  if (isInput(difference)) return found('DIF-328')
  const rules = { reject: 'DIF-325', warn: 'DIF-326', null: 'DIF-327' } as const
  return found(rules[difference.after === 'reject' || difference.after === 'warn' ? difference.after : 'null'])
}

const mostCodes = 8

function judgeCodes(difference: Difference): readonly Verdict[] {
  const { before, after, kind } = difference
  const judge = byKind({ added: 'DIF-331', removed: isInput(difference) ? 'DIF-333' : 'DIF-332', changed: 'DIF-334' })
  if (kind !== 'changed') return judge(difference)
  const [old, now] = [codesOf(before), codesOf(after)]
  const gone = old.filter((code) => !now.includes(code))
  const come = now.filter((code) => !old.includes(code))
  if (gone.length + come.length === 0) return judge(difference)
  return [
    ...(gone.length === 0 ? [] : found('DIF-329', { subject: listed(gone) })),
    ...(come.length === 0 ? [] : found('DIF-330', { subject: listed(come) })),
  ]
}

/** The codes that consumers see: those of the table, else those that the map leads to. */
function codesOf(codes: Plain | undefined): readonly string[] {
  const table = entryOf(codes, 'table')
  if (typeof table === 'string') return codeTable(table)?.entries.map(({ code }) => code) ?? []
  const map = entryOf(codes, 'map')
  return isPlainMap(map) ? [...new Set(Object.values(map).map(String))] : []
}

function listed(codes: readonly string[]): string {
  const more = codes.length > mostCodes ? ` … (${codes.length})` : ''
  return codes.slice(0, mostCodes).join(', ') + more
}
