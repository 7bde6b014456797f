import { createHash } from 'node:crypto'
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { BerthError } from '@berth/core'
import type { DockingManifest } from '@berth/manifest'
import { templateFolder } from '../init/template-files.ts'
import { billOfMaterials } from './bill-of-materials.ts'
import { type BundleFacts, bundleFormat, bundlePlaces, nodePlace } from './bundle-facts.ts'
import { filesBelow, sumsOf } from './bundle-sums.ts'
import { byText } from './by-text.ts'
import { bundledPages } from './documentation.ts'
import type { PlacedPackage } from './needed-packages.ts'
import { type NodeProgram, writeNode } from './node-program.ts'
import { packageContents, requirePlatformPackages } from './package-contents.ts'
import type { TargetPlatform } from './target-platform.ts'

export interface BundleParts {
  readonly manifest: DockingManifest
  readonly platform: TargetPlatform
  readonly node: NodeProgram
  readonly packages: readonly PlacedPackage[]
}

/** What the linker of Linux needs, by the documentation of Node 24. */
const oldestKernel = '4.18'

/** Copies what goes along of the docking's folder. */
export async function stageDocking(folder: string, manifest: DockingManifest, files: readonly string[]): Promise<void> {
  await copyFiles(manifest.folder, join(folder, bundlePlaces.docking), files)
}

/** Lays everything else out below `folder` as it lies in the archive. Rejects with `ADDON_UNFIT` and `PACKAGE_MISSING`. */
export async function stageBundle(folder: string, parts: BundleParts, signal: AbortSignal): Promise<BundleFacts> {
  const { manifest, platform, node } = parts
  await writeNode(node, folder, nodePlace(platform))
  const packages = await copyPackages(folder, parts, signal)
  for (const { from, to } of bundledPages()) await copy(from, join(folder, 'docs', to))
  const names = packages.map((each) => each.manifest)
  await writeFile(join(folder, bundlePlaces.bill), billOfMaterials(manifest.system.id, node.version, names))
  const facts: Omit<BundleFacts, 'id'> = {
    berthBundle: bundleFormat,
    system: manifest.system.id,
    title: manifest.system.title.zh,
    version: manifest.version ?? '0.0.0',
    platform,
    node: nodeFacts(node),
    manifest: manifest.digest,
    packages: [...new Set(names.map(({ name, version }) => `${name}@${version}`))].sort(byText),
  }
  await writeScripts(folder, facts)
  const sums = await sumsOf(folder, await filesBelow(folder))
  const digest = createHash('sha256').update(sums).update(JSON.stringify(facts)).digest('hex')
  const whole: BundleFacts = { ...facts, id: `${facts.version}-${digest.slice(0, 12)}` }
  await writeFile(join(folder, bundlePlaces.facts), `${JSON.stringify(whole, undefined, 2)}\n`)
  const lines = [...sums.split('\n').slice(0, -1), (await sumsOf(folder, [bundlePlaces.facts])).trimEnd()]
  await writeFile(join(folder, bundlePlaces.sums), `${lines.join('\n')}\n`)
  return whole
}

/** Copies the packages; those that are left out, for the platform does without them, are none of the result. */
async function copyPackages(
  folder: string,
  { packages, platform }: BundleParts,
  signal: AbortSignal,
): Promise<readonly PlacedPackage[]> {
  requirePlatformPackages(packages, platform)
  const copied: PlacedPackage[] = []
  for (const entry of packages) {
    if (signal.aborted) throw new BerthError('ABORTED', { call: 'bundle' })
    const files = packageContents(entry, platform)
    if (files === undefined) continue
    requireBuilt(entry, files)
    await copyFiles(entry.folder, join(folder, entry.place), files)
    copied.push(entry)
  }
  return copied
}

/** A package of Berth that is linked from its sources may not have been built. */
function requireBuilt({ manifest }: PlacedPackage, files: readonly string[]): void {
  if (!manifest.name.startsWith('@berth/') || files.some((file) => file.startsWith('dist/'))) return
  throw new BerthError('PACKAGE_MISSING', { package: `${manifest.name}/dist`, neededBy: manifest.name })
}

function nodeFacts({ version, sha256, glibc, glibcxx }: NodeProgram): BundleFacts['node'] {
  return {
    version,
    sha256,
    ...(glibc === undefined ? {} : { glibc }),
    ...(glibcxx === undefined ? {} : { glibcxx }),
  }
}

async function writeScripts(folder: string, { system, title, platform, node }: Omit<BundleFacts, 'id'>): Promise<void> {
  const windows = platform === 'win32-x64'
  const names = windows ? ['install.ps1', 'README.txt'] : ['install.sh', 'Containerfile', 'README.txt']
  const values: Readonly<Record<string, string>> = {
    system,
    // It stands in comments: on one line, whatever a manifest says.
    title: title.replaceAll(/\s+/g, ' '),
    platform,
    node: node.version,
    machine: platform === 'linux-arm64' ? 'aarch64' : 'x86_64',
    kernel: oldestKernel,
    glibc: node.glibc ?? '2.28',
    start: windows ? 'powershell -ExecutionPolicy Bypass -File install.ps1' : 'sudo sh install.sh',
  }
  for (const name of names) {
    const text = await readFile(join(templateFolder('bundle'), name), 'utf8')
    const filled = text.replaceAll(/\{\{(\w+)\}\}/g, (place, key: string) => values[key] ?? place)
    // PowerShell 5 takes a file without this mark for the machine's own code page, and Notepad reads no bare line feed.
    await writeFile(join(folder, name), windows ? `\uFEFF${filled.replaceAll(/\r?\n/g, '\r\n')}` : filled)
  }
}

/** Copies files below one folder to below another. */
export async function copyFiles(from: string, to: string, files: readonly string[]): Promise<void> {
  for (const file of files) await copy(join(from, file), join(to, file))
}

async function copy(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true })
  await copyFile(from, to)
}
