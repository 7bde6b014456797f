import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { BerthError } from '@berth/core'
import type { DockingManifest } from '@berth/manifest'
import { stateFolder } from '../connections/docking-files.ts'
import { say } from '../messages/say.ts'
import type { Diagnosis } from './diagnosis.ts'

/** Readable or writable by the group or by others. */
const foreign = 0o077

/**
 * Whether others may read the keys, secrets and state of a docking: everything directly below `.berth` and in its secrets,
 * and `.env`. Nothing on Windows, where a mode says nothing of rights.
 */
export async function* examineFiles({ folder, ...manifest }: DockingManifest): AsyncGenerator<Diagnosis> {
  if (process.platform === 'win32') return
  const state = stateFolder({ ...manifest, folder })
  const files = [join(folder, '.env'), ...(await filesIn(state)), ...(await filesIn(join(state, 'secrets')))]
  const about = { examination: 'permissions' } as const
  let examined = 0
  let exposed = 0
  for (const file of files) {
    const found = await stat(file).catch(() => undefined)
    if (found?.isFile() !== true) continue
    examined += 1
    if ((found.mode & foreign) === 0) continue
    exposed += 1
    const shown = file.slice(folder.length + 1)
    // `.env` holds settings too; whether a secret is among them is for people to say.
    const severity = shown === '.env' ? 'warning' : 'failed'
    yield { ...about, subject: shown, state: severity, error: new BerthError('SECRET_EXPOSED', { file: shown }) }
  }
  if (exposed === 0) yield { ...about, state: 'ok', fact: say('doctor.files', { count: examined }) }
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  return entries.filter((entry) => entry.isFile()).map(({ name }) => join(folder, name))
}
