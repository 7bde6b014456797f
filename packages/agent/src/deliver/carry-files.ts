import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { OpenConnection } from '../sessions/open-connection.ts'
import { fileError } from './file-error.ts'

/** The other side that finished files are carried to. */
export interface FileCarrier {
  /** What stands before a file's name where a person is told where it is: `<connection>:<folder>/`. */
  readonly place: string
  /** Resolves when the files are there, in their order. Safe to repeat: what is there already is not sent again. */
  carry(files: readonly string[]): Promise<void>
}

/** Carries files through a connection that takes them, opened only while there is something to carry. */
export function fileCarrier(
  openConnection: OpenConnection,
  connection: string,
  folder: string,
  signal: AbortSignal | undefined,
): FileCarrier {
  const ending = signal === undefined ? {} : { signal }
  return {
    place: `${connection}:${folder.replace(/\/*$/, '/')}`,
    async carry(files) {
      await using session = await openConnection(connection, { access: 'write', ...ending })
      for (const from of files) {
        const { bytes, sha256 } = await digestOf(from)
        await session.putFile(
          { folder, name: basename(from), from, bytes, sha256 },
          { ...ending, timeoutMs: patience(bytes) },
        )
      }
    },
  }
}

/** A minute, and a second more for every 100 KB: a line slower than that is told apart from one that hangs. */
function patience(bytes: number): number {
  return 60_000 + bytes / 100
}

async function digestOf(file: string): Promise<{ readonly bytes: number; readonly sha256: string }> {
  try {
    const hash = createHash('sha256')
    await pipeline(createReadStream(file), hash)
    return { bytes: (await stat(file)).size, sha256: hash.digest('hex') }
  } catch (cause) {
    throw fileError(cause, file)
  }
}
