import type { ErrorObject } from 'ajv/dist/2020.js'
import type { FindingCollector } from '../rules/finding-collector.ts'
import type { ManifestSource } from '../source/manifest-source.ts'
import type { Path } from '../source/path.ts'
import type { Sound, WrittenManifest } from '../source/written-manifest.ts'
import { kindOf } from './kind.ts'
import { schemaErrors } from './manifest-validator.ts'
import { reportSchemaError } from './schema-error-report.ts'
import { withoutPlaces } from './without-places.ts'

/** Reports where the data departs from the schema, and returns the part of it that does not. */
export function structureFindings(
  source: ManifestSource,
  data: unknown,
  collector: FindingCollector,
): Sound<WrittenManifest> {
  const unsound: Path[] = []
  const errors = schemaErrors(data).filter(hasOwnCause)
  for (const error of [...errors.filter(isUnknownKey), ...errors.filter((each) => !isUnknownKey(each))]) {
    const place = reportSchemaError({ error, path: pathOf(error.instancePath, data), source, collector })
    if (place !== undefined) unsound.push(place)
  }
  return withoutPlaces(data, unsound) as Sound<WrittenManifest>
}

/** A misspelt key explains the missing one, so it comes first. */
function isUnknownKey(error: ErrorObject): boolean {
  return error.keyword === 'additionalProperties'
}

/** A choice is reported as a whole and only of a map, a name by its pattern. */
function hasOwnCause(error: ErrorObject): boolean {
  if (error.keyword === 'oneOf' && kindOf(error.data) !== 'object') return false
  return error.keyword !== 'propertyNames' && !/\/oneOf\/\d/.test(error.schemaPath)
}

function pathOf(pointer: string, data: unknown): Path {
  const path: (string | number)[] = []
  let value = data
  for (const step of pointer.split('/').slice(1)) {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~')
    path.push(Array.isArray(value) ? Number(name) : name)
    value = (value as Record<string, unknown>)[name]
  }
  return path
}
