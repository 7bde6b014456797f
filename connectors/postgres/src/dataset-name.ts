/** A table's place: absent schema means the one that the search path finds. */
export interface QualifiedName {
  readonly schema?: string
  readonly name: string
}

/** A name as PostgreSQL has it; one with a dot or a double quote in it stands in double quotes. */
function part(name: string): string {
  return /[."]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name
}

/** How a dataset is named: the bare name where the search path finds it, `schema.name` elsewhere. */
export function datasetName({ schema, name }: QualifiedName): string {
  return schema === undefined ? part(name) : `${part(schema)}.${part(name)}`
}

const names = /^(?:(?:([^."]+)|"((?:[^"]|"")+)")\.)?(?:([^."]+)|"((?:[^"]|"")+)")$/

/** The place that a dataset's name tells. Undefined: it is no such name. */
export function qualifiedName(dataset: string): QualifiedName | undefined {
  const [whole, plainSchema, quotedSchema, plain, quoted] = names.exec(dataset) ?? []
  if (whole === undefined) return undefined
  const schema = plainSchema ?? quotedSchema?.replaceAll('""', '"')
  const name = plain ?? quoted?.replaceAll('""', '"') ?? ''
  return schema === undefined ? { name } : { schema, name }
}
