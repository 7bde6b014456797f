// Whether every package whose code changed is named by a changeset that waits (style.md, rule 25).
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { git } from './git.mjs'
import { publishedPackages } from './published-packages.mjs'

/** What is published of a package besides what is made of it. */
const published = /^(?:src|bin|templates|page)\/|^[\w-]+\.(?:schema\.json|yaml)$|^package\.json$/

/**
 * What is compared with: on a branch the commit where it left `main` (of the remote, where there is one); on `main` itself the last
 * release. Before the first release there is neither, and each package has to be named by a changeset that waits.
 */
export function comparedWith(root, environment = process.env) {
  const resolved = (name) => {
    try {
      return git(root, 'rev-parse', '--verify', '--quiet', `${name}^{commit}`).trim()
    } catch {
      return undefined
    }
  }
  const head = resolved('HEAD')
  for (const name of [environment.BERTH_BASE, 'refs/remotes/origin/main', 'refs/heads/main']) {
    const other = name === undefined || name === '' ? undefined : resolved(name)
    if (other === undefined || head === undefined) continue
    const base = mergeBase(root, other, head)
    if (base !== undefined && base !== head) return { commit: base, what: `where the branch left ${name}` }
  }
  const tag = git(root, 'tag', '--list', '@berth/core@*', '--sort=-creatordate', '--merged', 'HEAD').split('\n')[0]
  return tag ? { commit: resolved(tag), what: `the release ${tag}` } : undefined
}

function mergeBase(root, left, right) {
  try {
    return git(root, 'merge-base', left, right).trim()
  } catch {
    return undefined
  }
}

/** Returns undefined, or what is missing as a text. Says in one line what was compared with what. */
export function changesetProblems(root, { environment = process.env, say = console.log } = {}) {
  const base = comparedWith(root, environment)
  say(
    base === undefined
      ? '     changesets: no release and no other branch to compare with; each package has to wait for its first release'
      : `     changesets: compared with ${base.commit.slice(0, 8)}, ${base.what}`,
  )
  const changed = base === undefined ? undefined : changedFiles(root, base.commit)
  const waiting = waitingChangesets(root, changed)
  // An empty changeset says that nothing of it is to be seen from outside.
  if (changed !== undefined && waiting.some(({ names }) => names.length === 0)) return undefined
  const named = new Set(waiting.flatMap(({ names }) => names))
  const missing = publishedPackages(root).filter(({ directory, manifest }) => {
    if (named.has(manifest.name)) return false
    const folder = `${path.relative(root, directory).replaceAll(path.sep, '/')}/`
    // The commit of a release: its changesets went into the changelog.
    if (changed?.includes(`${folder}CHANGELOG.md`)) return false
    return (
      changed === undefined ||
      changed.some((file) => file.startsWith(folder) && published.test(file.slice(folder.length)))
    )
  })
  if (missing.length === 0) return undefined
  return (
    `no changeset names ${missing.map(({ manifest }) => manifest.name).join(', ')}. Run npm run changeset and say in a sentence or two ` +
    'what users can do now or have to do; npx changeset --empty where they see nothing of it.'
  )
}

/** What differs from a commit in the working tree, with what is not committed yet. */
function changedFiles(root, commit) {
  const changed = git(root, 'diff', '--name-only', '-z', commit).split('\0')
  const fresh = git(root, 'ls-files', '--others', '--exclude-standard', '-z').split('\0')
  return [...changed, ...fresh].filter((file) => file !== '')
}

/** The changesets that wait; of a comparison those that are new or changed in it. */
function waitingChangesets(root, changed) {
  const files = changed ?? git(root, 'ls-files', '--cached', '--others', '--exclude-standard', '-z').split('\0')
  return files
    .filter((file) => /^\.changeset\/[^/]+\.md$/.test(file) && !file.endsWith('/README.md'))
    .filter((file) => existsSync(path.join(root, file)))
    .map((file) => {
      const [, head = ''] = /^---\r?\n([\s\S]*?)---/.exec(readFileSync(path.join(root, file), 'utf8')) ?? []
      return { names: [...head.matchAll(/^['"]?(@?[\w/-]+)['"]?:/gm)].map(([, name]) => name) }
    })
}
