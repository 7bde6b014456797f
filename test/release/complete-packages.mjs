// What a package needs to be published and is not kept in it: the licence, its changelog among its files, and where its source is.
// What only the repository needs is left out: a docking carries the programs, and not the sources that they were made from.
// Run by itself it completes the packages of this checkout, as the release workflow does.
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from '../toolchain.mjs'
import { publishedPackages } from './published-packages.mjs'

/** Completes the packages of a tree. The source is named in a workflow only: provenance is refused without it, and elsewhere none is. */
export function completePackages(tree, { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository } = process.env) {
  for (const { directory } of publishedPackages(tree)) {
    cpSync(path.join(tree, 'LICENSE'), path.join(directory, 'LICENSE'))
    const file = path.join(directory, 'package.json')
    const manifest = withoutSources(JSON.parse(readFileSync(file, 'utf8')))
    manifest.files = [...new Set([...(manifest.files ?? []), 'CHANGELOG.md'])]
    if (server && repository) {
      const folder = path.relative(tree, directory).replaceAll(path.sep, '/')
      manifest.repository = { type: 'git', url: `git+${server}/${repository}.git`, directory: folder }
    }
    writeFileSync(file, `${JSON.stringify(manifest, null, 2)}\n`)
  }
}

/** A package.json whose exports and files do not name `src`. */
function withoutSources({ exports: entries, files = [], ...manifest }) {
  const published = Object.entries(entries).map(([name, entry]) => {
    if (typeof entry === 'string') return [name, entry]
    const { '@berth/source': _source, ...rest } = entry
    return [name, rest]
  })
  return { ...manifest, files: files.filter((name) => name !== 'src'), exports: Object.fromEntries(published) }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) completePackages(root)
