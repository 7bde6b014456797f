/** Whether the servers of the live tests can be had on this machine. */
export interface ServerAvailability {
  readonly name: string
  readonly available: boolean
  /** Why not; absent when available. */
  readonly reason?: string
}

export function installServers(): Promise<ServerAvailability[]>
export function whyUnavailable(name: string): string | undefined
