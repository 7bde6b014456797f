import { parseDuration } from '../notation/duration.ts'
import { shown } from '../schema/likely-value.ts'
import type { Path } from '../source/path.ts'
import type { Sound, WrittenOperation, WrittenProvide } from '../source/written-manifest.ts'
import type { CheckContext } from './check-context.ts'

/** Checks the replica of a resource that is provided by parameter. */
export function checkReplica(context: CheckContext, path: Path, parameter: Sound<WrittenProvide>['parameter']): void {
  const { offline = 'reject', replica } = parameter ?? {}
  if (replica === undefined) return
  const { collector } = context
  if (offline !== 'replica') collector.report('AVL-101', [...path, 'replica'], 'key', { key: 'replica' })
  const every = checkDuration(context, [...path, 'replica', 'every'], replica.every ?? 'P1D')
  const maxAge = checkDuration(context, [...path, 'replica', 'maxAge'], replica.maxAge ?? 'P7D')
  if (every === undefined || maxAge === undefined || maxAge >= every) return
  collector.report('AVL-102', [...path, 'replica', replica.maxAge === undefined ? 'every' : 'maxAge'], 'value')
}

/** Checks the queue of an operation. */
export function checkQueue(
  context: CheckContext,
  path: Path,
  parameter: NonNullable<Sound<WrittenOperation>['accept']>['parameter'],
): void {
  const { offline = 'reject', queue } = parameter ?? {}
  if (queue === undefined) return
  if (offline !== 'queue') context.collector.report('AVL-101', [...path, 'queue'], 'key', { key: 'queue' })
  checkDuration(context, [...path, 'queue', 'expires'], queue.expires ?? 'P7D')
}

/** Reports `MAN-131` where it is no duration longer than none. In milliseconds. */
export function checkDuration({ collector }: CheckContext, path: Path, notation: string): number | undefined {
  const milliseconds = parseDuration(notation) ?? 0
  if (milliseconds > 0) return milliseconds
  collector.report('MAN-131', path, 'value', { value: shown(notation) })
  return undefined
}
