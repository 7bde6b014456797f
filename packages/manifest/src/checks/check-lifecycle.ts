import { type Grade, grades } from '@berth/core'
import type { Path } from '../source/path.ts'
import type { Sound, WrittenResource } from '../source/written-manifest.ts'
import type { CheckContext } from './check-context.ts'
import { type LifecycleRule, lifecycleRules } from './lifecycle-rules.ts'

/** Checks what the grade of a resource's items asks of the ways they go (`lifecycleRules`). */
export function checkLifecycle(context: CheckContext, path: Path, resource: Sound<WrittenResource>): void {
  if (resource.draft === true) return
  for (const each of lifecycleRules) {
    if (each.demands === 'approval') checkApproval(context, path, resource, each)
    else checkExits(context, path, resource, each)
  }
}

function checkApproval(context: CheckContext, path: Path, resource: Sound<WrittenResource>, each: LifecycleRule): void {
  const item = itemFrom(resource, each.from)
  const { sharing, provide = {} } = resource
  if (item === undefined || sharing?.type !== 'unconditional' || Object.keys(provide).length === 0) return
  context.collector.report(each.rule, [...path, 'sharing', 'type'], 'value', { item, grade: String(each.from) })
}

function checkExits(context: CheckContext, path: Path, resource: Sound<WrittenResource>, each: LifecycleRule): void {
  for (const mode of ['file', 'table'] as const) {
    const exit = resource.provide?.[mode]
    const item = exit?.clearance === undefined ? undefined : itemFrom(resource, each.from, exit.clearance)
    if (exit === undefined || item === undefined) continue
    const details = { item, grade: String(each.from), mode: `provide.${mode}` }
    if (each.demands === 'purpose') {
      if (exit.purpose === undefined)
        context.collector.report(each.rule, [...path, 'provide', mode, 'purpose'], 'key', details)
      continue
    }
    const key = mode === 'file' ? 'connection' : 'to'
    const connection = mode === 'file' ? resource.provide?.file?.connection : resource.provide?.table?.to
    if (connection !== undefined && isInTheClear(context, connection))
      context.collector.report(each.rule, [...path, 'provide', mode, key], 'value', { ...details, connection })
  }
}

/** A line whose encryption somebody has switched off. */
function isInTheClear({ manifest }: CheckContext, connection: string): boolean {
  return manifest.connections?.[connection]?.options?.['tls'] === 'disabled'
}

/** The first item of this grade or a higher one, up to a clearance. */
function itemFrom(resource: Sound<WrittenResource>, from: Grade, clearance: Grade = 'core'): string | undefined {
  const entries = Object.entries(resource.items ?? {})
  return entries.find(([, item]) => {
    const rank = item?.grade === undefined ? -1 : grades.indexOf(item.grade)
    return rank >= grades.indexOf(from) && rank <= grades.indexOf(clearance)
  })?.[0]
}
