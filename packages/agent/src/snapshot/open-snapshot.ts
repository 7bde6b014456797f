import { createHash, hkdfSync } from 'node:crypto'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createFile } from '../state/claim-file.ts'
import { DiskSync } from '../state/disk-sync.ts'
import { sqliteError } from '../state/sqlite-error.ts'
import { KeySealing } from './key-sealing.ts'
import { KeyedDigest } from './keyed-digest.ts'
import { prepareSnapshotFile } from './snapshot-schema.ts'
import { SnapshotStore } from './snapshot-store.ts'

/** What a target was told of a resource: the store of it, and what its digests and seals are made with. */
export interface Snapshot extends AsyncDisposable {
  readonly store: SnapshotStore
  /** Digests of keys. */
  readonly names: KeyedDigest
  readonly sealing: KeySealing
  /** Digests of cells. What they become, the items and how they are read, is part of the digest. */
  cells(meaning: string): KeyedDigest
}

/** What a snapshot is opened with. */
export interface SnapshotSettings {
  /** Where the state is. */
  readonly folder: string
  readonly docking: string
  /** The key of the state. */
  readonly key: Uint8Array
  readonly stream: { readonly resource: string; readonly exit: string }
}

/**
 * Opens the snapshot of a stream, `snapshots/<resource>-<digest>.sqlite`, made when it is not there. The stream is claimed.
 * Throws `STATE_CORRUPT`, `DISK_FULL`, `FILE_UNWRITABLE`, `STATE_LOCKED`.
 */
export function openSnapshot({ folder, docking, key, stream }: SnapshotSettings): Snapshot {
  const { resource, exit } = stream
  const derived = (use: string): Uint8Array =>
    new Uint8Array(hkdfSync('sha256', key, '', JSON.stringify(['snapshot', docking, resource, exit, use]), 32))
  const digest = createHash('sha256')
    .update(JSON.stringify([resource, exit]))
    .digest('hex')
    .slice(0, 8)
  const file = join(folder, 'snapshots', `${resource}-${digest}.sqlite`)
  const names = new KeyedDigest(derived('names'))
  const store = openStore(file)
  return {
    store,
    names,
    sealing: new KeySealing(derived('keys'), names),
    cells: (meaning) => new KeyedDigest(derived(`cells ${meaning}`)),
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  }
}

function openStore(file: string): SnapshotStore {
  let database: DatabaseSync | undefined
  try {
    createFile(file)
    database = new DatabaseSync(file, { timeout: 0 })
    prepareSnapshotFile(database, file)
    return new SnapshotStore(database, file, new DiskSync(`${file}-wal`))
  } catch (cause) {
    database?.close()
    throw sqliteError(cause, file)
  }
}
