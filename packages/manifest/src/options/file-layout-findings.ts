import { BerthError } from '@berth/core'
import type { Finding } from '../findings.ts'
import type { LoadResult } from '../load-manifest.ts'
import type { Resource } from '../model.ts'
import { findingCollector } from '../rules/finding-collector.ts'

/**
 * Checks that the data files of each resource can be written as the manifest says, with lines and columns. `tryLayout` throws
 * `DEFINITION_INVALID` with the `path` below `provide.file` that is wrong and what is `expected` there. Throws a TypeError when `loaded`
 * has no manifest.
 */
export function fileLayoutFindings(loaded: LoadResult, tryLayout: (resource: Resource) => void): readonly Finding[] {
  const { manifest } = loaded
  if (manifest === undefined) throw new TypeError('Only a sound manifest can be checked for its files.')
  const collector = findingCollector(loaded.source)
  for (const resource of Object.values(manifest.resources)) {
    if (resource.provide.file === undefined) continue
    try {
      tryLayout(resource)
    } catch (error) {
      if (!BerthError.is(error) || error.code !== 'DEFINITION_INVALID') throw error
      const path = String(error.details['path'])
      const place = ['resources', resource.id, 'provide', 'file', ...path.split('.')]
      const [zh = '', en = zh] = String(error.details['expected']).split(' / ')
      collector.report('FIL-104', place, 'value', { path, expected: { zh, en } })
    }
  }
  return collector.findings()
}
