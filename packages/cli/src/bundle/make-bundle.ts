import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { BerthError } from '@berth/core'
import type { DockingManifest } from '@berth/manifest'
import { exportPublicJwk, type SigningKey, signDetached } from '@berth/trust'
import { findCredentials } from '../check/credentials/find-credentials.ts'
import { archiveEnding } from './archive-name.ts'
import { type BundleFacts, bundlePlaces, nodePlace } from './bundle-facts.ts'
import { filesBelow } from './bundle-sums.ts'
import { byText } from './by-text.ts'
import { dockingContents } from './docking-contents.ts'
import { fullDisk } from './native-code.ts'
import { neededPackages, type PackageRoot, type PlacedPackage } from './needed-packages.ts'
import { type NodeWish, readNode } from './node-program.ts'
import { isLinked, packageContents } from './package-contents.ts'
import { copyFiles, stageBundle, stageDocking } from './stage-bundle.ts'
import { writeArchive } from './write-archive.ts'

/** What a signature over the checksums of a bundle says that it is. */
export const bundleSignatureType = 'berth-bundle'

export interface BundleWishes extends NodeWish {
  readonly manifest: DockingManifest
  /** Files of the docking's folder that go along besides. */
  readonly include: readonly string[]
  /** The archive, or a folder, which it gets a name of its own in. */
  readonly out: string
  readonly key?: SigningKey | undefined
  readonly signal: AbortSignal
}

export interface MadeBundle {
  readonly file: string
  readonly bytes: number
  readonly facts: BundleFacts
  /** Files of the docking's folder that did not go in. */
  readonly left: readonly string[]
  /** Those of them that the manifest names. */
  readonly named: readonly string[]
  /** Whether the licence of Node goes along. */
  readonly licensed: boolean
}

/**
 * Makes one archive of all that a docking needs on a machine without a network. Nothing is downloaded: packages are those that the docking has
 * installed, Node is what the wishes name. Rejects with `CREDENTIAL_IN_FILE` before anything is written where a file would carry a
 * secret along, and with what its parts reject with.
 */
export async function makeBundle(wishes: BundleWishes): Promise<MadeBundle> {
  const { manifest, platform, signal } = wishes
  const contents = dockingContents(manifest, wishes.include)
  const work = await mkdtemp(join(tmpdir(), 'berth-bundle-'))
  try {
    const staging = join(work, 'bundle')
    await stageDocking(staging, manifest, contents.taken)
    await refuseCredentials(join(staging, bundlePlaces.docking), signal)
    const packages = neededPackages(await packageRoots(manifest))
    for (const each of packages.filter(isOwn)) await refuseOwnCredentials(each, join(work, each.place), wishes)
    const node = await readNode(wishes)
    const facts = await stageBundle(staging, { manifest, platform, node, packages }, signal)
    if (wishes.key !== undefined) await sign(staging, wishes.key)
    const name = `berth-${facts.system}-${facts.id}-${platform}`
    const ending = archiveEnding(platform)
    const file = wishes.out.endsWith(ending) ? wishes.out : join(wishes.out, `${name}${ending}`)
    const files = await filesBelow(staging)
    const programs = new Set([nodePlace(platform), 'install.sh'])
    await writeArchive(file, { folder: staging, top: name, files, programs }, signal)
    return {
      file,
      bytes: (await stat(file)).size,
      facts,
      left: contents.left,
      named: contents.named,
      licensed: node.license !== undefined,
    }
  } catch (cause) {
    throw fullDisk(cause, work) ?? cause
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

/** What runs a docking: the command, its connectors, and whatever its package.json names for production. */
async function packageRoots(manifest: DockingManifest): Promise<PackageRoot[]> {
  const beside = fileURLToPath(new URL('../..', import.meta.url))
  const text = await readFile(join(manifest.folder, 'package.json'), 'utf8').catch(() => '{}')
  const { dependencies = {} }: { readonly dependencies?: Readonly<Record<string, string>> } = JSON.parse(text)
  const used = Object.values(manifest.connections)
    .map(({ use }) => use)
    .filter((use) => !use.startsWith('.'))
  const names = [...new Set(['@berth/cli', ...used, ...Object.keys(dependencies)])].sort(byText)
  return names.map((name) => ({ name, from: [manifest.folder, beside] }))
}

async function refuseCredentials(folder: string, signal: AbortSignal): Promise<void> {
  const [found] = await findCredentials(folder, signal)
  if (found?.error !== undefined) throw found.error
}

/** A package of the department: what lies in it was not published, and nobody has looked through it. */
function isOwn({ folder, manifest }: PlacedPackage): boolean {
  return isLinked(folder) && !manifest.name.startsWith('@berth/')
}

async function refuseOwnCredentials(own: PlacedPackage, copy: string, wishes: BundleWishes): Promise<void> {
  await copyFiles(own.folder, copy, packageContents(own, wishes.platform) ?? [])
  const [found] = await findCredentials(copy, wishes.signal)
  if (found?.error === undefined) return
  const { file = '', ...details } = found.error.details
  throw new BerthError('CREDENTIAL_IN_FILE', { ...details, file: `${own.manifest.name}/${file}` })
}

async function sign(folder: string, key: SigningKey): Promise<void> {
  const sums = await readFile(join(folder, bundlePlaces.sums), 'utf8')
  await writeFile(join(folder, bundlePlaces.signature), `${signDetached(key, sums, bundleSignatureType)}\n`)
  await writeFile(join(folder, bundlePlaces.key), `${JSON.stringify(exportPublicJwk(key))}\n`)
}
