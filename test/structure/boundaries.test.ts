import path from 'node:path'
import { expect, test } from 'vitest'
import { imports, typescriptFiles, workspacePackages } from './sources.ts'

/** Imports run one way, down this table. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  core: [],
  elements: ['core'],
  manifest: ['core', 'elements'],
  trust: ['core'],
  sql: ['core'],
  files: ['core', 'trust'],
  services: ['core', 'trust'],
  conformance: ['core', 'trust'],
  agent: ['core', 'elements', 'manifest', 'trust', 'sql', 'files'],
  platform: ['conformance', 'core', 'elements', 'manifest', 'trust'],
  cli: ['core', 'elements', 'manifest', 'trust', 'sql', 'files', 'services', 'conformance', 'agent', 'platform'],
  create: ['cli'],
}
const allowedToConnectors = ['core', 'sql', 'files', 'services', 'trust']

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}

test('the table names every package', () => {
  const packages = workspacePackages.filter(({ kind }) => kind === 'packages').map(({ folder }) => folder)
  expect(Object.keys(allowed).toSorted((a, b) => a.localeCompare(b))).toEqual(
    packages.toSorted((a, b) => a.localeCompare(b)),
  )
})

test.each(workspacePackages.map((entry) => [entry.name, entry] as const))(
  '%s imports only what it may',
  (_name, entry) => {
    const may = entry.kind === 'connectors' ? allowedToConnectors : (allowed[entry.folder] ?? [])
    const declared = { ...entry.manifest.dependencies, ...entry.manifest.peerDependencies }
    const used = new Set<string>()
    const wrong: string[] = []
    const folder = `${entry.kind}/${entry.folder}`
    for (const file of typescriptFiles(`${folder}/src`)) {
      for (const specifier of imports(file)) {
        if (specifier.startsWith('node:')) continue
        if (specifier.startsWith('.')) {
          const target = path.posix.join(path.posix.dirname(file), specifier)
          if (!target.startsWith(`${folder}/src/`) || !specifier.endsWith('.ts')) wrong.push(`${file}: ${specifier}`)
          continue
        }
        const name = packageOf(specifier)
        used.add(name)
        if (name.startsWith('@berth/') && !may.includes(name.slice('@berth/'.length)))
          wrong.push(`${file}: ${specifier}`)
        if (!(name in declared)) wrong.push(`${file}: ${specifier} is not declared in package.json`)
      }
    }
    expect(wrong).toEqual([])
    const unused = Object.keys(entry.manifest.dependencies ?? {}).filter((name) => !used.has(name))
    expect(unused, 'dependencies that nothing imports').toEqual([])
  },
)

test('a driver library is imported in driver.ts alone', () => {
  const wrong = workspacePackages
    .filter(({ kind }) => kind === 'connectors')
    .flatMap(({ folder, manifest }) =>
      typescriptFiles(`connectors/${folder}/src`)
        .filter((file) => path.basename(file) !== 'driver.ts')
        .filter((file) =>
          imports(file).some(
            (specifier) => packageOf(specifier) in (manifest.peerDependencies ?? {}) || specifier === 'node:sqlite',
          ),
        ),
    )
  expect(wrong).toEqual([])
})

test('no import of one package runs in a circle', () => {
  const wrong: string[] = []
  for (const { kind, folder } of workspacePackages) {
    const files = typescriptFiles(`${kind}/${folder}/src`)
    const graph = new Map(
      files.map((file) => [
        file,
        imports(file)
          .filter((specifier) => specifier.startsWith('.'))
          .map((specifier) => path.posix.join(path.posix.dirname(file), specifier)),
      ]),
    )
    const done = new Set<string>()
    const visit = (file: string, trail: readonly string[]): void => {
      if (trail.includes(file)) {
        wrong.push([...trail.slice(trail.indexOf(file)), file].join(' -> '))
        return
      }
      if (done.has(file)) return
      for (const next of graph.get(file) ?? []) visit(next, [...trail, file])
      done.add(file)
    }
    for (const file of files) visit(file, [])
  }
  expect(wrong).toEqual([])
})
