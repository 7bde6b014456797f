import type { Value } from '@berth/core'
import type { ServiceDataset } from '@berth/services'
import { isXmlName } from './xml-name.ts'

/** What a question or an operation gives. */
export interface BoundInputs {
  readonly dataset: ServiceDataset
  readonly inputs: ReadonlyMap<string, Value>
  /** The same as texts, those of paging with them. NULL is not there. */
  readonly texts: ReadonlyMap<string, string>
}

/** What fills an element or attribute; undefined leaves it out. */
export type InputText = (inputs: BoundInputs) => string | undefined

/** What a docking wants in a message: an element with a text, with others inside, or several of a name. */
export interface InputElement {
  /** Where it stands, for errors: `query/page`. */
  readonly path: string
  readonly text: InputText | undefined
  readonly attributes: ReadonlyMap<string, InputText>
  readonly children: ReadonlyMap<string, readonly InputElement[]>
}

interface Growing extends InputElement {
  text: InputText | undefined
  readonly attributes: Map<string, InputText>
  readonly children: Map<string, Growing[]>
}

/** Says of what is written at `path` that it cannot be used. */
export type RefuseInput = (path: string) => never

/**
 * Reads the member `input` of a definition: names or paths of elements (`query/page`, `query/@lang`), texts with inputs in
 * braces, maps and lists of them. `text` reads a leaf.
 */
export function messageInput(
  written: unknown,
  leaf: (value: unknown, path: string) => InputText | undefined,
  refuse: RefuseInput,
): InputElement {
  const root = growing('')
  fill(root, written, leaf, refuse)
  return root
}

function fill(
  element: Growing,
  written: unknown,
  leaf: (value: unknown, path: string) => InputText | undefined,
  refuse: RefuseInput,
): void {
  const text = leaf(written, element.path)
  if (text !== undefined) {
    element.text = text
    return
  }
  if (typeof written !== 'object' || written === null || Array.isArray(written)) refuse(element.path)
  for (const [key, value] of Object.entries(written as object)) {
    const steps = key.split('/')
    const last = steps.pop() ?? ''
    const parent = steps.reduce((at, step) => only(at, step, refuse), element)
    if (last.startsWith('@')) {
      const attribute = leaf(value, `${parent.path}/${last}`)
      if (attribute === undefined || !isXmlName(last.slice(1))) refuse(join(parent.path, last))
      else parent.attributes.set(last.slice(1), attribute)
    } else if (Array.isArray(value)) {
      for (const each of value as readonly unknown[]) fill(another(parent, last, refuse), each, leaf, refuse)
    } else fill(only(parent, last, refuse), value, leaf, refuse)
  }
}

function only(parent: Growing, name: string, refuse: RefuseInput): Growing {
  return parent.children.get(name)?.at(-1) ?? another(parent, name, refuse)
}

function another(parent: Growing, name: string, refuse: RefuseInput): Growing {
  if (!isXmlName(name)) refuse(join(parent.path, name))
  const made = growing(join(parent.path, name))
  const siblings = parent.children.get(name)
  if (siblings === undefined) parent.children.set(name, [made])
  else siblings.push(made)
  return made
}

function growing(path: string): Growing {
  return { path, text: undefined, attributes: new Map(), children: new Map() }
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}/${name}`
}
