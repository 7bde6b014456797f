import { type ConnectorManifest, definitionProblems } from '@berth/core'
import type { Finding } from '../findings.ts'
import type { LoadResult } from '../load-manifest.ts'
import { nearest } from '../notation/nearest.ts'
import { type FindingCollector, findingCollector } from '../rules/finding-collector.ts'
import { formatPath, type Path } from '../source/path.ts'

/**
 * Checks what is written about the datasets of one connection against what its connector takes, with lines and columns.
 * Throws a TypeError when `loaded` has no manifest, or no such connection.
 */
export function connectorDefinitionFindings(
  loaded: LoadResult,
  connectionId: string,
  { name: connector, datasets: schema }: ConnectorManifest,
): readonly Finding[] {
  const connection = loaded.manifest?.connections[connectionId]
  if (connection === undefined) throw new TypeError(`There is no connection ${connectionId} in a sound manifest.`)
  const collector = findingCollector(loaded.source)
  const place: Path = ['connections', connectionId, 'datasets']
  const names = Object.keys(connection.datasets)
  if (schema === undefined) {
    if (names.length > 0) collector.report('MAN-166', place, 'key', { connector })
    return collector.findings()
  }
  for (const dataset of names) {
    for (const { path, kind, expected, allowed } of definitionProblems(connection.datasets[dataset], schema)) {
      const at: Path = [...place, dataset, ...path]
      const details = { connector, path: formatPath([dataset, ...path]), expected }
      if (kind === 'unknown') reportUnknown(collector, at, { ...details, allowed })
      else if (kind === 'missing') collector.report('MAN-164', at, 'key', details)
      else collector.report('MAN-165', at, 'value', details)
    }
  }
  return collector.findings()
}

function reportUnknown(
  collector: FindingCollector,
  at: Path,
  details: { readonly connector: string; readonly path: string; readonly allowed: readonly string[] },
): void {
  const suggestion = nearest(String(at.at(-1)), details.allowed)
  collector.report('MAN-163', at, 'key', { ...details, allowed: details.allowed.join(', '), suggestion })
  if (suggestion !== undefined) collector.settle([...at.slice(0, -1), suggestion])
}
