// A copy of the working tree as a repository of its own: what would be committed, beside the installed dependencies.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { root } from '../toolchain.mjs'
import { git } from './git.mjs'
import { packageFolders } from './published-packages.mjs'

/**
 * Copies what git tracks, or would track, below some folders (all, if none is named) to `folder`, on a branch `main` with one
 * commit. The dependencies are those of the working tree; the packages of the repository are those of the copy.
 */
export function workingCopy(folder, below = ['.']) {
  const files = git(root, 'ls-files', '--cached', '--others', '--exclude-standard', '-z', '--', ...below)
  for (const file of new Set(files.split('\0'))) {
    if (file === '' || !existsSync(path.join(root, file))) continue
    cpSync(path.join(root, file), path.join(folder, file))
  }
  linkDependencies(folder)
  git(folder, 'init', '--quiet', '--initial-branch=main')
  git(folder, 'add', '--all')
  git(folder, 'commit', '--quiet', '--message', 'The state of the working tree')
}

function linkDependencies(folder) {
  const installed = path.join(root, 'node_modules')
  mkdirSync(path.join(folder, 'node_modules', '@berth'), { recursive: true })
  for (const name of readdirSync(installed)) {
    if (name !== '@berth') symlinkSync(path.join(installed, name), path.join(folder, 'node_modules', name))
  }
  for (const kind of packageFolders.filter((each) => existsSync(path.join(folder, each)))) {
    for (const place of readdirSync(path.join(folder, kind))) {
      const directory = path.join(folder, kind, place)
      const own = path.join(root, kind, place, 'node_modules')
      if (existsSync(own)) symlinkSync(own, path.join(directory, 'node_modules'))
      const { name } = JSON.parse(readFileSync(path.join(directory, 'package.json'), 'utf8'))
      if (name.startsWith('@berth/')) symlinkSync(directory, path.join(folder, 'node_modules', ...name.split('/')))
    }
  }
}
