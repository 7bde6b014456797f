import type { Sound, WrittenOperation } from '../source/written-manifest.ts'
import { type CheckContext, checkConnectionName, checkDatasetName } from './check-context.ts'
import { checkItems } from './check-items.ts'
import { checkQueue } from './check-offline.ts'

/** Checks one operation. */
export function checkOperation(context: CheckContext, id: string, operation: Sound<WrittenOperation>): void {
  const path = ['operations', id]
  checkConnectionName(context, operation.accept?.parameter?.connection, [...path, 'accept', 'parameter', 'connection'])
  const { connection, table } = operation.accept?.parameter ?? {}
  checkDatasetName(context, connection, table, [...path, 'accept', 'parameter', 'table'])
  const { procedure, key = [] } = operation.accept?.parameter ?? {}
  if (procedure !== undefined && key.length > 0) {
    context.collector.report('INV-101', [...path, 'accept', 'parameter', 'key'], 'key')
  }
  checkQueue(context, [...path, 'accept', 'parameter'], operation.accept?.parameter)
  checkItems(context, {
    path: [...path, 'input'],
    items: operation.input ?? {},
    maintainer: operation.maintainer,
    maintainerPath: [...path, 'maintainer'],
    graded: true,
  })
}
