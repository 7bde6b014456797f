import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Errors, flush, type Interfaces, run, settings } from '@oclif/core'
import { endWithError } from './command/end-with-error.ts'
import { say } from './messages/say.ts'

export interface MainOptions {
  /** The folder of this package. */
  readonly root: URL
  /** Whether the sources run as they are. */
  readonly unbuilt: boolean
}

/** Runs the command line of this process to its end and sets the exit code. */
export async function main(options: MainOptions): Promise<void> {
  // oclif would look for a transpiler when NODE_ENV is `test` or `development`; Node runs the sources itself.
  settings.enableAutoTranspile = false
  // Whoever reads the output may stop reading, as `head` does: what is left is dropped, and never drains.
  process.stderr.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
  // Node would print the error's message, and a driver's may quote a value of the source (SEC-2).
  process.on('uncaughtException', (error) => {
    endWithError(error)
    process.exit()
  })
  const unread = new Promise<void>((resolve) => void process.stdout.once('error', () => resolve()))
  try {
    await run(process.argv.slice(2), { root: fileURLToPath(options.root), pjson: packageJson(options) })
  } catch (error) {
    if (!(error instanceof Errors.ExitError)) endWithError(error)
    else process.exitCode = error.oclif.exit ?? 0
  } finally {
    await Promise.race([flush(), unread])
  }
}

/** package.json, with the places of the sources instead of the built files where the sources run. */
function packageJson(options: MainOptions): Interfaces.PJSON {
  const text = readFileSync(new URL('package.json', options.root), 'utf8')
  const json = JSON.parse(options.unbuilt ? text.replaceAll(/"\.\/dist\/([\w/-]+)\.js"/g, '"./src/$1.ts"') : text)
  return { ...json, oclif: { ...json.oclif, description: say('help.berth'), topics: topics() } }
}

function topics(): NonNullable<Interfaces.PJSON['oclif']['topics']> {
  return {
    add: { description: say('help.add') },
    connector: { description: say('help.connector') },
    keys: { description: say('help.keys') },
    platform: { description: say('help.platform') },
    receipts: { description: say('help.receipts') },
    secret: { description: say('help.secret') },
  }
}
