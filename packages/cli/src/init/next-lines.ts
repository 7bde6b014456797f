import { BerthError } from '@berth/core'
import type { DiscoverResult } from '../discover/discover-docking.ts'
import { discoverLines } from '../discover/discover-lines.ts'
import { language } from '../messages/language.ts'
import { say } from '../messages/say.ts'
import { paint } from '../output/paint.ts'
import { connectionOptions } from './connection-options.ts'
import type { DockingPlan } from './docking-plan.ts'

/** What was done with a new docking. */
export interface DockingProgress {
  /** The folder as a person types it from where they stand; undefined where they are in it. */
  readonly enter: string | undefined
  readonly installed: boolean
  /** What reading the tables came to. Undefined: they were not read. */
  readonly discovered: DiscoverResult | BerthError | undefined
}

/** What is left to do, and what reading the tables came to. */
export function nextLines(plan: DockingPlan, { enter, installed, discovered }: DockingProgress): string[] {
  const read = discovered !== undefined && !BerthError.is(discovered)
  const steps = [
    ...(enter === undefined ? [] : [say('init.nextEnter', { folder: enter })]),
    ...(installed ? [] : [say('init.nextInstall')]),
    ...(leftOpen(plan) && !read ? [say('init.nextSecrets')] : []),
    ...(read ? [] : [say('init.nextDiscover')]),
    say('init.nextCheck'),
  ]
  return [...discoveryLines(discovered), '', say('init.nextTitle'), ...steps]
}

function discoveryLines(discovered: DockingProgress['discovered']): string[] {
  if (discovered === undefined) return []
  if (!BerthError.is(discovered)) return ['', ...discoverLines(discovered)]
  const problem = discovered.text(language)
  const line = say('init.notDiscovered', { code: discovered.code, problem })
  return ['', paint('yellow', line), `  ${discovered.next(language)}`]
}

/** Whether something of the connection is still to be given by the environment. */
function leftOpen({ manifest, options, secrets = {} }: DockingPlan): boolean {
  const { environment } = connectionOptions(manifest, options)
  const typed = Object.keys(secrets).map((name) => `BERTH_SECRET_${name}=`)
  return environment.some((line) => line.endsWith('=') && !typed.includes(line))
}
