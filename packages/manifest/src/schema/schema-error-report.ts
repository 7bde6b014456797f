import type { LocalizedText } from '@berth/core'
import type { ErrorObject } from 'ajv/dist/2020.js'
import { identifierFrom, identifierPattern } from '../notation/identifier.ts'
import type { RuleId } from '../rules/catalogue.ts'
import type { FindingCollector, FindingDetails } from '../rules/finding-collector.ts'
import type { EntryPart, ManifestSource } from '../source/manifest-source.ts'
import { formatPath, type Path } from '../source/path.ts'
import { itemSchema } from './item-schema.ts'
import type { JsonSchema } from './json-schema.ts'
import { expectedKinds, kindName, kindOf } from './kind.ts'
import { keyBeforeColon, likelyChoice, likelyText, shown } from './likely-value.ts'
import { marksStateSecret } from './state-secret.ts'

/** One departure from the schema, and what is needed to report it. */
export interface SchemaErrorReport {
  readonly error: ErrorObject
  readonly path: Path
  readonly source: ManifestSource
  readonly collector: FindingCollector
}

/** Reports one departure. Returns the place of what is unsound there, or undefined when what is there can stay. */
export function reportSchemaError(report: SchemaErrorReport): Path | undefined {
  const reporter = reporters[report.error.keyword]
  if (reporter === undefined)
    throw new TypeError(`The manifest's schema uses ${report.error.keyword}, which has no report.`)
  return reporter(report)
}

/** The keywords that the schema may use. */
export const reportedKeywords: () => readonly string[] = () => Object.keys(reporters)

const reporters: Readonly<Record<string, (report: SchemaErrorReport) => Path | undefined>> = {
  required: missingKey,
  oneOf: wrongChoice,
  type: wrongKind,
  enum: wrongValue,
  const: (report) => unsound(report, 'VER-101'),
  pattern: wrongPattern,
  minItems: (report) => unsound(report, 'MAN-125', { key: nameOf(report.path) }),
  minProperties: (report) => unsound(report, 'MAN-125', { key: nameOf(report.path) }, 'key'),
  minimum: outOfBounds,
  maximum: outOfBounds,
  uniqueItems: repeatedEntry,
}

function unsound(
  { path, collector }: SchemaErrorReport,
  rule: RuleId,
  details?: FindingDetails,
  part?: EntryPart,
): Path {
  collector.report(rule, path, part ?? 'value', details)
  collector.settle(path)
  return path
}

function missingKey({ error, path, collector }: SchemaErrorReport): undefined {
  const key = String(error.params['missingProperty'])
  const place = [...path, key]
  const schema = error.parentSchema as JsonSchema
  if (schema === itemSchema) {
    collector.report('MAN-201', place, 'key', { item: String(path.at(-1)) })
  } else {
    const meaning = meaningOf(schema.properties?.[key])
    collector.report('MAN-121', place, 'key', { in: nameOf(path), key, meaning })
  }
  collector.settle(place)
}

function wrongChoice({ error, path, collector }: SchemaErrorReport): undefined {
  const choice = (error.schema as { readonly required: readonly [string] }[]).map(({ required: [key] }) => key)
  const given = choice.filter((key) => Object.hasOwn(error.data as object, key))
  if (given.length === 0 && choice.some((key) => collector.isSettled([...path, key]))) return
  const place = given[1] === undefined ? path : [...path, given[1]]
  collector.report('MAN-126', place, 'key', { in: nameOf(path), choice: choice.join(', ') })
  for (const key of choice) collector.settle([...path, key])
}

function wrongKind(report: SchemaErrorReport): Path {
  const { error, path, source } = report
  const key = nameOf(path)
  const found = kindOf(error.data)
  const colon = keyBeforeColon(String(path.at(-1)))
  if (found === 'null' && colon !== undefined) return unsound(report, 'MAN-113', { key: colon }, 'key')
  if (found === 'null') return unsound(report, 'MAN-125', { key })
  const type = (error.parentSchema as JsonSchema).type
  return unsound(report, 'MAN-122', {
    key,
    expected: expectedKinds(type),
    found: kindName(found),
    suggestion: likelyText(source, path, type),
  })
}

function wrongValue(report: SchemaErrorReport): Path {
  const { error, path } = report
  const allowed = [...new Set((error.schema as NonNullable<JsonSchema['enum']>).map(String))]
  const key = nameOf(path)
  if (kindOf(error.data) === 'null') return unsound(report, 'MAN-125', { key })
  if (marksStateSecret(error.data)) return unsound(report, 'MAN-301', { value: error.data })
  const text = shown(String(error.data))
  const quoted = allowed.includes(text) ? JSON.stringify(error.data) : text
  const value = typeof error.data === 'object' ? kindName(kindOf(error.data)) : quoted
  return unsound(report, 'MAN-123', {
    key,
    value,
    allowed: allowed.join(', '),
    suggestion: likelyChoice(error.data, allowed),
  })
}

function wrongPattern(report: SchemaErrorReport): Path | undefined {
  const { error, path, collector } = report
  if ((error.parentSchema as JsonSchema).pattern !== identifierPattern) {
    return unsound(report, 'MAN-125', { key: nameOf(path) })
  }
  const id = error.propertyName ?? String(error.data)
  const details = { id: shown(id), suggestion: identifierFrom(id) }
  if (error.propertyName === undefined) return unsound(report, 'MAN-130', details)
  collector.report('MAN-130', [...path, id], 'key', details)
  if (details.suggestion !== undefined) collector.settle([...path, details.suggestion])
  return undefined
}

function outOfBounds(report: SchemaErrorReport): Path {
  const limit = Number(report.error.params['limit'])
  const bound =
    report.error.keyword === 'minimum'
      ? { zh: `不小于 ${limit}`, en: `at least ${limit}` }
      : { zh: `不大于 ${limit}`, en: `at most ${limit}` }
  return unsound(report, 'MAN-124', { key: nameOf(report.path), bound })
}

function repeatedEntry(report: SchemaErrorReport): Path {
  const [first = 0, second = 0] = [Number(report.error.params['i']), Number(report.error.params['j'])].sort(
    (a, b) => a - b,
  )
  const details = { key: nameOf(report.path), first: first + 1, second: second + 1 }
  report.collector.report('MAN-127', [...report.path, second], 'value', details)
  report.collector.settle(report.path)
  return report.path
}

/** What a place is called: the last key of its path, with the positions behind it. */
export function nameOf(path: Path): string {
  const from = path.findLastIndex((step) => typeof step === 'string')
  return path.length === 0 ? 'berth.yaml' : formatPath(path.slice(Math.max(0, from)))
}

/** What an editor says of a place, in both languages. */
export function meaningOf(schema: JsonSchema | undefined): Required<LocalizedText> {
  const [zh = '', en = zh] = (schema?.description ?? '').split('\n')
  return { zh, en }
}
