// What a package brings with it when it is installed, as the lock file says.
import { readFileSync } from 'node:fs'
import path from 'node:path'

/**
 * Reads the lock file of a repository. Returns a function that lists what the package in a folder brings with it: itself first,
 * then each dependency once. Drivers that a user installs beside it (peer dependencies) are none of them; `driversOf` lists those.
 */
export function lockedTree(root) {
  const locked = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')).packages
  const component = (place) => {
    const entry = locked[place]
    if (entry === undefined) throw new Error(`${place} is not in package-lock.json: run npm install`)
    return {
      place,
      name: entry.name ?? place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length),
      version: entry.version,
      license: entry.license,
      integrity: entry.integrity,
      dependsOn: dependenciesOf(place),
    }
  }
  const dependenciesOf = (place) => {
    const { dependencies = {}, optionalDependencies = {} } = locked[place]
    return Object.keys({ ...dependencies, ...optionalDependencies })
      .map((name) => found(place, name))
      .filter((each) => each !== undefined)
  }
  // As Node looks for a package: beside the one that asks, then in every folder above.
  const found = (from, name) => {
    for (let folder = from; ; folder = above(folder)) {
      const place = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`
      if (locked[place] !== undefined) return locked[place].link === true ? locked[place].resolved : place
      if (folder === '') return undefined
    }
  }
  const closure = (starts) => {
    const seen = new Map()
    const visit = (place) => {
      if (seen.has(place)) return
      const entry = component(place)
      seen.set(place, entry)
      entry.dependsOn.forEach(visit)
    }
    starts.forEach(visit)
    return [...seen.values()]
  }
  return {
    treeOf: (folder) => closure([folder]),
    driversOf: (folder) =>
      closure(Object.keys(locked[folder]?.peerDependencies ?? {}).flatMap((name) => found(folder, name) ?? [])),
  }
}

function above(folder) {
  const nested = folder.lastIndexOf('/node_modules/')
  return nested < 0 ? '' : folder.slice(0, nested)
}
