import { reportSchema, requirements } from '@berth/conformance'
import { errorCatalogue, type OptionSchema } from '@berth/core'
import { changeRules, type IdCatalogue, manifestJsonSchema, ruleCatalogue } from '@berth/manifest'
import { commandSnapshot } from '../../packages/cli/scripts/snapshot.ts'
import { publicationSchema } from '../../packages/platform/src/catalogue/publication-schema.ts'
import { triedConnectors } from '../docs/connectors-page.ts'

/** One part of what others rely on, and the package whose changesets tell of a change at a path of it. */
export type ContractPart = { readonly package: (path: string) => string } & (
  | { readonly kind: 'schema'; readonly content: object }
  | { readonly kind: 'catalogue'; readonly content: IdCatalogue }
)

type Facts = IdCatalogue[string]

function catalogue(entries: readonly (readonly [string, Facts])[]): IdCatalogue {
  return Object.fromEntries(entries.toSorted(([left], [right]) => (left < right ? -1 : 1)))
}

interface CommandSurface {
  readonly id: string
  readonly arguments: readonly Parameter[]
  readonly flags: readonly Parameter[]
}

interface Parameter {
  readonly name: string
  readonly required: boolean
  readonly multiple: boolean
  readonly value?: string
  readonly char?: string
}

function commands(): IdCatalogue {
  const surface: readonly CommandSurface[] = JSON.parse(commandSnapshot())
  const facts = ({ required, multiple, value, char }: Parameter): Facts => ({
    required,
    multiple,
    takesValue: value !== undefined,
    ...(char === undefined ? {} : { char }),
  })
  return catalogue(
    surface.flatMap((command): (readonly [string, Facts])[] => [
      [command.id, {}],
      ...command.arguments.map((each, at) => [`${command.id} ${each.name}`, { ...facts(each), at }] as const),
      ...command.flags.map((each) => [`${command.id} --${each.name}`, facts(each)] as const),
    ]),
  )
}

/** The options of all connectors as one schema, each connector a key. */
function connectorOptions(): object {
  const option = ({ title: _words, required: _needed, ...rest }: OptionSchema): object => rest
  const connectors = triedConnectors.map(({ manifest: { name, options } }): [string, object] => [
    name,
    {
      properties: Object.fromEntries(Object.entries(options).map(([id, schema]) => [id, option(schema)])),
      required: Object.keys(options).filter((id) => options[id]?.required === true),
      additionalProperties: false,
    },
  ])
  return { properties: Object.fromEntries(connectors.toSorted(([left], [right]) => (left < right ? -1 : 1))) }
}

let known: Readonly<Record<string, ContractPart>> | undefined

/** What others rely on, as it is now, by the name of its file under `released/`. Gathered once: the commands are asked in a process. */
export function contractState(): Readonly<Record<string, ContractPart>> {
  known ??= gathered()
  return known
}

function gathered(): Readonly<Record<string, ContractPart>> {
  return {
    'manifest-schema': { package: () => '@berth/manifest', kind: 'schema', content: manifestJsonSchema() },
    'publication-schema': { package: () => '@berth/platform', kind: 'schema', content: publicationSchema },
    'report-schema': { package: () => '@berth/conformance', kind: 'schema', content: reportSchema },
    'connector-options': {
      package: (path) => `@berth/connector-${path.split('.')[0]}`,
      kind: 'schema',
      content: connectorOptions(),
    },
    'error-codes': {
      package: () => '@berth/core',
      kind: 'catalogue',
      content: catalogue(
        Object.entries(errorCatalogue).map(([code, { action, origin, status }]) => [code, { action, origin, status }]),
      ),
    },
    clauses: {
      package: () => '@berth/conformance',
      kind: 'catalogue',
      // One clause may bind two roles.
      content: catalogue(
        requirements.map(({ id, role, keyword, level, since }) => [`${role} ${id}`, { keyword, level, since }]),
      ),
    },
    commands: { package: () => '@berth/cli', kind: 'catalogue', content: commands() },
    'manifest-rules': {
      package: () => '@berth/manifest',
      kind: 'catalogue',
      content: catalogue(Object.entries(ruleCatalogue).map(([id, { severity }]) => [id, { severity }])),
    },
    'change-rules': {
      package: () => '@berth/manifest',
      kind: 'catalogue',
      content: catalogue(
        Object.entries(changeRules).map(([id, rule]) => [id, { class: rule.class, loosens: rule.loosens === true }]),
      ),
    },
  }
}
