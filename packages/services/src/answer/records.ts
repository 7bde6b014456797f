import { BerthError } from '@berth/core'
import type { AnswerPath } from './answer-path.ts'
import { unreadable } from './unreadable.ts'

/** Where the records of an answer stand. */
export interface RecordsPlace {
  readonly at: AnswerPath
  readonly path: string
  /** Nothing there means no records. Else it is an error: a service that changed, or a wrong path, looks the same. */
  readonly emptyWhenMissing: boolean
  /** Whether the answer itself says that it succeeded; then a NULL there means no records. */
  readonly told: boolean
}

/** The records of an answer. Throws `RECORDS_MISSING`, or `ANSWER_UNREADABLE` where something else stands there. */
export function recordsOf(root: unknown, place: RecordsPlace, call: string): readonly unknown[] {
  const { at, path, emptyWhenMissing, told } = place
  const missing = (): readonly unknown[] => {
    if (emptyWhenMissing) return []
    throw new BerthError('RECORDS_MISSING', { call, path })
  }
  if (at.list !== undefined) {
    const lists = at.list.find(root)
    if (lists.length === 0) return missing()
    if (lists.every((list) => list === null)) return told ? [] : missing()
    if (lists.some((list) => list === null || typeof list !== 'object')) throw unreadable(call, 'answer-list', { path })
    if (path.startsWith('$') && !lists.every((list) => Array.isArray(list)))
      throw unreadable(call, 'answer-list', { path })
    return at.find(root)
  }
  const found = at.find(root)
  if (found.length === 0) return missing()
  if (found.every((record) => record === null)) return told ? [] : missing()
  return found
}
