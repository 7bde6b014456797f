import type { ErrorObject } from 'ajv/dist/2020.js'
import { renamedKey } from '../migrate/renamed-key.ts'
import { nearest } from '../notation/nearest.ts'
import type { FindingCollector } from '../rules/finding-collector.ts'
import { formatPath, type Path, shownKey } from '../source/path.ts'
import type { JsonSchema } from './json-schema.ts'
import { keyBeforeColon, shown } from './likely-value.ts'
import { nameOf } from './schema-error-report.ts'

/** The unknown keys of one map. */
interface UnknownKeys {
  readonly path: Path
  readonly allowed: readonly string[]
  /** Known keys that are not there. */
  readonly free: readonly string[]
  readonly keys: string[]
  /** Those of the keys that have no value: what a comma cut off from the value before it. */
  readonly bare: Set<string>
}

/** More than these without a likely meaning in one map are one fault, of indentation most likely. */
const most = 2

/** Reports keys that stand where they are not known, and returns their places. */
export function unknownKeyFindings(
  errors: readonly (readonly [ErrorObject, Path])[],
  collector: FindingCollector,
): readonly Path[] {
  const maps = new Map<string, UnknownKeys>()
  for (const [error, path] of errors) {
    const allowed = Object.keys((error.parentSchema as JsonSchema).properties ?? {})
    const free = allowed.filter((key) => !Object.hasOwn(error.data as object, key))
    const map = maps.get(formatPath(path)) ?? { path, allowed, free, keys: [], bare: new Set<string>() }
    const key = String(error.params['additionalProperty'])
    map.keys.push(key)
    if ((error.data as Record<string, unknown>)[key] === null) map.bare.add(key)
    maps.set(formatPath(path), map)
  }
  for (const map of maps.values()) reportKeys(map, collector)
  return [...maps.values()].flatMap(({ path, keys }) => keys.map((key) => [...path, key]))
}

function reportKeys({ path, allowed, free, keys, bare }: UnknownKeys, collector: FindingCollector): void {
  const strange: string[] = []
  for (const key of keys) {
    const colon = keyBeforeColon(key)
    const suggestion = nearest(key, free)
    const now = renamedKey([...path, key])
    if (now !== undefined) {
      collector.report('VER-103', [...path, key], 'key', { key, ...now })
      collector.settle([...path, now.to])
    } else if (colon !== undefined && allowed.includes(colon)) {
      collector.report('MAN-113', [...path, key], 'key', { key: colon })
      collector.settle([...path, colon])
    } else if (suggestion !== undefined) {
      const details = { key: shown(shownKey(key)), allowed: allowed.join(', '), suggestion }
      collector.report('MAN-120', [...path, key], 'key', details)
      collector.settle([...path, suggestion])
    } else strange.push(key)
  }
  const [first] = strange
  if (first !== undefined && strange.every((key) => bare.has(key))) {
    collector.report('MAN-129', [...path, first], 'key', {
      keys: strange.map((key) => shown(shownKey(key))).join(', '),
      allowed: allowed.join(', '),
    })
  } else if (first !== undefined && strange.length > most) {
    collector.report('MAN-128', [...path, first], 'key', {
      in: nameOf(path),
      count: strange.length,
      keys: strange.map((key) => shown(shownKey(key))).join(', '),
      allowed: allowed.join(', '),
    })
  } else {
    for (const key of strange) {
      collector.report('MAN-120', [...path, key], 'key', { key: shown(shownKey(key)), allowed: allowed.join(', ') })
    }
  }
  for (const key of keys) collector.settle([...path, key])
}
