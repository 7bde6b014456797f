import type { DockingManifest } from '@berth/manifest'
import type { PoolState } from '../metrics/agent-metrics.ts'
import type { OpenConnection } from './open-connection.ts'
import { SessionPool, type SessionPoolOptions } from './session-pool.ts'

/** The pools that a docking's service journey needs: sessions to read for resources, sessions to write for operations. */
export class ConnectionPools implements AsyncDisposable {
  /** Of read sessions, by connection. */
  readonly read: ReadonlyMap<string, SessionPool>
  /** Of write sessions, by connection. */
  readonly write: ReadonlyMap<string, SessionPool>

  constructor(manifest: DockingManifest, open: OpenConnection, options: SessionPoolOptions = {}) {
    const pools = (access: 'read' | 'write', connections: readonly string[]): Map<string, SessionPool> =>
      new Map(
        connections.map((id) => [id, new SessionPool((signal) => open(id, { access, signal }), options)] as const),
      )
    const asked = Object.values(manifest.resources).filter((resource) => resource.provide.parameter !== undefined)
    this.read = pools(
      'read',
      asked.map((resource) => resource.from.connection),
    )
    const accepting = Object.values(manifest.operations)
    this.write = pools(
      'write',
      accepting.map((operation) => operation.accept.parameter.connection),
    )
  }

  /** Every pool, with its sessions at this moment. */
  get states(): readonly PoolState[] {
    const of = (access: 'read' | 'write', pools: ReadonlyMap<string, SessionPool>): PoolState[] =>
      [...pools].map(([connection, pool]) => ({ connection, access, ...pool.counts }))
    return [...of('read', this.read), ...of('write', this.write)]
  }

  /** Ends all pools, each when its callers are done. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.read.values(), ...this.write.values()].map((pool) => pool[Symbol.asyncDispose]()))
  }
}

/** The pool of a connection that the manifest's checks found to be there. */
export function requirePool(pools: ReadonlyMap<string, SessionPool>, connection: string): SessionPool {
  const pool = pools.get(connection)
  if (pool === undefined) throw new TypeError(`the manifest was not checked: there is no connection ${connection}`)
  return pool
}
