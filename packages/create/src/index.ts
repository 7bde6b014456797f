import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { initWords } from './init-words.ts'

/** How `createDocking` is run. */
export interface CreateSettings {
  /** Whether the sources of the command run as they are. @default false */
  readonly unbuilt?: boolean
}

/**
 * `npm create berth`: runs `berth init` with these words, in this process, and has the docking installed and drafted. Sets the exit code.
 * Never rejects: the command tells its failures itself.
 */
export async function createDocking(words: readonly string[], settings: CreateSettings = {}): Promise<void> {
  process.argv.splice(2, Number.POSITIVE_INFINITY, ...initWords(words))
  // Its language is chosen when it is loaded, by these words.
  const { main } = await import('@berth/cli')
  const home = pathToFileURL(createRequire(import.meta.url).resolve('@berth/cli/package.json'))
  await main({ root: new URL('.', home), unbuilt: settings.unbuilt === true })
}
