import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { BerthError } from '@berth/core'

/** The part of ssh2 that this connector uses: the encrypted line and the login. Only this file knows where it comes from. */
export interface SshDriver {
  readonly Client: new () => SshClient
  readonly utils: {
    /** An error is returned, not thrown. */
    parseKey(data: Buffer, passphrase?: string): unknown
  }
}

export interface SshClient {
  connect(settings: SshSettings): unknown
  /** Opens a channel on which a subsystem of the server speaks. */
  subsys(name: string, callback: (error: Error | undefined, channel: Duplex) => void): unknown
  end(): unknown
  destroy(): unknown
  on(event: 'ready' | 'close', listener: () => void): this
  on(event: 'error', listener: (error: unknown) => void): this
  on(
    event: 'keyboard-interactive',
    listener: (
      name: string,
      instructions: string,
      language: string,
      prompts: readonly { readonly prompt: string; readonly echo?: boolean }[],
      finish: (answers: readonly string[]) => void,
    ) => void,
  ): this
}

export interface SshSettings {
  readonly sock: Socket
  readonly username: string
  readonly password?: string
  readonly privateKey?: Buffer
  readonly passphrase?: string
  readonly authHandler: readonly string[]
  /** Gets the server's key as it stands on the wire, before anything is sent that could help somebody else. */
  readonly hostVerifier: (key: Buffer) => boolean
  readonly algorithms?: Readonly<Record<string, { readonly append: readonly string[] }>>
  readonly readyTimeout: number
  readonly keepaliveInterval: number
  readonly keepaliveCountMax: number
}

/** Loads the library. Rejects with `DRIVER_MISSING` when the docking has not installed it. */
export async function loadDriver(): Promise<SshDriver> {
  try {
    const loaded = await import('ssh2')
    return loaded.default as unknown as SshDriver
  } catch (cause) {
    throw new BerthError('DRIVER_MISSING', { connector: 'sftp', package: 'ssh2' }, { cause })
  }
}
