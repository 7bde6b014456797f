import { BerthError } from '@berth/core'
import type { FileDataset } from '../../definition/file-dataset.ts'

/** One step of the paths of all columns, so that an element is looked up once. */
export interface PathNode {
  readonly children: Map<string, PathNode>
  readonly attributes: Map<string, number>
  /** The column that the text of this element is. */
  column?: number
  /** Where more than one column stands in this element, and it may repeat: which. */
  group?: PathGroup
}

/** The columns within an element. */
export interface PathGroup {
  readonly number: number
  readonly lists: readonly number[]
  readonly plain: readonly number[]
  /** The next one around it. */
  readonly within: PathGroup | undefined
}

/** Where the columns of a record stand in its element. */
export interface RecordPaths {
  readonly root: PathNode
  /** Columns whose path ends with `[]`: all elements of that path, as a JSON list of texts. */
  readonly lists: ReadonlySet<number>
  /** By number. */
  readonly groups: readonly PathGroup[]
}

/** The local names of the elements that lead to a record, the record's own the last. */
export function recordPath(dataset: FileDataset): readonly string[] {
  const steps = (dataset.record ?? '').split('/').filter((step) => step !== '')
  if (steps.length === 0) throw invalid(dataset, 'record', '/permits/permit')
  return steps.map(localName)
}

/**
 * Columns by path from the record: `name`, `address/city`, `@id`, `address/@code`, `.` for the text of the record itself, `phone[]` for a
 * list. Prefixes of namespaces are not looked at.
 */
export function recordPaths(names: readonly string[], dataset: FileDataset): RecordPaths {
  const root = node()
  const lists = new Set<number>()
  names.forEach((name, column) => {
    const from = dataset.columns.find((each) => each.name === name)?.from ?? name
    const steps = from
      .replace(/\[\]$/, '')
      .split('/')
      .filter((step) => step !== '' && step !== '.')
    const attribute = steps.at(-1)?.startsWith('@') === true ? localName(steps.pop()?.slice(1) ?? '') : undefined
    let at = root
    for (const step of steps) {
      if (step.startsWith('@')) throw invalid(dataset, `columns.${name}.from`, 'a/b/@c')
      const next = at.children.get(localName(step)) ?? node()
      at.children.set(localName(step), next)
      at = next
    }
    const taken = attribute === undefined ? at.column !== undefined : at.attributes.has(attribute)
    if (taken) throw invalid(dataset, `columns.${name}.from`, 'a path of its own')
    if (attribute === undefined) at.column = column
    else at.attributes.set(attribute, column)
    if (from.endsWith('[]')) lists.add(column)
  })
  const groups: PathGroup[] = []
  for (const child of root.children.values()) group(child, lists, undefined, groups)
  return { root, lists, groups }
}

function group(at: PathNode, lists: ReadonlySet<number>, around: PathGroup | undefined, groups: PathGroup[]): void {
  const columns = columnsWithin(at)
  let within = around
  if (columns.length > 1) {
    const [listed, plain] = [columns.filter((each) => lists.has(each)), columns.filter((each) => !lists.has(each))]
    within = { number: groups.length, lists: listed, plain, within: around }
    at.group = within
    groups.push(within)
  }
  for (const child of at.children.values()) group(child, lists, within, groups)
}

function columnsWithin(at: PathNode): number[] {
  const own = at.column === undefined ? [] : [at.column]
  return [...own, ...at.attributes.values(), ...[...at.children.values()].flatMap(columnsWithin)]
}

/** A name without the prefix of its namespace. */
export function localName(name: string): string {
  const colon = name.indexOf(':')
  return colon < 0 ? name : name.slice(colon + 1)
}

function node(): PathNode {
  return { children: new Map(), attributes: new Map() }
}

function invalid(dataset: FileDataset, path: string, expected: string): BerthError {
  return new BerthError('DEFINITION_INVALID', { connector: 'file', dataset: dataset.name, path, expected })
}
