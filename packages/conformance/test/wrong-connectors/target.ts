import { sqliteTarget } from '../../../../connectors/sqlite/test/target.ts'
import type { Target } from '../../src/index.ts'

/** The office's file, and a second channel to it. It keeps whole numbers, texts and times. */
export async function registerTarget(): Promise<Target> {
  const { options, create, put, remove, read, drop, close } = await sqliteTarget()
  const kept = ['integer', 'text', 'datetime']
  return {
    options: { ...options, key: 'kit' },
    holds: ({ name }) => kept.includes(name),
    create,
    put,
    remove,
    read,
    drop,
    close,
  }
}
