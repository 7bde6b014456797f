import type { ErrorObject } from 'ajv/dist/2020.js'
import type { FindingCollector } from '../rules/finding-collector.ts'
import type { ManifestSource } from '../source/manifest-source.ts'
import type { Path } from '../source/path.ts'
import type { Sound, WrittenManifest } from '../source/written-manifest.ts'
import { kindOf } from './kind.ts'
import { schemaErrors } from './manifest-validator.ts'
import { reportSchemaError } from './schema-error-report.ts'
import { unknownKeyFindings } from './unknown-key-findings.ts'
import { withoutPlaces } from './without-places.ts'

/** Reports where the data departs from the schema, and returns the part of it that does not. */
export function structureFindings(
  source: ManifestSource,
  data: unknown,
  collector: FindingCollector,
): Sound<WrittenManifest> {
  const unsound: Path[] = []
  const errors = schemaErrors(data).filter(hasOwnCause)
  unsound.push(
    ...unknownKeyFindings(
      errors.filter(isUnknownKey).map((error) => [error, placeOf(error, data)]),
      collector,
    ),
  )
  for (const error of errors) {
    if (isUnknownKey(error)) continue
    if (isMisplaced(error, data, unsound)) {
      collector.settle([...placeOf(error, data), String(error.params['missingProperty'])])
      continue
    }
    const place = reportSchemaError({ error, path: placeOf(error, data), source, collector })
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

/** What is missing stands further in, where it is unknown: one fault of indentation. */
function isMisplaced(error: ErrorObject, data: unknown, unknown: readonly Path[]): boolean {
  if (error.keyword !== 'required') return false
  const path = placeOf(error, data)
  return unknown.some(
    (place) => place.at(-1) === error.params['missingProperty'] && path.every((step, index) => place[index] === step),
  )
}

function placeOf({ instancePath }: ErrorObject, data: unknown): Path {
  const path: (string | number)[] = []
  let value = data
  for (const step of instancePath.split('/').slice(1)) {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~')
    path.push(Array.isArray(value) ? Number(name) : name)
    value = (value as Record<string, unknown>)[name]
  }
  return path
}
