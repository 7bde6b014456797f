import { randomBytes } from 'node:crypto'
import { readFile, readlink, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { BerthError } from '@berth/core'
import { nativeCode } from '../native-code.ts'

/** What sees to it that the agent runs: systemd, a task of Windows, or nobody. */
export type ServiceKind = 'systemd' | 'task' | 'none'

/** `install.json`: how a docking was installed in a place. */
export interface Installation {
  readonly berthInstall: 1
  readonly system: string
  readonly host: string
  readonly port: number
  readonly service: ServiceKind
  /** The user of the operating system that the agent runs as. Absent: whoever starts it. */
  readonly user?: string
}

/** Where things lie below the folder of an installation. */
export const installedPlaces = {
  installation: 'install.json',
  versions: 'versions',
  /** A link to the version that runs. */
  current: 'current',
  /** A link to the version that ran before. */
  former: 'former',
  /** A link to the version to put back, while another one is on trial. Where it is there without an installer, that one was interrupted. */
  proven: 'proven',
  /** Links to the files of the current version, and what outlives all versions: `.env`, `.berth`, what is delivered. */
  docking: 'docking',
} as const

/** How this place was installed; undefined where it was not. Rejects with `INSTALLATION_UNFIT` where that cannot be read. */
export async function readInstallation(prefix: string): Promise<Installation | undefined> {
  const file = join(prefix, installedPlaces.installation)
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    if (nativeCode(cause) === 'ENOENT') return undefined
    throw new BerthError('FILE_UNREADABLE', { file, nativeCode: nativeCode(cause) }, { cause })
  })
  if (text === undefined) return undefined
  const unfit = new BerthError('INSTALLATION_UNFIT', { folder: prefix, problem: installedPlaces.installation })
  try {
    const value: Installation = JSON.parse(text)
    if (value.berthInstall === 1 && typeof value.port === 'number' && typeof value.host === 'string') return value
  } catch {
    throw unfit
  }
  throw unfit
}

/** Writes it whole or not at all. */
export async function writeInstallation(prefix: string, installation: Installation): Promise<void> {
  const file = join(prefix, installedPlaces.installation)
  await writeFile(`${file}.part`, `${JSON.stringify(installation, undefined, 2)}\n`, { flush: true })
  await rename(`${file}.part`, file)
}

export type VersionLink = 'current' | 'former' | 'proven'

/** The id of the version that a link names. */
export async function versionAt(prefix: string, link: VersionLink): Promise<string | undefined> {
  const target = await readlink(join(prefix, installedPlaces[link])).catch(() => undefined)
  return target === undefined ? undefined : basename(target)
}

/** Has a link name another version, in one step: but for Windows, at no moment does it name none. */
export async function pointTo(prefix: string, link: VersionLink, id: string): Promise<void> {
  const place = join(prefix, installedPlaces[link])
  const made = `${place}.${randomBytes(4).toString('hex')}`
  if (process.platform === 'win32') {
    // A junction needs its whole path, and is not replaced by renaming.
    await symlink(join(prefix, installedPlaces.versions, id), made, 'junction')
    await rm(place, { force: true, recursive: false })
  } else await symlink(join(installedPlaces.versions, id), made)
  await rename(made, place)
}
