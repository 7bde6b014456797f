// Under which licences the published packages bring code along, held against the policy in licences.json.
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import parse from 'spdx-expression-parse'
import { lockedTree } from './production-tree.mjs'
import { publishedPackages } from './published-packages.mjs'

/** What is allowed. `allowedOfDrivers` in addition, for what users install beside a connector. */
export const policy = JSON.parse(readFileSync(new URL('licences.json', import.meta.url), 'utf8'))

/** Every package that comes with ours, and every driver installed beside them, once: name, version, licence, of which of ours. */
export function usedLicences(root) {
  const tree = lockedTree(root)
  const used = new Map()
  for (const { directory, manifest } of publishedPackages(root)) {
    const folder = path.relative(root, directory)
    const with_ = (entries, driver) => {
      for (const { place, name, version, license } of entries) {
        if (!place.includes('node_modules/')) continue
        const known = used.get(place) ?? {
          name,
          version,
          licence: license ?? statedIn(root, place),
          driver: true,
          by: [],
        }
        used.set(place, { ...known, driver: known.driver && driver, by: [...known.by, manifest.name] })
      }
    }
    with_(tree.treeOf(folder), false)
    // What other packages name as a peer (a test runner, the platform) is no driver.
    if (folder.startsWith('connectors')) with_(tree.driversOf(folder), true)
  }
  return [...used.values()].sort((left, right) => (left.name < right.name ? -1 : 1))
}

/** Old packages say it in a list that the lock file does not take over. */
function statedIn(root, place) {
  const file = path.join(root, place, 'package.json')
  if (!existsSync(file)) return undefined
  const { license, licenses = [] } = JSON.parse(readFileSync(file, 'utf8'))
  const types = licenses.map(({ type }) => type)
  return license ?? (types.length > 0 ? types.join(' OR ') : undefined)
}

/** What is not allowed, each as a sentence with what to do. */
export function licenceProblems(used, { allowed, allowedOfDrivers, exceptions } = policy) {
  const strangers = used.flatMap(({ name, version, licence, driver, by }) => {
    if (Object.hasOwn(exceptions, name)) return []
    if (licence !== undefined && isAllowed(licence, driver ? [...allowed, ...allowedOfDrivers] : allowed)) return []
    return [
      `${name} ${version} (for ${by.join(', ')}) is under ${licence ?? 'no licence that it states'}. ` +
        'Do without it, or have the policy in test/release/licences.json say why it may be used.',
    ]
  })
  const needless = Object.keys(exceptions).filter((name) => !used.some((each) => each.name === name))
  return [
    ...strangers,
    ...needless.map((name) => `the exception for ${name} is not needed: remove it from the policy.`),
  ]
}

/** Of `A OR B` one has to be allowed, of `A AND B` both. */
function isAllowed(expression, allowed) {
  const holds = (node) => {
    if (node.conjunction === 'or') return holds(node.left) || holds(node.right)
    if (node.conjunction === 'and') return holds(node.left) && holds(node.right)
    return node.exception === undefined && allowed.includes(node.license)
  }
  try {
    return holds(parse(expression))
  } catch {
    return false
  }
}

/** The report, one row for each package. */
export function licenceTable(used) {
  const row = ({ name, version, licence, driver }) => {
    const exception = policy.exceptions[name]
    const said = licence ?? exception?.licence ?? '?'
    return `| ${name} | ${version} | ${said} | ${driver ? 'driver, installed by the user' : ''} |`
  }
  return [
    '# Licences of what Berth brings along',
    '',
    'Made from the lock file. Each package keeps its own licence and notice in its folder; none of them is bundled into ours.',
    '',
    '| package | version | licence | |',
    '|---|---|---|---|',
    ...used.map(row),
    '',
    ...Object.entries(policy.exceptions).map(([name, { why }]) => `${name}: ${why}.`),
    '',
  ].join('\n')
}
