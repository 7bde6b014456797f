import { readFileSync, realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { BerthError } from '@berth/core'
import { byText } from './by-text.ts'

/** What of a package.json says which other packages it needs, and where it runs. */
export interface PackageManifest {
  readonly name: string
  readonly version: string
  readonly license?: unknown
  readonly files?: readonly string[]
  readonly os?: readonly string[]
  readonly cpu?: readonly string[]
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>
}

/** A package that goes into the bundle. */
export interface PlacedPackage {
  readonly manifest: PackageManifest
  /** Where it is installed now. */
  readonly folder: string
  /** Where it goes, below the bundle: `node_modules/a/node_modules/b`. */
  readonly place: string
  /** Whether those who need it do without it too. */
  readonly optional: boolean
}

export interface PackageRoot {
  readonly name: string
  /** From where it is resolved, first to last. */
  readonly from: readonly string[]
}

interface Needed {
  readonly name: string
  readonly optional: boolean
}

/**
 * Everything that the roots need to run, and nothing of what only their development needs, each in a place where Node finds for every
 * package the very version that it finds now. The same packages always come to the same places.
 *
 * Throws `PACKAGE_MISSING`.
 */
export function neededPackages(roots: readonly PackageRoot[]): readonly PlacedPackage[] {
  const placed = new Map<string, PlacedPackage>()
  const queue: PlacedPackage[] = []
  const put = (name: string, folder: string, parent: string, optional: boolean): void => {
    const near = nearest(placed, name, parent)
    if (near?.folder === folder) {
      if (!near.optional || optional) return
      const needed = { ...near, optional }
      placed.set(near.place, needed)
      queue.push(needed)
      return
    }
    const place = near === undefined ? `node_modules/${name}` : `${parent}/node_modules/${name}`
    const entry = { manifest: manifestOf(folder), folder, place, optional }
    placed.set(place, entry)
    queue.push(entry)
  }
  for (const { name, from } of roots) {
    const folder = from.map((each) => installedFolder(name, each)).find((each) => each !== undefined)
    if (folder === undefined) throw new BerthError('PACKAGE_MISSING', { package: name, neededBy: 'berth.yaml' })
    put(name, folder, '', false)
  }
  // All that one package needs is placed before what those need: a later place never hides an earlier one.
  for (let entry = queue.shift(); entry !== undefined; entry = queue.shift()) {
    for (const { name, optional } of neededBy(entry.manifest)) {
      const folder = installedFolder(name, entry.folder)
      if (folder !== undefined) put(name, folder, entry.place, optional || entry.optional)
      else if (!optional) throw new BerthError('PACKAGE_MISSING', { package: name, neededBy: entry.manifest.name })
    }
  }
  return [...placed.values()].sort((one, other) => byText(one.place, other.place))
}

/** The packages that a package names. Of its peers only those that it cannot do without: the others a docking names itself. */
function neededBy(manifest: PackageManifest): readonly Needed[] {
  const { dependencies = {}, optionalDependencies = {}, peerDependencies = {}, peerDependenciesMeta = {} } = manifest
  const optional = new Map<string, boolean>()
  for (const name of Object.keys(peerDependencies)) {
    if (peerDependenciesMeta[name]?.optional !== true) optional.set(name, false)
  }
  for (const name of Object.keys(dependencies)) optional.set(name, false)
  for (const name of Object.keys(optionalDependencies)) optional.set(name, true)
  return [...optional]
    .map(([name, may]) => ({ name, optional: may }))
    .sort((one, other) => byText(one.name, other.name))
}

/** The package of this name that one at `parent` would find: its own first, then those further up. */
function nearest(placed: ReadonlyMap<string, PlacedPackage>, name: string, parent: string): PlacedPackage | undefined {
  const above = parent.split(/(?:^|\/)node_modules\//).slice(1)
  for (let depth = above.length; depth >= 0; depth--) {
    const place = [...above.slice(0, depth), name].map((each) => `node_modules/${each}`).join('/')
    const found = placed.get(place)
    if (found !== undefined) return found
  }
  return undefined
}

/** Where a package lies as a module in `from` sees it, without links. */
function installedFolder(name: string, from: string): string | undefined {
  for (const path of createRequire(join(from, 'package.json')).resolve.paths(name) ?? []) {
    try {
      const folder = realpathSync(join(path, name))
      readFileSync(join(folder, 'package.json'))
      return folder
    } catch {
      // Not here: it is looked for further up.
    }
  }
  return undefined
}

function manifestOf(folder: string): PackageManifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
}
