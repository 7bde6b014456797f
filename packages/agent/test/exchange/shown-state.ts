import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { PlatformSink } from './platform-sink.ts'
import { targetRecords } from './registry.ts'
import type { Exit } from './sync-settings.ts'

/** What a receiver has made of all that it got, as records by id; and which deletes were of rows it did not have. */
export interface ShownState {
  readonly records: ReadonlyMap<string, string>
  readonly idleDeletes: readonly string[]
}

/** Replays lines as a receiver does: a record replaces the one with its id, a delete removes it. */
export function replayed(lines: readonly string[]): ShownState {
  const records = new Map<string, string>()
  const idleDeletes: string[] = []
  for (const line of lines) {
    const { id, $change } = JSON.parse(line) as { id: string; $change?: string }
    if ($change === undefined) records.set(id, line)
    else if (!records.delete(id)) idleDeletes.push(id)
  }
  return { records, idleDeletes }
}

/** What a receiver behind an exit has by now. */
export function shownState(folder: string, exit: Exit, sink?: PlatformSink): ShownState {
  if (exit === 'platform') return replayed(sink?.records ?? [])
  if (exit === 'table') {
    const records = targetRecords(folder).map((line): [string, string] => [
      (JSON.parse(line) as { id: string }).id,
      line,
    ])
    return { records: new Map(records), idleDeletes: [] }
  }
  const out = join(folder, 'out')
  const files = existsSync(out) ? readdirSync(out).filter((name) => name.endsWith('.ndjson')) : []
  files.sort((one, other) => (one < other ? -1 : 1))
  return replayed(files.flatMap((name) => readFileSync(join(out, name), 'utf8').split('\n').slice(0, -1)))
}

/** The records that the source has now, as they must arrive. */
export function sourceState(folder: string): Map<string, string> {
  const source = new DatabaseSync(join(folder, 'source.sqlite'))
  try {
    const rows = source.prepare('SELECT ID, XM, CSRQ FROM PERSON ORDER BY ID').all()
    return new Map(
      rows.map(({ ID, XM, CSRQ }) => {
        const day = String(CSRQ)
        const born = `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`
        return [String(ID), JSON.stringify({ id: String(ID), name: String(XM).trimEnd(), born })]
      }),
    )
  } finally {
    source.close()
  }
}

/** Changes the source in one transaction. */
export function changeSource(folder: string, change: (source: DatabaseSync) => void): void {
  const source = new DatabaseSync(join(folder, 'source.sqlite'))
  try {
    source.exec('BEGIN')
    change(source)
    source.exec('COMMIT')
  } finally {
    source.close()
  }
}
