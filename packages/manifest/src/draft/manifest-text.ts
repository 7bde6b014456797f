import { BerthError } from '@berth/core'
import { type Document, isMap, isScalar, type Pair, parseDocument, type YAMLMap } from 'yaml'

/** A `berth.yaml` as it is, and where `resources` stands in it. */
export interface ManifestText {
  readonly text: string
  readonly document: Document.Parsed
  readonly root: YAMLMap
  /** Absent: the key is not there. */
  readonly resources?: Pair
}

/** A resource that is there already. */
export interface ExistingResource {
  readonly id: string
  readonly connection: string
  readonly dataset: string
}

/**
 * Reads the text of a manifest as far as a draft needs it. Throws `MANIFEST_INVALID` when it is not YAML, is no map or
 * has `resources` that are no map: nothing is added to a file that cannot be read.
 */
export function manifestText(text: string, file: string): ManifestText {
  const document = parseDocument(text, { logLevel: 'error', prettyErrors: false, stringKeys: true })
  const root = document.contents
  if (document.errors.length > 0) throw new BerthError('MANIFEST_INVALID', { file, count: document.errors.length })
  if (!isMap(root)) throw new BerthError('MANIFEST_INVALID', { file, count: 1 })
  const resources = root.items.find((pair) => keyOf(pair) === 'resources')
  if (resources === undefined) return { text, document, root }
  if (!(isMap(resources.value) || isEmpty(resources.value)))
    throw new BerthError('MANIFEST_INVALID', { file, count: 1 })
  return { text, document, root, resources }
}

/** The resources that are there, with the dataset that each comes from. */
export function existingResources({ resources }: ManifestText): readonly ExistingResource[] {
  if (!isMap(resources?.value)) return []
  return resources.value.items.map((pair) => {
    const from = isMap(pair.value) ? pair.value.get('from') : undefined
    const entry = (name: string): string | undefined => {
      const value = isMap(from) ? from.get(name) : undefined
      return typeof value === 'string' ? value : undefined
    }
    const dataset = entry('table') ?? entry('view') ?? entry('dataset') ?? ''
    return { id: keyOf(pair), connection: entry('connection') ?? '', dataset }
  })
}

/** The names of the datasets that are defined at a connection. */
export function definedDatasets({ document }: ManifestText, connection: string): ReadonlySet<string> {
  const datasets: unknown = document.getIn(['connections', connection, 'datasets'], true)
  return new Set(isMap(datasets) ? datasets.items.map(keyOf) : [])
}

/** The title of the system's owner, where it is written. */
export function ownerTitle({ document }: ManifestText): string | undefined {
  for (const path of [
    ['system', 'owner', 'title'],
    ['system', 'owner', 'title', 'zh'],
  ]) {
    const title = document.getIn(path)
    if (typeof title === 'string' && title.trim() !== '') return title
  }
  return undefined
}

/** Whether nothing stands where a value could. */
export function isEmpty(value: unknown): boolean {
  return value === null || (isScalar(value) && value.value === null)
}

/** The key of an entry, as a text. */
export function keyOf(pair: Pair): string {
  return isScalar(pair.key) ? String(pair.key.value) : String(pair.key)
}
