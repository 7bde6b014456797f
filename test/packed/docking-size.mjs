// What a docking takes on a disk: the packages that it needs, and what those need, as they are installed.
import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** The bound of a docking with one connector, without Node. */
export const mostMegabytes = 60

/** In MB of 1024 KB, as `du -m` counts: whole blocks, and folders too. Optional peers that happen to be there are left out. */
export function dockingSize(folder, names) {
  const sizes = new Map()
  const visit = (name, from) => {
    const home = installed(name, from)
    if (home === undefined || sizes.has(home)) return
    sizes.set(home, kilobytes(home))
    const {
      dependencies = {},
      peerDependencies = {},
      peerDependenciesMeta = {},
    } = JSON.parse(readFileSync(path.join(home, 'package.json'), 'utf8'))
    const peers = Object.keys(peerDependencies).filter((peer) => peerDependenciesMeta[peer]?.optional !== true)
    for (const needed of [...Object.keys(dependencies), ...peers]) visit(needed, home)
  }
  for (const name of names) visit(name, folder)
  const total = [...sizes.values()].reduce((sum, size) => sum + size, 0)
  const largest = [...sizes].toSorted((one, other) => other[1] - one[1]).slice(0, 8)
  return {
    megabytes: Math.ceil(total / 1024),
    largest: largest.map(([home, size]) => `${path.basename(home)} ${Math.ceil(size / 1024)} MB`).join(', '),
  }
}

function installed(name, from) {
  for (let place = from; ; place = path.dirname(place)) {
    const home = path.join(place, 'node_modules', name)
    if (existsSync(home)) return home
    if (path.dirname(place) === place) return undefined
  }
}

/** Blocks of what is in a folder, and not of what is installed below it. */
function kilobytes(home) {
  let sum = blocks(home)
  for (const entry of readdirSync(home, { withFileTypes: true })) {
    const file = path.join(home, entry.name)
    if (entry.isDirectory() && entry.name !== 'node_modules') sum += kilobytes(file)
    else if (entry.isFile()) sum += blocks(file)
  }
  return sum
}

function blocks(file) {
  return lstatSync(file).blocks / 2
}
