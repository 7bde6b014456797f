import type { Path } from '../source/path.ts'
import type { Sound, WrittenResource, WrittenSource } from '../source/written-manifest.ts'
import { checkChanges } from './check-changes.ts'
import { type CheckContext, checkConnectionName, checkDatasetName } from './check-context.ts'
import { checkDeleteKey } from './check-delete-key.ts'
import { checkItemName } from './check-item-name.ts'
import { checkItems } from './check-items.ts'
import { checkLifecycle } from './check-lifecycle.ts'
import { checkAggregates } from './check-mask.ts'
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
  checkAggregates(context, path, resource)
  checkProvide(context, path, resource)
  checkDeleteKey(context, path, resource)
  checkLifecycle(context, path, resource)
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

function checkSource(context: CheckContext, path: Path, source: Sound<WrittenSource>): void {
  const { collector } = context
  const { connection, key, changes } = source
  checkConnectionName(context, connection, [...path, 'connection'])
  for (const word of ['table', 'view', 'dataset'] as const)
    checkDatasetName(context, connection, source[word], [...path, word])
  if (changes === undefined) return
  if ((key ?? []).length === 0) {
    collector.report('CHG-102', [...path, 'key'], 'key')
    collector.settle([...path, 'key'])
  }
  checkChanges(context, [...path, 'changes'], changes)
}
