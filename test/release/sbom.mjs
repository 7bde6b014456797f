// The bill of materials of a published package, CycloneDX 1.6.
import { createRequire } from 'node:module'
import { lockedTree } from './production-tree.mjs'

const { Enums, Models, Serialize, Spec, Validation } = createRequire(import.meta.url)('@cyclonedx/cyclonedx-library')

/**
 * Makes the bill of materials of the package in `folder` of the repository at `root`, as JSON. `versions` are those that our own
 * packages are published with. The same lock file and versions make the same text: it holds no time and no number of its own.
 */
export function bomOf(root, folder, versions) {
  const tree = lockedTree(root).treeOf(folder)
  const components = new Map(tree.map((entry) => [entry.place, componentOf(entry, versions)]))
  for (const { place, dependsOn } of tree) {
    for (const dependency of dependsOn) components.get(place).dependencies.add(components.get(dependency).bomRef)
  }
  const [self, ...others] = components.values()
  const bom = new Models.Bom({
    metadata: new Models.Metadata({ component: self }),
    components: new Models.ComponentRepository(others),
  })
  return new Serialize.JsonSerializer(new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6)).serialize(bom, {
    sortLists: true,
    space: 2,
  })
}

/** Holds a bill of materials against the schema of CycloneDX 1.6. Resolves with what is wrong, or with undefined. */
export async function bomProblem(text) {
  const problem = await new Validation.JsonStrictValidator(Spec.Version.v1dot6).validate(text)
  return problem === null ? undefined : JSON.stringify(problem).slice(0, 2000)
}

function componentOf({ name, version: locked, license, integrity }, versions) {
  const version = versions[name] ?? locked
  const [, group, short = name] = /^(@[^/]+)\/(.+)$/.exec(name) ?? []
  const path = name.split('/').map(encodeURIComponent).join('/')
  return new Models.Component(Enums.ComponentType.Library, short, {
    bomRef: `${name}@${version}`,
    ...(group === undefined ? {} : { group }),
    version,
    purl: `pkg:npm/${path}@${version}`,
    licenses: new Models.LicenseRepository(license === undefined ? [] : [licenceOf(license)]),
    hashes: new Models.HashDictionary(integrity === undefined ? [] : [hashOf(integrity)]),
  })
}

function licenceOf(said) {
  return /\s/.test(said) ? new Models.LicenseExpression(said) : new Models.SpdxLicense(said)
}

/** `sha512-` and base64, as the lock file has it. */
function hashOf(integrity) {
  const [algorithm, digest] = integrity.split(' ')[0].split('-')
  const names = { sha1: Enums.HashAlgorithm['SHA-1'], sha512: Enums.HashAlgorithm['SHA-512'] }
  return [names[algorithm], Buffer.from(digest, 'base64').toString('hex')]
}
