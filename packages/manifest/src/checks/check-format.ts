import type { LocalizedText, LogicalType } from '@berth/core'
import { parseTemporalPattern, type TemporalField } from '../notation/temporal-pattern.ts'
import { shown } from '../schema/likely-value.ts'
import type { Path } from '../source/path.ts'
import type { Sound, WrittenFormat } from '../source/written-manifest.ts'
import type { CheckContext } from './check-context.ts'

/** Checks how a text column writes an item, against the item's type where that is known. */
export function checkFormat(
  { collector }: CheckContext,
  path: Path,
  format: Sound<WrittenFormat>,
  type: LogicalType | undefined,
): void {
  let problem: Required<LocalizedText> | undefined
  if (typeof format === 'string') {
    const parts = parseTemporalPattern(format)
    if (parts === undefined) {
      collector.report('MAN-134', path, 'value', { value: shown(format) })
      return
    }
    problem = patternProblem(
      parts.flatMap((part) => ('field' in part ? [part.field] : [])),
      type,
    )
  } else problem = booleanProblem(format.true ?? [], format.false ?? [], type)
  if (problem !== undefined) collector.report('MAN-135', path, 'value', { type: type?.name ?? '', problem })
}

const day: readonly TemporalField[] = ['yyyy', 'MM', 'dd']

/** The fields that a type cannot do without. A pattern knows no zone, so an instant has none. */
const neededFields: Readonly<Record<string, readonly TemporalField[]>> = {
  date: day,
  time: ['HH', 'mm'],
  datetime: [...day, 'HH', 'mm'],
}

function patternProblem(
  given: readonly TemporalField[],
  type: LogicalType | undefined,
): Required<LocalizedText> | undefined {
  if (type === undefined) return undefined
  const needed = neededFields[type.name]
  if (needed === undefined)
    return { zh: '只有 date、time、datetime 有日期格式', en: 'only date, time and datetime have one' }
  const lacking = needed.filter((field) => !given.includes(field)).join(' ')
  if (lacking !== '') return { zh: `缺少 ${lacking}`, en: `it lacks ${lacking}` }
  const surplus = type.name === 'time' ? given.filter((field) => day.includes(field)).join(' ') : ''
  return surplus === '' ? undefined : { zh: `多出 ${surplus}`, en: `${surplus} is too much` }
}

function booleanProblem(
  yes: readonly string[],
  no: readonly string[],
  type: LogicalType | undefined,
): Required<LocalizedText> | undefined {
  if (type !== undefined && type.name !== 'boolean') return { zh: '它不是是与否', en: 'it is no boolean' }
  const both = yes.find((text) => no.includes(text))
  return both === undefined
    ? undefined
    : { zh: `${shown(both)} 既表示是又表示否`, en: `${shown(both)} means both true and false` }
}
