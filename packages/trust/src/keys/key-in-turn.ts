import type { BigIntStats } from 'node:fs'
import { stat } from 'node:fs/promises'
import { BerthError } from '@berth/core'
import type { SigningKey } from './key.ts'
import { loadKey } from './key-source.ts'

export interface KeyInTurnOptions {
  /** A changed file that is no key: the key before it stays in use. Told once for each change. */
  readonly onProblem?: (problem: BerthError) => void
}

/** The key of a file as it stands there now: a new key is taken up without a stop. */
export interface KeyInTurn {
  /** Rejects as `loadKey` does where there never was a key to read. */
  current(): Promise<SigningKey>
}

/**
 * Follows a key file. Replace the file in one step (`mv`), after the new public half has been registered beside the old one: whoever
 * verifies holds both until nothing is under way that the old one signed.
 */
export function keyInTurn(file: string, id: string, options: KeyInTurnOptions = {}): KeyInTurn {
  let held: { readonly key: SigningKey; readonly state: string } | undefined
  let refused: string | undefined
  return {
    current: async () => {
      const state = await stat(file, { bigint: true }).then(stateOf, () => 'missing')
      if (held !== undefined && (held.state === state || refused === state)) return held.key
      try {
        const key = await loadKey({ file }, id)
        held = { key, state }
        refused = undefined
        return key
      } catch (error) {
        if (held === undefined || !BerthError.is(error)) throw error
        refused = state
        options.onProblem?.(error)
        return held.key
      }
    },
  }
}

function stateOf({ ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  return `${ino} ${size} ${mtimeNs} ${ctimeNs}`
}
