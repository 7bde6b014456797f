import { readFileSync } from 'node:fs'
import {
  diffCatalogues,
  diffSchemas,
  type IdCatalogue,
  type MigratedPaths,
  migratedPaths,
  migrations,
  type SchemaChange,
} from '@berth/manifest'
import { type ContractPart, contractState } from './contract-state.ts'
import { type Changeset, undeclared, waitingChangesets } from './declared.ts'

/** What answers for the changes of the contract since its release. */
export interface Answers {
  readonly changesets: readonly Changeset[]
  readonly versionOf: (packageName: string) => string
  /** The pages that tell users what to do, by their names. */
  readonly pages: Readonly<Record<string, string>>
  readonly migrated: readonly MigratedPaths[]
}

const root = new URL('../../', import.meta.url)
const text = (path: string): string => readFileSync(new URL(path, root), 'utf8')

/** The changes of a part since it was kept. */
export function changesOf(part: ContractPart, old: object, now: object = part.content): readonly SchemaChange[] {
  return part.kind === 'schema' ? diffSchemas(old, now) : diffCatalogues(old as IdCatalogue, now as IdCatalogue)
}

/** A part as it was kept when it was released. */
export function released(name: string): object {
  return JSON.parse(text(`test/contract/released/${name}.snap.json`)) as object
}

/**
 * What is missing for the changes of one part to land. One that breaks is declared by a changeset, told on the pages for
 * those who upgrade, in both languages, and, where it is one of what departments write, migrated.
 */
export function problemsOf(
  name: string,
  part: Pick<ContractPart, 'package'>,
  changes: readonly SchemaChange[],
  answers: Answers,
): readonly string[] {
  const breaking = changes.filter((change) => change.class === 'breaking').map(({ path }) => path)
  const declared = changes.flatMap((change) => {
    const about = part.package(change.path)
    return undeclared([change], { ...answers, package: about, version: answers.versionOf(about) })
  })
  const documented = Object.entries(answers.pages).flatMap(([page, words]) =>
    breaking
      .filter((path) => !words.includes(`\`${path}\``))
      .map((path) => `breaking ${name} ${path} is not told in ${page}: say there what \`${path}\` asks of whom.`),
  )
  const paths = name === 'manifest-schema' || name === 'connector-options' ? name : undefined
  const known = paths === undefined ? breaking : answers.migrated.flatMap((migrated) => migrated[paths])
  const migrated = breaking
    .filter((path) => !known.includes(path))
    .map((path) => `breaking ${name} ${path} is migrated by nothing: packages/manifest/src/migrate/migrations.ts.`)
  return [...declared, ...documented, ...migrated]
}

/** What is missing for everything that changed in this working tree. */
export function contractProblems(): readonly string[] {
  const answers = answersHere()
  return Object.entries(contractState()).flatMap(([name, part]) =>
    problemsOf(name, part, changesOf(part, released(name)), answers),
  )
}

/** What answers in this working tree. */
export function answersHere(): Answers {
  return {
    changesets: waitingChangesets(),
    versionOf: (name) => {
      const short = name.slice('@berth/'.length)
      const folder = short.startsWith('connector-')
        ? `connectors/${short.slice('connector-'.length)}`
        : `packages/${short}`
      return (JSON.parse(text(`${folder}/package.json`)) as { version: string }).version
    },
    pages: Object.fromEntries(['docs/upgrading.md', 'docs/zh/upgrading.md'].map((page) => [page, text(page)])),
    migrated: migrations.map(migratedPaths),
  }
}
