import { access, mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { BerthError } from '@berth/core'
import { PGlite } from '@electric-sql/pglite'
import { databaseError } from './database-error.ts'
import { lockFolder } from './folder-lock.ts'
import { migrate } from './migrate.ts'
import type { Queryable, SqlValue, Store } from './store.ts'

interface Statements {
  query<Row>(sql: string, parameters?: SqlValue[]): Promise<{ rows: Row[] }>
}

/**
 * Opens the embedded PostgreSQL in `<folder>/database`, and brings its tables up to date. Without a folder it is in
 * memory and gone at the end.
 *
 * Errors: `STATE_LOCKED`, `DIRECTORY_UNWRITABLE`, `STATE_CORRUPT`, `DISK_FULL`.
 */
export async function openPGliteStore(folder?: string): Promise<Store> {
  const directory = folder === undefined ? undefined : join(folder, 'database')
  let lock: Disposable | undefined
  if (folder !== undefined) {
    await makeFolder(folder)
    lock = lockFolder(folder)
  }
  const where = directory ?? 'memory'
  let database: PGlite | undefined
  try {
    database = await openDatabase(directory, where)
    const store = pgliteStore(database, where, lock)
    await migrate(store)
    return store
  } catch (error) {
    await database?.close()
    lock?.[Symbol.dispose]()
    throw error
  }
}

async function makeFolder(directory: string): Promise<void> {
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 })
  } catch (cause) {
    const nativeCode = (cause as NodeJS.ErrnoException).code ?? 'unknown'
    throw new BerthError('DIRECTORY_UNWRITABLE', { directory, nativeCode }, { cause })
  }
}

async function openDatabase(directory: string | undefined, file: string): Promise<PGlite> {
  try {
    if (directory === undefined) return await PGlite.create()
    if (!(await exists(directory))) await makeDatabase(directory)
    return await PGlite.create(directory)
  } catch (cause) {
    const nativeCode = (cause as NodeJS.ErrnoException).code ?? (cause as Error).name
    if (nativeCode === 'ENOSPC') throw new BerthError('DISK_FULL', { file }, { cause })
    throw new BerthError('STATE_CORRUPT', { file, nativeCode }, { cause })
  }
}

/** Makes an empty database beside its place and moves it there, so that a first start that is killed leaves no half. */
async function makeDatabase(directory: string): Promise<void> {
  const draft = `${directory}.new`
  await rm(draft, { recursive: true, force: true })
  const database = await PGlite.create(draft)
  await database.close()
  await rename(draft, directory)
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}

function pgliteStore(database: PGlite, where: string, lock: Disposable | undefined): Store {
  let closing: Promise<void> | undefined
  const close = (): Promise<void> => {
    closing ??= database.close().finally(() => lock?.[Symbol.dispose]())
    return closing
  }
  return {
    query: queryOn(database, where),
    async transaction(work) {
      try {
        return await database.transaction((transaction) => work({ query: queryOn(transaction, where) }))
      } catch (error) {
        throw databaseError(error, where)
      }
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

function queryOn(statements: Statements, where: string): Queryable['query'] {
  return async <Row extends object>(sql: string, parameters: readonly SqlValue[] = []): Promise<Row[]> => {
    try {
      return (await statements.query<Row>(sql, [...parameters])).rows
    } catch (error) {
      throw databaseError(error, where)
    }
  }
}
