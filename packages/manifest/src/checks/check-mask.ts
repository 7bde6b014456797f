import { type Grade, grades, type LogicalType, type LogicalTypeName } from '@berth/core'
import { findElement } from '@berth/elements'
import type { MaskForm } from '../model.ts'
import type { Path } from '../source/path.ts'
import type { Sound, WrittenItem, WrittenResource } from '../source/written-manifest.ts'
import type { CheckContext } from './check-context.ts'
import { checkItemName } from './check-item-name.ts'

/** The types whose values have each form: those that are texts on every line, masked or not. */
const types: Readonly<Record<MaskForm, readonly LogicalTypeName[]>> = {
  partial: ['text', 'date'],
  district: ['text'],
  year: ['date', 'datetime', 'instant'],
  month: ['date', 'datetime', 'instant'],
  hash: ['text', 'date', 'datetime', 'instant'],
  suppress: ['text', 'date', 'datetime', 'instant'],
}

/** Checks that a mask is one for the item, and hides something of it. */
export function checkMask(
  { collector, manifest }: CheckContext,
  path: Path,
  { element, grade }: Sound<WrittenItem>,
  mask: NonNullable<Sound<WrittenItem>['mask']>,
  type: LogicalType | undefined,
): void {
  const { form } = mask
  if (path[0] === 'operations') {
    collector.report('MAN-206', path, 'key', { form: form ?? '', for: 'resources', subject: 'input' })
    return
  }
  if (form !== undefined && type !== undefined) {
    const allowed = types[form]
    if (!allowed.includes(type.name)) {
      collector.report('MAN-206', [...path, 'form'], 'value', { form, for: allowed.join(', '), subject: type.name })
    } else if (form === 'partial' && findElement(element ?? '')?.mask === undefined) {
      collector.report('MAN-206', [...path, 'form'], 'value', { form, for: 'element', subject: element ?? type.name })
    }
  }
  if (form === 'hash' && manifest.trust?.maskKey === undefined && !collector.isSettled(['trust', 'maskKey'])) {
    collector.report('MAN-209', [...path, 'form'], 'value')
  }
  if (mask.grade !== undefined && grade !== undefined && rank(mask.grade) >= rank(grade)) {
    collector.report('MAN-207', [...path, 'grade'], 'value', { grade: String(mask.grade), item: String(grade) })
  }
}

/** Checks that items together are of a higher grade than each of them. */
export function checkAggregates(context: CheckContext, path: Path, resource: Sound<WrittenResource>): void {
  for (const [at, rule] of (resource.aggregates ?? []).entries()) {
    const place = [...path, 'aggregates', at]
    for (const [index, item] of (rule?.items ?? []).entries()) {
      checkItemName(context, item, resource.items, [...path, 'items'], [...place, 'items', index])
      const own = resource.items?.[item]?.grade
      if (own === undefined || rule?.grade === undefined || rank(own) < rank(rule.grade)) continue
      context.collector.report('MAN-208', [...place, 'grade'], 'value', { grade: String(rule.grade), item })
      break
    }
  }
}

function rank(grade: Grade): number {
  return grades.indexOf(grade)
}
