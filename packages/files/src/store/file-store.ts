/** What a store says of one file. */
export interface StoredFile {
  /** From where the store begins, folders separated by `/`. */
  readonly path: string
  readonly size: number
  /** Milliseconds since 1970, as the store's clock says; some stores know no more than minutes. */
  readonly modified: number
}

/**
 * A place with files: a folder of this machine, an SFTP or FTP server. Paths begin where the store begins and never lead out of
 * it: a name with `..`, a link that leads outside, a name with control characters is refused or left out.
 *
 * Every method rejects with a coded `BerthError`; native errors stay inside.
 */
export interface FileStore {
  /** The files of one folder, no folders; in any order. A folder that is not there has none. */
  list(folder: string, signal: AbortSignal): Promise<readonly StoredFile[]>
  /** The names of the folders in a folder; for patterns with dates in folders. Absent: the store cannot tell, and they match nothing. */
  folders?(folder: string, signal: AbortSignal): Promise<readonly string[]>
  /** The times of its files are of the clock of this machine, to the millisecond. */
  readonly hasOwnClock?: true
  /** Undefined: there is none. */
  find(path: string, signal: AbortSignal): Promise<StoredFile | undefined>
  /** Bytes from `start`; ends early and closes when the consumer leaves. Yields at most 1 MiB at a time. */
  read(path: string, start: number, signal: AbortSignal): AsyncIterable<Uint8Array>
  /** Writes a whole file under another name, and gives it its own when every byte is there; folders are made. */
  write(path: string, bytes: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<void>
  /** Goes on with a file whose beginning is there under `<path>.part`. Absent: the store cannot append. */
  resume?(
    path: string,
    from: (start: number) => AsyncIterable<Uint8Array>,
    bytes: number,
    signal: AbortSignal,
  ): Promise<void>
  /** The path on this machine. Absent: files of this store are elsewhere. */
  localPath?(path: string): string | Promise<string>
  /** What the other side says it is, asked for now: it rejects where the files cannot be reached. */
  facts(signal: AbortSignal): Promise<StoreFacts>
  close(): Promise<void>
}

/** What a store says of itself. */
export interface StoreFacts {
  readonly product: string
  /** Of the names of its files. */
  readonly charset?: string
  /** ISO 8601, where it tells. */
  readonly clock?: string
  /** Whether files can be written. Absent: it is not known before one is. */
  readonly writable?: boolean
}
