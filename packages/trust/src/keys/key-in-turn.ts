import { type FilesInTurn, type FilesInTurnOptions, filesInTurn } from './files-in-turn.ts'
import type { SigningKey } from './key.ts'
import { loadKey } from './key-source.ts'

/** What is told of a changed file that is no key: the key before it stays in use. */
export type KeyInTurnOptions = FilesInTurnOptions

/** The key of a file as it stands there now: a new key is taken up without a stop. */
export type KeyInTurn = FilesInTurn<SigningKey>

/**
 * Follows a key file. Replace the file in one step (`mv`), after the new public half has been registered beside the old one: whoever
 * verifies holds both until nothing is under way that the old one signed.
 */
export function keyInTurn(file: string, id: string, options: KeyInTurnOptions = {}): KeyInTurn {
  return filesInTurn([file], () => loadKey({ file }, id), options)
}
