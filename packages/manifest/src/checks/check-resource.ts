import { parseDuration } from '../notation/duration.ts'
import { shown } from '../schema/likely-value.ts'
import type { Path } from '../source/path.ts'
import type { Sound, WrittenResource, WrittenSource } from '../source/written-manifest.ts'
import { type CheckContext, checkConnectionName } from './check-context.ts'
import { checkItemName } from './check-item-name.ts'
import { checkItems } from './check-items.ts'
import { checkProvide } from './check-provide.ts'

/** Checks one resource. */
export function checkResource(context: CheckContext, id: string, resource: Sound<WrittenResource>): void {
  const { collector } = context
  const path = ['resources', id]
  if (resource.draft === true) collector.report('SEC-102', [...path, 'draft'], 'key', { resource: id })
  checkSharing(context, path, resource)
  checkSource(context, [...path, 'from'], resource.from ?? {})
  for (const [index, item] of (resource.subject?.by ?? []).entries()) {
    checkItemName(context, item, resource.items, [...path, 'items'], [...path, 'subject', 'by', index])
  }
  checkItems(context, {
    path: [...path, 'items'],
    items: resource.items ?? {},
    maintainer: resource.maintainer,
    maintainerPath: [...path, 'maintainer'],
    graded: resource.draft !== true,
  })
  checkProvide(context, path, resource)
}

function checkSharing({ collector }: CheckContext, path: Path, { sharing, provide }: Sound<WrittenResource>): void {
  const place = [...path, 'sharing']
  if (sharing?.type === 'conditional' && sharing.condition === undefined) {
    collector.report('MAN-401', [...place, 'condition'], 'key')
  }
  if (sharing?.type !== 'none') return
  if (sharing.basis === undefined) collector.report('MAN-402', [...place, 'basis'], 'key')
  if (Object.keys(provide ?? {}).length > 0) collector.report('MAN-403', [...path, 'provide'], 'key')
}

function checkSource(context: CheckContext, path: Path, { connection, key, changes }: Sound<WrittenSource>): void {
  const { collector } = context
  checkConnectionName(context, connection, [...path, 'connection'])
  if (changes === undefined) return
  if ((key ?? []).length === 0) {
    collector.report('CHG-102', [...path, 'key'], 'key')
    collector.settle([...path, 'key'])
  }
  const { overlap } = changes
  if (overlap === undefined) return
  const place = [...path, 'changes', 'overlap']
  if (typeof overlap === 'number' ? overlap < 0 : overlap.trim().startsWith('-')) {
    collector.report('CHG-101', place, 'value')
  } else if (typeof overlap === 'string' && parseDuration(overlap) === undefined) {
    collector.report('MAN-131', place, 'value', { value: shown(overlap) })
  }
}
