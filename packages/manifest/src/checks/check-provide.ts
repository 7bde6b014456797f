import { parseDuration } from '../notation/duration.ts'
import { shown } from '../schema/likely-value.ts'
import type { Path } from '../source/path.ts'
import type { Sound, WrittenInBulk, WrittenResource } from '../source/written-manifest.ts'
import { type CheckContext, checkConnectionName } from './check-context.ts'
import { checkFileLayout } from './check-file-layout.ts'
import { checkItemName } from './check-item-name.ts'
import { checkReplica } from './check-offline.ts'

/** Checks the ways in which a resource is provided. */
export function checkProvide(context: CheckContext, path: Path, resource: Sound<WrittenResource>): void {
  const { manifest, collector } = context
  const { parameter, file, table } = resource.provide ?? {}
  const place = [...path, 'provide']
  for (const [set, names] of (parameter?.by ?? []).entries()) {
    for (const [index, item] of names.entries()) {
      checkItemName(context, item, resource.items, [...path, 'items'], [...place, 'parameter', 'by', set, index])
    }
  }
  checkReplica(context, [...place, 'parameter'], parameter)
  if (file !== undefined) {
    checkInBulk(context, [...place, 'file'], file)
    checkConnectionName(context, file.connection, [...place, 'file', 'connection'])
    checkFileLayout(context, [...place, 'file'], resource, file)
    if (file.to === 'platform' && manifest.platform === undefined && !collector.isSettled(['platform'])) {
      collector.report('MAN-155', [...place, 'file', 'to'], 'value')
    }
    checkReceipts(context, [...place, 'file', 'receipts'], file)
  }
  if (table === undefined) return
  checkInBulk(context, [...place, 'table'], table)
  checkConnectionName(context, table.to, [...place, 'table', 'to'])
  for (const item of Object.keys(table.columns ?? {})) {
    checkItemName(context, item, resource.items, [...path, 'items'], [...place, 'table', 'columns', item], 'key')
  }
  if ((resource.from?.key ?? []).length === 0) collector.report('APL-101', [...path, 'from', 'key'], 'key')
}

function checkReceipts(
  { collector }: CheckContext,
  path: Path,
  { to, connection, receipts }: NonNullable<Sound<WrittenResource>['provide']>['file'] & {},
): void {
  if (receipts === undefined) return
  if (to === 'platform' && connection === undefined) collector.report('FIL-103', path, 'key', { key: 'receipts' })
  const { within } = receipts
  if (within !== undefined && (parseDuration(within) ?? 0) === 0) {
    collector.report('MAN-131', [...path, 'within'], 'value', { value: shown(within) })
  }
}

function checkInBulk({ collector }: CheckContext, path: Path, { every, clearance }: Sound<WrittenInBulk>): void {
  if (clearance === undefined) {
    collector.report('SEC-101', [...path, 'clearance'], 'key', { mode: `provide.${String(path.at(-1))}` })
  }
  if (every !== undefined && (parseDuration(every) ?? 0) === 0) {
    collector.report('MAN-131', [...path, 'every'], 'value', { value: shown(every) })
  }
}
