import type { ResourceSource } from './model.ts'

/** Whether a resource's deleted rows are told, each by its key. */
export function tellsDeletes({ changes }: Pick<ResourceSource, 'changes'>): boolean {
  return changes !== undefined && changes.by !== 'column'
}
