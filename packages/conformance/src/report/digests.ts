import { createHash } from 'node:crypto'
import { readdir, readFile, readlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, posix, resolve, sep } from 'node:path'
import { BerthError } from '@berth/core'

/** SHA-256 of a file's bytes, in hexadecimal. Rejects with `FILE_UNREADABLE`. */
export async function digestFile(file: string): Promise<string> {
  return sha256(await bytesOf(file))
}

/**
 * SHA-256 of a folder: of the paths and digests of everything in it, in the order of the paths. The same on every machine that unpacked
 * the same package. What the package depends on, `node_modules`, is not part of it, nor is `.git`. A link counts as where it leads.
 *
 * Rejects with `FILE_UNREADABLE`.
 */
export async function digestFolder(folder: string): Promise<string> {
  return await digestEntries(folder, () => true)
}

/**
 * SHA-256 of a package: as `digestFolder` of what its `package.json` says that it is published with, and of that file itself, so that it is
 * the same beside its sources and where it is installed. Of a package that does not say so, everything.
 *
 * Rejects with `FILE_UNREADABLE`.
 */
export async function digestPackage(folder: string): Promise<string> {
  const { files } = JSON.parse(Buffer.from(await bytesOf(join(folder, 'package.json'))).toString()) as {
    readonly files?: readonly string[]
  }
  if (!Array.isArray(files) || files.some((entry) => /[*?!{[]/.test(String(entry)))) return await digestFolder(folder)
  const published = ['package.json', ...files.map((entry) => posix.normalize(`${String(entry)}/`).slice(0, -1))]
  const within = (path: string): boolean =>
    published.some((entry) => path === entry || path.startsWith(`${entry}/`) || entry.startsWith(`${path}/`))
  return await digestEntries(folder, within)
}

async function digestEntries(folder: string, within: (path: string) => boolean): Promise<string> {
  const lines: string[] = []
  const visit = async (below: string): Promise<void> => {
    const entries = await readdir(join(folder, below), {
      withFileTypes: true,
    }).catch((cause: unknown) => {
      throw unreadable(join(folder, below), cause)
    })
    for (const entry of entries) {
      if (entry.name === 'node_modules' || entry.name === '.git') continue
      const path = posix.join(below.split(sep).join('/'), entry.name)
      if (!within(path)) continue
      if (entry.isDirectory()) await visit(path)
      else if (entry.isSymbolicLink()) lines.push(`${path}\0link ${sha256(await readlink(join(folder, path)))}\n`)
      else if (entry.isFile()) lines.push(`${path}\0${await digestFile(join(folder, path))}\n`)
    }
  }
  await visit('')
  return sha256(lines.sort(byText).join(''))
}

/** An installed package: where it is, and `name@version`. */
export interface InstalledPackage {
  readonly folder: string
  readonly name: string
}

/** The package of this name as a module in `from` sees it. Undefined where it is not installed. */
export async function installedPackage(name: string, from: string): Promise<InstalledPackage | undefined> {
  const paths = createRequire(resolve(from, 'package.json')).resolve.paths(name) ?? []
  for (const path of paths) {
    const file = join(path, name, 'package.json')
    const text = await readFile(file, 'utf8').catch(() => undefined)
    if (text === undefined) continue
    const { version } = JSON.parse(text) as { readonly version?: string }
    return { folder: dirname(file), name: `${name}@${version ?? '0.0.0'}` }
  }
  return undefined
}

/** The digests of packages as a module in `from` sees them, by `name@version`. Those that are not installed are left out. */
export async function digestPackages(names: readonly string[], from: string): Promise<Record<string, string>> {
  const digests: Record<string, string> = {}
  for (const wanted of [...names].sort(byText)) {
    const found = await installedPackage(wanted, from)
    if (found !== undefined) digests[found.name] = await digestPackage(found.folder)
  }
  return digests
}

/** The same order on every machine. */
function byText(one: string, other: string): number {
  return one < other ? -1 : 1
}

function sha256(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex')
}

async function bytesOf(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file)
  } catch (cause) {
    throw unreadable(file, cause)
  }
}

function unreadable(file: string, cause: unknown): BerthError {
  const nativeCode = cause instanceof Error && 'code' in cause ? String(cause.code) : 'UNKNOWN'
  return new BerthError('FILE_UNREADABLE', { file, nativeCode }, { cause })
}
