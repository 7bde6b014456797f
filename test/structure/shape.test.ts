import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { lines, root, typescriptFiles, workspacePackages } from './sources.ts'

const tracked = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).trim().split('\n')
const sources = workspacePackages.flatMap(({ kind, folder }) => typescriptFiles(`${kind}/${folder}/src`))
const tests = workspacePackages
  .flatMap(({ kind, folder }) => typescriptFiles(`${kind}/${folder}/test`))
  .concat(typescriptFiles('test'))

test('the top level is what a visitor is told it is', () => {
  const top = new Set(tracked.map((file) => file.split('/')[0] ?? '').filter((name) => !name.startsWith('.')))
  expect([...top].toSorted((a, b) => a.localeCompare(b))).toEqual(
    [
      'CONTRIBUTING.md',
      'LICENSE',
      'README.md',
      'README.zh-CN.md',
      'SECURITY.md',
      'connectors',
      'docs',
      'examples',
      'package-lock.json',
      'package.json',
      'packages',
      'templates',
      'test',
      'tsconfig.json',
      'turbo.json',
    ].toSorted((a, b) => a.localeCompare(b)),
  )
})

test('no source file is over 400 lines, no test file over 600', () => {
  const long = [
    ...sources.filter((file) => lines(file).length > 400),
    ...tests.filter((file) => lines(file).length > 600),
  ]
  expect(long).toEqual([])
})

test('the median source file has at most 100 lines', () => {
  const sizes = sources.map((file) => lines(file).length).toSorted((a, b) => a - b)
  expect(sizes[Math.floor(sizes.length / 2)]).toBeLessThanOrEqual(100)
})

test('the contract is a small folder: no file over 150 lines, no class, half of it comments', () => {
  const files = typescriptFiles('packages/core/src/contract')
  const all = files.flatMap(lines).filter((line) => line.trim() !== '')
  const comments = all.filter((line) => /^\s*(?:\/\*\*|\*|\/\/)/.test(line))
  expect(files.filter((file) => lines(file).length > 150)).toEqual([])
  expect(all.filter((line) => /^\s*(?:export )?class /.test(line))).toEqual([])
  expect(comments.length / all.length).toBeGreaterThan(0.4)
})

const toServers = 'docs/decisions/0013-connectors-to-servers-are-longer-than-a-dialect.md'

/** A connector that may be longer than 1,000 lines, and the decision that says why. */
const longer: Readonly<Record<string, { readonly lines: number; readonly decision: string }>> = {
  firebird: { lines: 2500, decision: 'docs/decisions/0009-the-firebird-connector-reads-beneath-its-driver.md' },
  odbc: { lines: 2250, decision: 'docs/decisions/0012-the-odbc-driver-runs-in-a-process-of-its-own.md' },
  ftp: { lines: 1150, decision: toServers },
  mssql: { lines: 2300, decision: toServers },
  mysql: { lines: 2300, decision: toServers },
  postgres: { lines: 2300, decision: toServers },
  sftp: { lines: 1500, decision: 'docs/decisions/0019-sftp-is-spoken-above-ssh2.md' },
  soap: { lines: 2500, decision: 'docs/decisions/0016-the-soap-connector-reads-wsdl-itself.md' },
}

/** Standard files that a connector does without: it has nothing of the kind, or the room it shares has it for all of them. */
const elsewhere: Readonly<Record<string, readonly string[]>> = {
  memory: ['options.ts', 'driver.ts', 'values.ts', 'errors.ts'],
  // packages/services drives axios and names its failures, for soap too.
  http: ['driver.ts', 'errors.ts'],
  // packages/files reads the cells, wherever the files are.
  file: ['values.ts'],
  ftp: ['values.ts'],
  sftp: ['values.ts'],
}

test.each(workspacePackages.filter(({ kind }) => kind === 'connectors'))(
  'connector $folder has the standard files and size',
  ({ folder }) => {
    const base = `connectors/${folder}/src`
    const files = typescriptFiles(base)
    const needed = [
      'index.ts',
      'manifest.ts',
      'session.ts',
      ...['options.ts', 'driver.ts', 'values.ts', 'errors.ts'].filter(
        (file) => !(elsewhere[folder] ?? []).includes(file),
      ),
    ]
    expect(needed.filter((file) => !files.includes(`${base}/${file}`))).toEqual([])
    const { lines: limit, decision } = longer[folder] ?? { lines: 1000, decision: 'docs/decisions/README.md' }
    expect(existsSync(path.join(root, decision))).toBe(true)
    expect(files.flatMap(lines).length).toBeLessThanOrEqual(limit)
    expect(readFileSync(path.join(root, base, 'index.ts'), 'utf8')).toMatch(/\bconnector\b/)
  },
)

test.each(workspacePackages)('$name is published closed, with types and sources', ({ kind, folder, manifest }) => {
  const base = path.join(root, kind, folder)
  expect(manifest).toMatchObject({ type: 'module', license: 'Apache-2.0', engines: { node: '>=24' } })
  expect(manifest['sideEffects']).toBe(false)
  for (const [entry, target] of Object.entries(manifest.exports as Record<string, unknown>)) {
    if (entry === './package.json') continue
    expect(Object.keys(target as object)).toEqual(['@berth/source', 'types', 'default'])
    expect(existsSync(path.join(base, (target as Record<string, string>)['@berth/source'] ?? ''))).toBe(true)
  }
  expect(existsSync(path.join(base, 'README.md')), `${folder}/README.md`).toBe(true)
  expect(readdirSync(path.join(base, 'test')).length, `${folder}/test`).toBeGreaterThan(0)
  const { extends: extended, ...settings } = JSON.parse(
    readFileSync(path.join(base, 'tsconfig.json'), 'utf8'),
  ) as Record<string, unknown>
  expect(extended).toBe('../../tsconfig.json')
  expect(settings).not.toHaveProperty('compilerOptions')
})

test('names say what a file is about', () => {
  const vague = /(?:^|\/)(?:utils?|helpers?|common|misc|shared|types|index\d+)(?:\.\w+|\/|$)/
  expect(tracked.filter((file) => vague.test(file))).toEqual([])
})

test('sources have no any, no suppressed type check, no default export and no re-export of everything', () => {
  const rules = [
    /@ts-(?:ignore|nocheck|expect-error)/,
    /:\s*any\b|\bas any\b|<any>/,
    /^export \* from/,
    /\b(?:TODO|FIXME|XXX)\b/,
  ]
  const wrong = sources.flatMap((file) =>
    lines(file).flatMap((line, index) =>
      !/^\s*(?:\/?\*|\/\/)/.test(line) && rules.some((rule) => rule.test(line)) ? [`${file}:${index + 1}`] : [],
    ),
  )
  const defaults = sources
    .filter((file) => !file.startsWith('packages/cli/src/commands/'))
    .flatMap((file) =>
      lines(file).flatMap((line, index) => (/^export default/.test(line) ? [`${file}:${index + 1}`] : [])),
    )
  expect([...wrong, ...defaults]).toEqual([])
})

test('no test is skipped, focused or left for later; a live test may depend on the server it has', () => {
  const marks = /\b(?:it|test|describe)\.(?:skip|only|todo|skipIf)\b/
  const conditional = /\b(?:it|test|describe)\.runIf\b/
  const wrong = tests
    .filter((file) => !file.startsWith('test/structure/'))
    .flatMap((file) => {
      const live = /\.(?:live|optin)\.test\.ts$/.test(file) || file === 'test/servers/live.ts'
      return lines(file).flatMap((line, index) =>
        marks.test(line) || (conditional.test(line) && !live) ? [`${file}:${index + 1}`] : [],
      )
    })
  expect(wrong).toEqual([])
})

test('every page that a comment or a page of the repository refers to is there', () => {
  const files = [...sources, ...tracked.filter((file) => file.endsWith('.md'))]
  const missing = files.flatMap((file) =>
    [...readFileSync(path.join(root, file), 'utf8').matchAll(/\bdocs\/[\w./-]+\.md\b/g)]
      .map((match) => match[0])
      .filter((page) => !existsSync(path.join(root, page)))
      .map((page) => `${file}: ${page}`),
  )
  expect(missing).toEqual([])
})
