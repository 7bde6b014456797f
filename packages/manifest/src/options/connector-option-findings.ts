import type { ConnectorManifest, LocalizedText, OptionSchema } from '@berth/core'
import { secretName } from '../checks/check-connection.ts'
import type { Finding } from '../findings.ts'
import type { LoadResult } from '../load-manifest.ts'
import { nearest } from '../notation/nearest.ts'
import { holdsReference } from '../references/reference.ts'
import { type FindingCollector, findingCollector } from '../rules/finding-collector.ts'
import type { Path } from '../source/path.ts'

/**
 * Checks the options of one connection against what its connector takes, with lines and columns. An option that holds
 * references is checked for its presence only. No finding says a value (SEC-3). Throws a TypeError when `loaded` has no
 * manifest, or no such connection.
 */
export function connectorOptionFindings(
  loaded: LoadResult,
  connectionId: string,
  connector: ConnectorManifest,
): readonly Finding[] {
  const connection = loaded.manifest?.connections[connectionId]
  if (connection === undefined) throw new TypeError(`There is no connection ${connectionId} in a sound manifest.`)
  const path: Path = ['connections', connectionId, 'options']
  const collector = findingCollector(loaded.source)
  const names = Object.keys(connector.options)
  for (const [option, value] of Object.entries(connection.options)) {
    const schema = Object.hasOwn(connector.options, option) ? connector.options[option] : undefined
    if (schema === undefined) reportUnknown(collector, path, option, connector, Object.keys(connection.options))
    else checkOption({ collector, path: [...path, option], connectionId, option, value, schema })
  }
  for (const option of names) {
    const schema = connector.options[option]
    if (schema?.required !== true || Object.hasOwn(connection.options, option)) continue
    const meaning = { zh: schema.title.zh, en: schema.title.en ?? schema.title.zh }
    collector.report('MAN-161', [...path, option], 'key', { connector: connector.name, option, meaning })
  }
  return collector.findings()
}

function reportUnknown(
  collector: FindingCollector,
  path: Path,
  option: string,
  { name, options }: ConnectorManifest,
  given: readonly string[],
): void {
  const names = Object.keys(options)
  const suggestion = nearest(
    option,
    names.filter((each) => !given.includes(each)),
  )
  collector.report('MAN-160', [...path, option], 'key', {
    connector: name,
    option,
    allowed: names.join(', '),
    suggestion,
  })
  if (suggestion !== undefined) collector.settle([...path, suggestion])
}

interface GivenOption {
  readonly collector: FindingCollector
  readonly path: Path
  readonly connectionId: string
  readonly option: string
  readonly value: string | number | boolean
  readonly schema: OptionSchema
}

function checkOption({ collector, path, connectionId, option, value, schema }: GivenOption): void {
  if (holdsReference(value)) return
  if (schema.type === 'string' && schema.secret === true) {
    if (value !== '') collector.report('SEC-301', path, 'key', { option, name: secretName(connectionId, option) })
    return
  }
  const expected = expectation(value, schema)
  if (expected !== undefined) collector.report('MAN-162', path, 'value', { option, expected })
}

/** What the option takes, when `value` is something else. */
function expectation(value: string | number | boolean, schema: OptionSchema): Required<LocalizedText> | undefined {
  switch (schema.type) {
    case 'boolean':
      return typeof value === 'boolean' ? undefined : { zh: ' true 或 false，不加引号', en: 'true or false, unquoted' }
    case 'string': {
      const choice = schema.enum?.join(', ')
      if (typeof value !== 'string') return { zh: '文本，加引号', en: 'a text, in quotes' }
      return choice === undefined || schema.enum?.includes(value) === true
        ? undefined
        : { zh: `以下之一：${choice}`, en: `one of: ${choice}` }
    }
    case 'integer': {
      const { minimum = Number.MIN_SAFE_INTEGER, maximum = Number.MAX_SAFE_INTEGER } = schema
      if (typeof value === 'number' && Number.isInteger(value) && value >= minimum && value <= maximum) return undefined
      const from = schema.minimum === undefined ? '' : ` ≥ ${minimum}`
      const to = schema.maximum === undefined ? '' : ` ≤ ${maximum}`
      return { zh: `整数${from}${to}，不加引号`, en: `a whole number${from}${to}, unquoted` }
    }
  }
}
