import type { ConnectorManifest } from '../contract/connector.ts'
import type { DefinitionSchema, TextDefinition } from '../contract/definition.ts'
import type { LocalizedText } from '../contract/value.ts'
import { BerthError } from '../errors/berth-error.ts'

/** Something that a definition has wrong. */
export interface DefinitionProblem {
  /** From the definition inwards: names of members, positions in lists. */
  readonly path: readonly (string | number)[]
  /** `unknown`: there is no such member. `missing`: it is needed. `invalid`: it is something else than `expected`. */
  readonly kind: 'unknown' | 'missing' | 'invalid'
  /** What would be right, without the value that is there. */
  readonly expected: Required<LocalizedText>
  /** The names that there are, of an unknown member. */
  readonly allowed: readonly string[]
}

/** Everything that is wrong with what a docking wrote about one dataset; empty where nothing is (MAN-1). */
export function definitionProblems(value: unknown, schema: DefinitionSchema): readonly DefinitionProblem[] {
  return problemsAt(value, schema, [])
}

/**
 * The definitions that a session is opened with. Throws `DEFINITION_INVALID`, which names dataset and place, never the
 * value, and `DEFINITION_UNUSED` where the connector takes none.
 */
export function validateDefinitions(
  { name, datasets: schema }: ConnectorManifest,
  given: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  for (const [dataset, definition] of Object.entries(given)) {
    if (schema === undefined) throw new BerthError('DEFINITION_UNUSED', { connector: name, dataset })
    const [problem] = definitionProblems(definition, schema)
    if (problem === undefined) continue
    const path = problem.path.length === 0 ? '.' : problem.path.join('.')
    const details = { connector: name, dataset, path, expected: `${problem.expected.zh} / ${problem.expected.en}` }
    throw new BerthError('DEFINITION_INVALID', details)
  }
  return given
}

type Path = readonly (string | number)[]

function problemsAt(value: unknown, schema: DefinitionSchema, path: Path): readonly DefinitionProblem[] {
  if (!hasKind(value, schema)) return [invalid(path, kinds(schema))]
  switch (schema.type) {
    case 'text': {
      const expected = expectedText(String(value), schema)
      return expected === undefined ? [] : [invalid(path, expected)]
    }
    case 'integer': {
      const { minimum = Number.MIN_SAFE_INTEGER, maximum = Number.MAX_SAFE_INTEGER } = schema
      if (Number(value) >= minimum && Number(value) <= maximum) return []
      return [
        invalid(path, { zh: `${minimum} 到 ${maximum} 的整数`, en: `a whole number from ${minimum} to ${maximum}` }),
      ]
    }
    case 'list': {
      const items = value as readonly unknown[]
      if (items.length < (schema.minItems ?? 0)) return [invalid(path, titled(schema))]
      return items.flatMap((item, index) => problemsAt(item, schema.items, [...path, index]))
    }
    case 'map':
      return Object.entries(value as object).flatMap(([name, entry]) =>
        problemsAt(entry, schema.values, [...path, name]),
      )
    case 'object':
      return membersProblems(value as Readonly<Record<string, unknown>>, schema.members, path)
    case 'choice': {
      const kind = schema.of.find((each) => hasKind(value, each))
      return kind === undefined ? [] : problemsAt(value, kind, path)
    }
    default:
      return []
  }
}

function invalid(path: Path, expected: Required<LocalizedText>): DefinitionProblem {
  return { path, kind: 'invalid', expected, allowed: [] }
}

function expectedText(text: string, schema: TextDefinition): Required<LocalizedText> | undefined {
  if (schema.enum !== undefined && !schema.enum.includes(text)) {
    const choice = schema.enum.join(', ')
    return { zh: `以下之一：${choice}`, en: `one of: ${choice}` }
  }
  const fits = schema.pattern === undefined || new RegExp(`^(?:${schema.pattern})$`, 'u').test(text)
  return fits ? undefined : titled(schema)
}

function membersProblems(
  value: Readonly<Record<string, unknown>>,
  members: Readonly<Record<string, DefinitionSchema>>,
  path: Path,
): readonly DefinitionProblem[] {
  const allowed = Object.keys(members)
  const names = { zh: `可用：${allowed.join(', ')}`, en: `it has: ${allowed.join(', ')}` }
  const given = Object.entries(value).flatMap(([name, entry]): readonly DefinitionProblem[] => {
    const member = Object.hasOwn(members, name) ? members[name] : undefined
    return member === undefined
      ? [{ path: [...path, name], kind: 'unknown', expected: names, allowed }]
      : problemsAt(entry, member, [...path, name])
  })
  const missing = Object.entries(members).flatMap(([name, member]): readonly DefinitionProblem[] =>
    member.required === true && !Object.hasOwn(value, name)
      ? [{ path: [...path, name], kind: 'missing', expected: titled(member), allowed: [] }]
      : [],
  )
  return [...given, ...missing]
}

function hasKind(value: unknown, schema: DefinitionSchema): boolean {
  switch (schema.type) {
    case 'text':
      return typeof value === 'string'
    case 'integer':
      return Number.isInteger(value)
    case 'boolean':
      return typeof value === 'boolean'
    case 'list':
      return Array.isArray(value)
    case 'map':
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value)
    case 'choice':
      return schema.of.some((each) => hasKind(value, each))
    case 'any':
      return true
  }
}

const words: Readonly<Record<DefinitionSchema['type'], Required<LocalizedText>>> = {
  text: { zh: '文本，加引号', en: 'a text, in quotes' },
  integer: { zh: '整数，不加引号', en: 'a whole number, unquoted' },
  boolean: { zh: 'true 或 false，不加引号', en: 'true or false, unquoted' },
  list: { zh: '列表', en: 'a list' },
  map: { zh: '以名称为键的映射', en: 'a map by names' },
  object: { zh: '映射', en: 'a map' },
  choice: { zh: '', en: '' },
  any: { zh: '任意值', en: 'any value' },
}

function kinds(schema: DefinitionSchema): Required<LocalizedText> {
  if (schema.type !== 'choice') return words[schema.type]
  const each = schema.of.map(kinds)
  return { zh: each.map(({ zh }) => zh).join('，或'), en: each.map(({ en }) => en).join(', or ') }
}

function titled({ title }: DefinitionSchema): Required<LocalizedText> {
  return { zh: title.zh, en: title.en ?? title.zh }
}
