import type { BigIntStats } from 'node:fs'
import { stat } from 'node:fs/promises'
import { BerthError } from '@berth/core'

export interface FilesInTurnOptions {
  /** Changed files that cannot be used: what they held before stays in use. Told once for each change. */
  readonly onProblem?: (problem: BerthError) => void
  /** The least time between two looks at the files. Milliseconds. @default 0 */
  readonly holdMs?: number
}

/** What is made of some files as they stand there now: what replaces them is taken up without a stop. */
export interface FilesInTurn<Content> {
  /** Rejects as what reads them where they never could be used. */
  current(): Promise<Content>
}

/**
 * Follows files that are used together, such as a certificate and its key. Each is looked at whenever the content is asked for, and read
 * only where one of them has changed. `load` rejects with a `BerthError` where they cannot be used, as between the exchange of one and of the
 * other.
 */
export function filesInTurn<Content>(
  files: readonly string[],
  load: () => Promise<Content>,
  options: FilesInTurnOptions = {},
): FilesInTurn<Content> {
  let held: { readonly content: Content; readonly state: string } | undefined
  let refused: string | undefined
  let lookedAt = Number.NEGATIVE_INFINITY
  return {
    current: async () => {
      const now = performance.now()
      if (held !== undefined && now - lookedAt < (options.holdMs ?? 0)) return held.content
      lookedAt = now
      const state = await stateOf(files)
      if (held !== undefined && (held.state === state || refused === state)) return held.content
      try {
        const content = await load()
        held = { content, state }
        refused = undefined
        return content
      } catch (error) {
        if (held === undefined || !BerthError.is(error)) throw error
        refused = state
        options.onProblem?.(error)
        return held.content
      }
    },
  }
}

async function stateOf(files: readonly string[]): Promise<string> {
  const states = files.map((file) => stat(file, { bigint: true }).then(fileState, () => 'missing'))
  return (await Promise.all(states)).join()
}

function fileState({ ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  return `${ino} ${size} ${mtimeNs} ${ctimeNs}`
}
