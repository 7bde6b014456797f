import { chown, lstat, mkdir, open, readdir, readFile, readlink, rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { BerthError } from '@berth/core'
import { installedPlaces } from './installation.ts'

/** The ids of a user of the operating system. */
export interface Owner {
  readonly uid: number
  readonly gid: number
}

const inside = join('..', installedPlaces.current, installedPlaces.docking)

/**
 * Has the folder that the agent works in show the files of the current version, through links that stay right when it changes. What the operator or
 * the agent keeps there is not touched. Rejects with `FILE_EXISTS` where a file of somebody else has the name of one of the docking.
 */
export async function linkDocking(prefix: string): Promise<void> {
  const folder = join(prefix, installedPlaces.docking)
  const names = await readdir(join(prefix, installedPlaces.current, installedPlaces.docking))
  for (const name of await readdir(folder)) {
    if (!names.includes(name) && (await isOurs(join(folder, name), name))) await rm(join(folder, name))
  }
  for (const name of await unlinked(folder, names)) await symlink(join(inside, name), join(folder, name))
}

/** Rejects with `FILE_EXISTS` as `linkDocking` would for another version, before anything is stopped for it. */
export async function requireFree(prefix: string, id: string): Promise<void> {
  const names = await readdir(join(prefix, installedPlaces.versions, id, installedPlaces.docking))
  await unlinked(join(prefix, installedPlaces.docking), names)
}

async function unlinked(folder: string, names: readonly string[]): Promise<readonly string[]> {
  const missing: string[] = []
  for (const name of names) {
    const place = join(folder, name)
    if (await isOurs(place, name)) continue
    if (await lstat(place).catch(() => undefined)) throw new BerthError('FILE_EXISTS', { file: place })
    missing.push(name)
  }
  return missing
}

/** Makes that folder, for its owner only, with a `.env` to be filled in where the docking says what belongs there. */
export async function makeDockingFolder(prefix: string, owner: Owner | undefined): Promise<void> {
  const folder = join(prefix, installedPlaces.docking)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  if (owner !== undefined) await chown(folder, owner.uid, owner.gid)
}

/** Copies `.env.example` to `.env` where there is none yet, readable by its owner only. */
export async function makeEnvironmentFile(prefix: string, owner: Owner | undefined): Promise<boolean> {
  const folder = join(prefix, installedPlaces.docking)
  const [example, file] = [join(folder, '.env.example'), join(folder, '.env')]
  const there = async (path: string): Promise<boolean> => (await lstat(path).catch(() => undefined)) !== undefined
  if (!(await there(example)) || (await there(file))) return false
  const text = await readFile(example)
  // By its handle: the folder is the user's, who could put a link to a file of root in its place.
  await using made = await open(file, 'wx', 0o600)
  await made.writeFile(text)
  if (owner !== undefined) await made.chown(owner.uid, owner.gid)
  return true
}

async function isOurs(place: string, name: string): Promise<boolean> {
  const target = await readlink(place).catch(() => undefined)
  return target === join(inside, name)
}
