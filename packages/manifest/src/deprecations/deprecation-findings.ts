import { writtenEntries } from '../migrate/written-entries.ts'
import type { FindingCollector } from '../rules/finding-collector.ts'
import type { ManifestSource } from '../source/manifest-source.ts'
import type { Deprecation } from './deprecation.ts'
import { deprecations } from './deprecations.ts'

/** Reports `VER-104` for every key that is going to be taken away. */
export function deprecationFindings(
  source: ManifestSource,
  collector: FindingCollector,
  table: readonly Deprecation[] = deprecations,
): void {
  for (const { what, since, until, instead } of table) {
    if (!('manifest' in what)) continue
    const place = { at: what.manifest, ...(what.uses === undefined ? {} : { uses: what.uses }) }
    for (const { path, pair } of writtenEntries(source.document, place)) {
      if (pair !== undefined)
        collector.report('VER-104', path, 'key', { key: String(path.at(-1)), since, until, instead })
    }
  }
}
