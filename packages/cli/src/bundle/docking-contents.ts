import { readdirSync } from 'node:fs'
import { extname, join, normalize, posix, sep } from 'node:path'
import { BerthError } from '@berth/core'
import type { DockingManifest } from '@berth/manifest'
import { byText } from './by-text.ts'

/** What of a docking's folder goes into a bundle, and what does not: paths with slashes. */
export interface DockingContents {
  readonly taken: readonly string[]
  /** What lies there besides, and was not asked for. Nothing that is made anew or kept for secrets is named. */
  readonly left: readonly string[]
  /** Those of them that the manifest names: they have to be there where the docking runs. */
  readonly named: readonly string[]
}

const always: ReadonlySet<string> = new Set(['berth.yaml', 'package.json', 'package-lock.json', '.env.example'])
/** Code, definitions and words. Never a form that data come in. */
const definitions: ReadonlySet<string> = new Set(
  '.yaml .yml .js .mjs .cjs .ts .mts .cts .wsdl .xsd .sql .md .crt .cer'.split(' '),
)
const passedOver: ReadonlySet<string> = new Set(['node_modules', 'out', 'berth-report', 'test', 'ci'])
/** Bundles that were made before. */
const bundle = /^berth-.*\.(?:tar\.gz|zip)$/
const mostFiles = 5000

/**
 * Chooses by what a file is for: the manifest, code, definitions, and what `include` names. A sample database or an export that lies
 * beside them stays, and so does a link. Secrets are no matter of choice: `.env` and whatever begins with a dot never goes.
 *
 * Throws `PARAMETER_INVALID` for an `include` that is not there, or is for secrets, and where the manifest is a link.
 */
export function dockingContents(manifest: DockingManifest, include: readonly string[]): DockingContents {
  const links = new Set<string>()
  const found = [...filesBelow(manifest.folder, '', links)].sort(byText)
  const files = found.filter((file) => !links.has(file))
  const wanted = include.map((name) => posix.normalize(name.split(sep).join('/')).replace(/\/$/, ''))
  for (const name of wanted) {
    if (files.some((file) => within(file, name)) && !hidden(name)) continue
    throw new BerthError('PARAMETER_INVALID', { parameter: '--include', problem: name })
  }
  const named = namedFiles(manifest)
  // A link may lead to anything, and has no meaning on another machine.
  const takes = (file: string): boolean =>
    !links.has(file) &&
    (always.has(file) || wanted.some((name) => within(file, name)) || definitions.has(extname(file)))
  const left = found.filter((file) => !takes(file))
  if (left.includes('berth.yaml'))
    throw new BerthError('PARAMETER_INVALID', { parameter: '--folder', problem: 'berth.yaml → ?' })
  return { taken: files.filter(takes), left, named: left.filter((file) => named.has(file)) }
}

/** Regular files, and links to whatever, which are put among `links` too. */
function* filesBelow(folder: string, below: string, links: Set<string>, count = { files: 0 }): Generator<string> {
  for (const entry of readdirSync(join(folder, below), { withFileTypes: true })) {
    const path = posix.join(below, entry.name)
    if (hidden(path) && !always.has(path)) continue
    if (entry.isDirectory() && !passedOver.has(entry.name)) yield* filesBelow(folder, path, links, count)
    if (entry.isSymbolicLink() && !passedOver.has(entry.name)) links.add(path)
    else if (!entry.isFile() || bundle.test(entry.name)) continue
    if (++count.files > mostFiles) {
      throw new BerthError('PARAMETER_INVALID', { parameter: '--folder', problem: `> ${mostFiles}` })
    }
    yield path
  }
}

/** The texts among the options of connections, as paths. What such a file is, a definition or data, only the connector knows. */
function namedFiles(manifest: DockingManifest): ReadonlySet<string> {
  const found = new Set<string>()
  const visit = (value: unknown): void => {
    if (typeof value === 'string') found.add(normalize(value).split(sep).join('/'))
    else if (typeof value === 'object' && value !== null) for (const each of Object.values(value)) visit(each)
  }
  visit(manifest.connections)
  return found
}

function within(file: string, name: string): boolean {
  return file === name || file.startsWith(`${name}/`)
}

function hidden(path: string): boolean {
  return path.split('/').some((part) => part.startsWith('.'))
}
