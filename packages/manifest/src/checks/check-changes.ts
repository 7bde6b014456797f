import { parseDuration } from '../notation/duration.ts'
import { shown } from '../schema/likely-value.ts'
import type { Path } from '../source/path.ts'
import type { Sound, WrittenChanges } from '../source/written-manifest.ts'
import type { CheckContext } from './check-context.ts'

type Way = NonNullable<WrittenChanges['by']>
type ChangesKey = Exclude<keyof WrittenChanges, 'by'>

/** What belongs to each way of telling changes; `needs` is among `takes`. */
const ways: Readonly<Record<Way, { readonly takes: readonly ChangesKey[]; readonly needs?: ChangesKey }>> = {
  column: { takes: ['column', 'overlap'], needs: 'column' },
  log: { takes: ['name'] },
  outbox: { takes: ['table', 'lateCommit'], needs: 'table' },
  snapshot: { takes: [] },
}

/** Checks `from.changes` of a resource: that its keys belong to its way, and its durations. */
export function checkChanges({ collector }: CheckContext, path: Path, changes: Sound<WrittenChanges>): void {
  const { by = 'column', overlap, lateCommit } = changes
  if (collector.isSettled([...path, 'by'])) return
  const { takes, needs } = ways[by]
  if (needs !== undefined && changes[needs] === undefined && !collector.isSettled([...path, needs])) {
    collector.report('CHG-103', [...path, needs], 'key', { by, key: needs })
  }
  for (const key of (Object.keys(changes) as (keyof typeof changes)[]).filter((each) => each !== 'by')) {
    if (changes[key] === undefined || takes.includes(key)) continue
    collector.report('CHG-104', [...path, key], 'key', { by, key, owner: ownerOf(key) })
  }
  if (overlap !== undefined && by === 'column') {
    const place = [...path, 'overlap']
    if (typeof overlap === 'number' ? overlap < 0 : overlap.trim().startsWith('-')) {
      collector.report('CHG-101', place, 'value')
    } else if (typeof overlap === 'string' && parseDuration(overlap) === undefined) {
      collector.report('MAN-131', place, 'value', { value: shown(overlap) })
    }
  }
  if (lateCommit !== undefined && by === 'outbox' && parseDuration(lateCommit) === undefined) {
    collector.report('MAN-131', [...path, 'lateCommit'], 'value', { value: shown(lateCommit) })
  }
}

function ownerOf(key: ChangesKey): string {
  return Object.entries(ways).find(([, { takes }]) => takes.includes(key))?.[0] ?? ''
}
