import { readdirSync, readFileSync } from 'node:fs'
import type { SchemaChange } from '@berth/manifest'

export type Bump = 'patch' | 'minor' | 'major'

/** What one changeset says. */
export interface Changeset {
  readonly bumps: Readonly<Record<string, Bump>>
  readonly text: string
}

const folder = new URL('../../.changeset/', import.meta.url)

/** The changesets that wait for the next release. */
export function waitingChangesets(): readonly Changeset[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.md') && name !== 'README.md')
    .map((name) => parseChangeset(readFileSync(new URL(name, folder), 'utf8')))
}

export function parseChangeset(content: string): Changeset {
  const [, head = '', text = ''] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(content) ?? []
  const bumps = [...head.matchAll(/^['"]?(@?[\w/-]+)['"]?: (patch|minor|major)$/gm)]
  return { bumps: Object.fromEntries(bumps.map(([, name = '', bump]) => [name, bump as Bump])), text }
}

/**
 * The changes that no changeset declares, each with what to do. One that is compatible needs a minor of its package. One
 * that is breaking needs a major, or before 1.0 a minor, and its path in the words of that very changeset.
 */
export function undeclared(
  changes: readonly SchemaChange[],
  about: { readonly package: string; readonly version: string; readonly changesets: readonly Changeset[] },
): readonly string[] {
  const { package: name, version, changesets } = about
  const big: readonly Bump[] = version.startsWith('0.') ? ['minor', 'major'] : ['major']
  return changes
    .filter((change) => {
      if (change.class === 'patch') return false
      const enough: readonly (Bump | undefined)[] = change.class === 'breaking' ? big : ['minor', 'major']
      const fitting = changesets.filter(({ bumps }) => enough.includes(bumps[name]))
      return !fitting.some(({ text }) => change.class === 'compatible' || text.includes(`\`${change.path}\``))
    })
    .map(({ rule, path, message, subject, class: greatness }) => {
      const bump = greatness === 'breaking' ? big[0] : 'minor'
      const words = greatness === 'breaking' ? `, whose words name \`${path}\`` : ''
      const what = `${greatness} ${rule} ${path}${subject === undefined ? '' : ` (${subject})`}: ${message.en}`
      return `${what}. Take it back, or declare it: npm run changeset, '${name}': ${bump}${words}.`
    })
}
