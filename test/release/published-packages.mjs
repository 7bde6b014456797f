// The packages that are published, by what their package.json says.
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** The folders that hold packages. */
export const packageFolders = ['packages', 'connectors']

/** Every package below `root` that is published: its folder and its package.json. */
export function publishedPackages(root) {
  return packageFolders.flatMap((kind) =>
    readdirSync(path.join(root, kind))
      .map((name) => path.join(root, kind, name))
      .map((directory) => ({
        directory,
        manifest: JSON.parse(readFileSync(path.join(directory, 'package.json'), 'utf8')),
      }))
      .filter(({ manifest }) => manifest.private !== true),
  )
}
