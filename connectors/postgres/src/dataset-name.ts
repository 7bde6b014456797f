/** A table's or routine's place in the catalogue. */
export interface Place {
  readonly schema: string
  readonly name: string
  /** Whether the search path finds it. */
  readonly visible: boolean
}

/** How a dataset is named: as it is where the search path finds it, `schema.name` elsewhere. Nothing is quoted. */
export function datasetName({ schema, name, visible }: Place): string {
  return visible ? name : `${schema}.${name}`
}

/** The names that a dataset of this name may have without its schema: a dot may be part of either. */
export function possibleNames(dataset: string): string[] {
  const parts = dataset.split('.')
  return parts.map((_, at) => parts.slice(at).join('.'))
}

/** The one of this name, first where the search path finds it. */
export function placed<Found extends Place>(found: readonly Found[], dataset: string): Found | undefined {
  const visible = found.find(({ name, visible: isVisible }) => isVisible && name === dataset)
  return visible ?? found.find(({ schema, name }) => `${schema}.${name}` === dataset)
}

/** The place of a table of ours, which has no dot in its name. */
export function ownPlace(dataset: string): { readonly schema?: string; readonly name: string } {
  const dot = dataset.indexOf('.')
  return dot < 0 ? { name: dataset } : { schema: dataset.slice(0, dot), name: dataset.slice(dot + 1) }
}
