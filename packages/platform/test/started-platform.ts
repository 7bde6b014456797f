import { access, cp, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PGlite } from '@electric-sql/pglite'
import { type PlatformOptions, type RunningPlatform, startPlatform } from '../src/index.ts'

const modules = fileURLToPath(new URL('../../../node_modules/', import.meta.url))

/**
 * Starts a platform on a folder of its own, which goes when it closes. The empty database that every folder begins with
 * is made once for each release of PGlite and copied, for making one takes ten times as long as opening one.
 */
export async function startedPlatform(options: PlatformOptions = {}): Promise<RunningPlatform> {
  const folder = await mkdtemp(join(tmpdir(), 'berth-platform-'))
  await cp(await emptyDatabase(), join(folder, 'database'), { recursive: true })
  const platform = await startPlatform({ folder, ...options })
  const close = async (): Promise<void> => {
    await platform.close()
    await rm(folder, { recursive: true, force: true })
  }
  return { ...platform, close, [Symbol.asyncDispose]: close }
}

/** The folder of an empty database, to be copied. */
export async function emptyDatabase(): Promise<string> {
  const { version } = JSON.parse(await readFile(join(modules, '@electric-sql/pglite/package.json'), 'utf8'))
  const place = join(modules, '.cache', `berth-pglite-${version}`)
  if (await exists(place)) return place
  const draft = `${place}-${process.pid}`
  await mkdir(join(modules, '.cache'), { recursive: true })
  await (await PGlite.create(draft)).close()
  // Another test file may have been quicker.
  await rename(draft, place).catch(() => rm(draft, { recursive: true }))
  return place
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
