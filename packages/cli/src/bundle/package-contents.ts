import { readdirSync } from 'node:fs'
import { join, posix, sep } from 'node:path'
import { BerthError } from '@berth/core'
import { byText } from './by-text.ts'
import type { PackageManifest, PlacedPackage } from './needed-packages.ts'
import { filePlatform, type TargetPlatform } from './target-platform.ts'

/** Types, sources and maps of an installed package: Node runs none of them. */
const developed = /\.(?:d\.[cm]?ts|[cm]?ts|tsx|map)$/
const alwaysOfPackage = /^(?:package\.json|readme(?:\..*)?|licen[cs]e(?:\..*)?|notice(?:\..*)?)$/i

/**
 * The files of a package that go into a bundle for a platform, with slashes. Of add-ons only those that the platform loads. Undefined: the
 * package is of other platforms only, and those who need it do without.
 *
 * Throws `ADDON_UNFIT` where something needed has no build for the platform.
 */
export function packageContents(
  { folder, manifest, optional }: PlacedPackage,
  platform: TargetPlatform,
): readonly string[] | undefined {
  const unfit = new BerthError('ADDON_UNFIT', { package: manifest.name, platform })
  if (!runsOn(manifest, platform)) {
    if (optional) return undefined
    throw unfit
  }
  const files = [...filesOf(folder, '', publishedOnly(folder, manifest))].sort(byText)
  const addons = files.filter((file) => file.endsWith('.node'))
  const fitting = addons.filter((file) => !/musl/.test(file) && filePlatform(join(folder, file)) === platform)
  if (addons.length > 0 && fitting.length === 0) {
    if (optional) return undefined
    throw unfit
  }
  return files.filter((file) => !file.endsWith('.node') || fitting.includes(file))
}

/**
 * Packages bring their add-ons in packages of their own, one for each platform, and npm installs only that of the machine it runs on.
 * Throws `ADDON_UNFIT` where a package has such and none is for the target.
 */
export function requirePlatformPackages(packages: readonly PlacedPackage[], platform: TargetPlatform): void {
  for (const { manifest } of packages) {
    const names = new Set(Object.keys(manifest.optionalDependencies ?? {}))
    const builds = packages.filter(
      (each) => names.has(each.manifest.name) && (each.manifest.os !== undefined || each.manifest.cpu !== undefined),
    )
    if (builds.length > 0 && !builds.some((each) => runsOn(each.manifest, platform))) {
      throw new BerthError('ADDON_UNFIT', { package: manifest.name, platform })
    }
  }
}

function runsOn({ os, cpu }: PackageManifest, platform: TargetPlatform): boolean {
  const [system = '', processor = ''] = platform.split('-')
  return allows(os, system) && allows(cpu, processor)
}

/** As npm reads `os` and `cpu`: names, and names with `!` that are excluded. */
function allows(list: readonly string[] | undefined, name: string): boolean {
  if (list === undefined || list.length === 0 || list.includes('any')) return true
  if (list.includes(`!${name}`)) return false
  return list.includes(name) || list.every((each) => each.startsWith('!'))
}

/** Whether a package lies elsewhere than among the installed ones: a workspace, or a folder that a docking names as its dependency. */
export function isLinked(folder: string): boolean {
  return !folder.split(sep).includes('node_modules')
}

/** A package that is linked instead of installed is a workspace: only what it would publish is taken. */
function publishedOnly(folder: string, { files }: PackageManifest): (file: string) => boolean {
  if (!isLinked(folder) || files === undefined) return () => true
  const named = files.map((each) => posix.normalize(each).replace(/\/$/, ''))
  return (file) =>
    alwaysOfPackage.test(file) || named.some((name) => file === name || file.startsWith(`${name}/`) || name === '.')
}

function* filesOf(folder: string, below: string, takes: (file: string) => boolean): Generator<string> {
  for (const entry of readdirSync(join(folder, below), { withFileTypes: true })) {
    const file = posix.join(below, entry.name)
    // What begins with a dot is for tools, or for secrets such as a registry's token.
    if (entry.name === 'node_modules' || entry.name.startsWith('.')) continue
    if (entry.isDirectory()) yield* filesOf(folder, file, takes)
    else if (entry.isFile() && takes(file) && !developed.test(file)) yield file
  }
}
