// One connection, as the driver library gives it: raw values in, raw values out. The sample is SQLite, which Node has built in; put the
// library of your database in its place, as a peer dependency imported nowhere but here.
import { existsSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setImmediate } from 'node:timers/promises'
import { BerthError } from '@berth/core'
import { nativeError } from './errors.js'

export function openDatabase({ file }, readOnly) {
  const name = path.basename(file)
  if (!existsSync(file)) throw new BerthError('DATABASE_MISSING', { database: name })
  const run = (call, signal, work) => {
    if (signal.aborted) throw new BerthError('ABORTED', { call })
    try {
      return work()
    } catch (error) {
      throw nativeError(error, call, name)
    }
  }
  const database = run('open', AbortSignal.any([]), () => {
    const opened = new DatabaseSync(file, { readOnly, timeout: 1000 })
    opened.exec('PRAGMA schema_version')
    return opened
  })
  const prepare = (text) => {
    const statement = database.prepare(text)
    statement.setReturnArrays(true)
    statement.setReadBigInts(true)
    return statement
  }
  return {
    async query(text, parameters, signal) {
      await setImmediate()
      return run('query', signal, () => prepare(text).all(...parameters))
    },
    // Reads on only when it is asked to: what nobody reads is never fetched (RES-2).
    async *stream(text, parameters, batchRows, signal) {
      const rows = run('read', signal, () => prepare(text).iterate(...parameters))
      try {
        for (let ended = false; !ended; ) {
          await setImmediate()
          const batch = run('read', signal, () => {
            const read = []
            while (read.length < batchRows && !ended) {
              const { done, value } = rows.next()
              ended = done === true
              if (!ended) read.push(value)
            }
            return read
          })
          if (batch.length > 0) yield batch
        }
      } finally {
        rows.return?.()
      }
    },
    async hold(signal) {
      const held = run('read', signal, () => prepare('SELECT 1 FROM sqlite_schema').iterate())
      held.next()
      return { [Symbol.dispose]: () => held.return?.() }
    },
    execute: async (text, parameters, signal) => void run('write', signal, () => prepare(text).run(...parameters)),
    begin: async (signal) => run('begin', signal, () => database.exec('BEGIN IMMEDIATE')),
    commit: async (signal) => run('commit', signal, () => database.exec('COMMIT')),
    rollback: async () => database.isTransaction && database.exec('ROLLBACK'),
    close: () => database.isOpen && database.close(),
  }
}
