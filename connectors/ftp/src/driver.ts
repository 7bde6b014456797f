import type { Socket } from 'node:net'
import type { Readable, Writable } from 'node:stream'
import { BerthError } from '@berth/core'

/** The part of basic-ftp that this connector uses. Only this file knows where it comes from. */
export interface FtpDriver {
  readonly Client: new (timeoutMs: number, options: { readonly maxListingBytes: number }) => FtpClient
  /** What is thrown for an answer of the server that is no success; `code` is that of the answer. */
  readonly FTPError: new (
    answer: FtpAnswer,
  ) => Error & { readonly code: number }
  /** Opens a data line to the host of the control line, at the port that an answer to `EPSV` names. */
  enterPassiveModeIPv6(context: FtpContext): Promise<FtpAnswer>
  /** Lines of `MLSD`, of `ls -l`, or of Windows. Lines it cannot read are left out. */
  parseList(text: string): ListedName[]
}

export interface FtpAnswer {
  readonly code: number
  /** All lines, one below the other, the code in front. */
  readonly message: string
}

export interface ListedName {
  readonly name: string
  readonly size: number
  readonly isFile: boolean
  readonly isDirectory: boolean
  /** What the listing says of the time, as it says it. */
  readonly rawModifiedAt: string
  /** Where the listing tells the instant. */
  readonly modifiedAt?: Date
}

/** Both lines of a conversation. */
export interface FtpContext {
  encoding: string
  readonly socket: Socket
  readonly hasTLS: boolean
  /** The data line, from when it is prepared to the end of the transfer. */
  readonly dataSocket?: Socket
  closeWithError(error: Error): void
  request(command: string): Promise<FtpAnswer>
  /** Waits for what the server says next; the handler settles the task. */
  handle(
    command: undefined,
    handler: (answer: FtpAnswer | Error, task: { resolve(answer: FtpAnswer | Error): void }) => void,
  ): Promise<FtpAnswer | Error>
}

export interface TlsSettings {
  readonly host: string
  readonly ca?: string
}

/** One conversation: one command or transfer at a time. Any error but one of the server's answers ends it. */
export interface FtpClient {
  readonly closed: boolean
  readonly ftp: FtpContext
  /** What is tried to list a folder, in this order. */
  availableListCommands: string[]
  parseList: (text: string) => ListedName[]
  prepareTransfer: (context: FtpContext) => Promise<FtpAnswer>
  connect(host: string, port: number): Promise<FtpAnswer>
  connectImplicitTLS(host: string, port: number, tls: TlsSettings): Promise<FtpAnswer>
  useTLS(tls: TlsSettings): Promise<FtpAnswer>
  login(user: string, password: string): Promise<FtpAnswer>
  features(): Promise<Map<string, string>>
  send(command: string): Promise<FtpAnswer>
  sendIgnoringError(command: string): Promise<FtpAnswer>
  list(path: string): Promise<ListedName[]>
  downloadTo(target: Writable, path: string, start: number): Promise<FtpAnswer>
  uploadFrom(source: Readable, path: string): Promise<FtpAnswer>
  appendFrom(source: Readable, path: string): Promise<FtpAnswer>
  rename(from: string, to: string): Promise<FtpAnswer>
  close(): void
}

/** Loads the library. Rejects with `DRIVER_MISSING` when the docking has not installed it. */
export async function loadDriver(): Promise<FtpDriver> {
  try {
    return (await import('basic-ftp')) as unknown as FtpDriver
  } catch (cause) {
    throw new BerthError('DRIVER_MISSING', { connector: 'ftp', package: 'basic-ftp' }, { cause })
  }
}
