// What a release is made of: the packages with their next versions, packed in a copy of the working tree.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { root, run } from '../toolchain.mjs'
import { completePackages } from './complete-packages.mjs'
import { git } from './git.mjs'
import { publishedPackages } from './published-packages.mjs'
import { workingCopy } from './working-copy.mjs'

/** How `changeset version` makes a try that is published from any commit: `0.0.0-canary-20261124093000-1a2b3c4`. */
export function canaryWords(commit) {
  return ['version', '--snapshot', 'canary', '--snapshot-prerelease-template', `{tag}-{datetime}-${commit}`]
}

/**
 * Packs the packages into `out`, in a copy below `scratch`: with the `next` versions, by the changesets that wait, those of a
 * `canary`, or `as-is`, once the versions are raised. `dist` has to be built.
 * The working tree stays as it is. Resolves with one entry for each package: its name, its folder in the repository, both versions, its tarball, and what its
 * changelog says of the release; rejects with what went wrong.
 */
export async function packRelease({ scratch, out, versions = 'next' }) {
  const before = versionsOf(publishedPackages(root))
  workingCopy(scratch)
  const changeset = path.join(root, 'node_modules', '.bin', 'changeset')
  if (versions === 'next') await orFail(changeset, ['version'], scratch)
  if (versions === 'canary') await orFail(changeset, canaryWords(headOf(root)), scratch)
  completePackages(scratch)
  const packages = publishedPackages(scratch)
  for (const { directory } of packages) copyBuilt(path.relative(scratch, directory), directory)
  mkdirSync(out, { recursive: true })
  const waiting = [...packages]
  const packNext = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      await orFail('npm', ['pack', '--silent', '--pack-destination', out], next.directory)
    }
  }
  await Promise.all([packNext(), packNext()])
  const tarballs = readdirSync(out)
  return packages.map(({ directory, manifest: { name, version } }) => {
    const file = `${name.replace('@', '').replace('/', '-')}-${version}.tgz`
    if (!tarballs.includes(file)) throw new Error(`npm pack made no ${file}`)
    const changes = changesIn(directory, version)
    return {
      name,
      folder: path.relative(scratch, directory),
      from: before[name],
      to: version,
      tarball: path.join(out, file),
      changes,
    }
  })
}

/** The commit, in short. */
export function headOf(tree) {
  return git(tree, 'rev-parse', '--short', 'HEAD').trim()
}

function versionsOf(packages) {
  return Object.fromEntries(packages.map(({ manifest: { name, version } }) => [name, version]))
}

function copyBuilt(place, directory) {
  const built = path.join(root, place, 'dist')
  if (!existsSync(built)) throw new Error(`${place}/dist is not there: run npm run build first`)
  cpSync(built, path.join(directory, 'dist'), { recursive: true })
}

/** The part of a changelog that is about one version. */
function changesIn(directory, version) {
  const file = path.join(directory, 'CHANGELOG.md')
  if (!existsSync(file)) return ''
  const [, part = ''] = readFileSync(file, 'utf8').split(`\n## ${version}\n`)
  return part.split('\n## ')[0].trim()
}

async function orFail(command, words, cwd) {
  const { code, output } = await run(command, words, { capture: true, cwd })
  if (code === 0) return
  throw new Error(`${path.basename(command)} ${words.join(' ')} in ${cwd} ended with ${code}\n${output.slice(-4000)}`)
}
