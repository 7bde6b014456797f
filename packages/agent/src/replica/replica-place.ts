import { hkdfSync } from 'node:crypto'
import { join } from 'node:path'
import { KeyedDigest } from '../snapshot/keyed-digest.ts'
import type { SnapshotSettings } from '../snapshot/open-snapshot.ts'
import { Sealing } from '../state/sealing.ts'

/** Where the replica of a resource is, and what it is sealed with. */
export interface ReplicaPlace {
  /** `replicas/<resource>.sqlite` in the folder of the state. It need not be there. */
  readonly file: string
  readonly resource: string
  readonly sealing: Sealing
  /** Digests of what a row may be asked by. */
  readonly names: KeyedDigest
}

export function replicaPlace(
  { folder, docking, key }: Pick<SnapshotSettings, 'folder' | 'docking' | 'key'>,
  resource: string,
): ReplicaPlace {
  const derived = (use: string): Uint8Array =>
    new Uint8Array(hkdfSync('sha256', key, '', JSON.stringify(['replica', docking, resource, use]), 32))
  return {
    file: join(folder, 'replicas', `${resource}.sqlite`),
    resource,
    sealing: new Sealing(derived('rows'), docking),
    names: new KeyedDigest(derived('names')),
  }
}
