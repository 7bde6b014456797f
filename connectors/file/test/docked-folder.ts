import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { BerthError, type ConnectorSession, openSession, type Row } from '@berth/core'
import { connector } from '../src/index.ts'

/** A folder with files, and the session that a docking would have with it. */
export interface DockedFolder extends Disposable {
  readonly path: string
  /** Has a file there that was written a minute ago, or `age` milliseconds ago. */
  put(name: string, content: string | Uint8Array, age?: number): void
  remove(name: string): void
  open(datasets: Readonly<Record<string, unknown>>, access?: 'read' | 'write'): Promise<ConnectorSession>
}

export function dockedFolder(options: Readonly<Record<string, unknown>> = {}): DockedFolder {
  const folder = mkdtempSync(path.join(tmpdir(), 'berth-docked-'))
  return {
    path: folder,
    put(name, content, age = 60_000) {
      const file = path.join(folder, name)
      mkdirSync(path.dirname(file), { recursive: true })
      writeFileSync(file, content)
      const at = new Date(Date.now() - age)
      utimesSync(file, at, at)
    },
    remove: (name) => rmSync(path.join(folder, name), { recursive: true }),
    open: (datasets, access = 'read') => openSession(connector, { folder, ...options }, { access, datasets }),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** What a read gave. */
export interface ReadResult {
  readonly rows: Row[]
  readonly kinds: ('upsert' | 'delete')[]
  /** Code, and whatever else of the details is asked for. */
  readonly unreadable: readonly string[]
  readonly cursors: readonly string[]
  /** Why it ended, where it did not end well. */
  readonly error?: BerthError
}

interface Batch {
  readonly rows: Row[]
  readonly kinds?: readonly ('upsert' | 'delete')[]
  readonly unreadable?: readonly { readonly row: number; readonly error: BerthError }[]
  readonly cursor?: string
}

/** Reads to the end, however it ends. */
export async function readAll(batches: AsyncIterable<Batch>): Promise<ReadResult> {
  const result: { -readonly [Name in keyof ReadResult]: ReadResult[Name] } & {
    unreadable: string[]
    cursors: string[]
  } = {
    rows: [],
    kinds: [],
    unreadable: [],
    cursors: [],
  }
  try {
    for await (const { rows, kinds, unreadable = [], cursor } of batches) {
      result.rows.push(...rows)
      result.kinds.push(...rows.map((_, at) => kinds?.[at] ?? 'upsert'))
      result.unreadable.push(...unreadable.map(({ row, error }) => `${row} ${error.code}`))
      if (cursor !== undefined) result.cursors.push(cursor)
    }
  } catch (error) {
    if (!BerthError.is(error)) throw error
    result.error = error
  }
  return result
}

/** The columns by their names. */
export function named(...names: readonly string[]): { readonly name: string }[] {
  return names.map((name) => ({ name }))
}
