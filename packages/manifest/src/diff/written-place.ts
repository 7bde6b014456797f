import type { ManifestSource, Position } from '../source/manifest-source.ts'
import type { Path } from '../source/path.ts'

/** A place of the normal form as it is written. Without a file, as it is usually written. */
export function writtenPath(path: Path, source?: ManifestSource): Path {
  const written = path.filter((_step, at) => !isLayout(path, at)).map((step) => names.get(step) ?? step)
  if (path.at(-1) !== 'dataset' || source === undefined) return written
  const key = datasetKeys.find((each) => source.document.hasIn([...written.slice(0, -1), each]))
  return key === undefined ? written : [...written.slice(0, -1), key]
}

/** Where a place of the normal form stands in a file, or the nearest thing above it. */
export function writtenPlace(path: Path, source: ManifestSource): Position {
  return source.position(writtenPath(path, source), 'key')
}

/** How files are written stands beside where they go. */
function isLayout(path: Path, at: number): boolean {
  return path[at] === 'layout' && path[at - 1] === 'file' && path[at - 2] === 'provide'
}

/** Durations are written without their unit. */
const names: ReadonlyMap<string | number, string> = new Map([
  ['everyMs', 'every'],
  ['maxAgeMs', 'maxAge'],
  ['expiresMs', 'expires'],
])

/** The keys that a dataset may be written under. */
const datasetKeys = ['table', 'view', 'dataset']
