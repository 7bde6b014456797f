import { typeOf } from '../values.ts'
import type { Schema } from './schema.ts'

/** Where the records of an answer stand, as its schema tells. */
export interface FoundRecords {
  /** JSONPath. */
  readonly path: string
  readonly record: Schema
  readonly list: boolean
  /** JSONPath of the number of all records. */
  readonly total: string | undefined
}

const maxDepth = 4
/** The most that is looked at: places on one level, members of one object, columns of one record. */
const maxPlaces = 1000
const maxMembers = 200
const maxColumns = 500
const totals =
  /^(?:total|totalcount|total_count|totalelements|totalrecords|count|recordcount|datacount|totaldatacount)$/i
const wrappers = /^(?:data|datas|result|results|body|content|payload|object|obj)$/i

/** The first list of objects from outside in; else the object itself, or the one it wraps. Undefined: it answers with no object. */
export function findRecords(answer: Schema): FoundRecords | undefined {
  let level: { readonly path: string; readonly schema: Schema; readonly total: string | undefined }[] = [
    { path: '$', schema: answer, total: undefined },
  ]
  for (let depth = 0; depth < maxDepth; depth++) {
    for (const { path, schema, total } of level) {
      const record = schema.type === 'array' ? schema.items?.() : undefined
      if (record?.type === 'object' && record.properties.size > 0)
        return { path: `${path}[*]`, record, list: true, total }
    }
    level = level.slice(0, maxPlaces).flatMap(({ path, schema, total: outer }) => {
      const members = schema.type === 'object' ? [...schema.properties].slice(0, maxMembers) : []
      const counted = members.find(([name, property]) => totals.test(name) && isNumber(property()))
      const total = counted === undefined ? outer : `${path}${step(counted[0])}`
      return members.map(([name, property]) => ({ path: `${path}${step(name)}`, schema: property(), total }))
    })
  }
  if (answer.type !== 'object' || answer.properties.size === 0) return undefined
  for (const [name, property] of answer.properties) {
    const inner = property()
    if (wrappers.test(name) && inner.type === 'object' && inner.properties.size > 0)
      return { path: `$${step(name)}`, record: inner, list: false, total: undefined }
  }
  return { path: '$', record: answer, list: false, total: undefined }
}

function isNumber({ type }: Schema): boolean {
  return type === 'integer' || type === 'number'
}

/** One step of a JSONPath. */
export function step(name: string): string {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return `.${name}`
  const text = JSON.stringify(name).slice(1, -1).replaceAll("'", "\\'").replaceAll('\\"', '"')
  return `['${text}']`
}

/** A column of a record. */
export interface FoundColumn {
  readonly name: string
  readonly at: string
  readonly type: string
  readonly nullable: boolean
  readonly comment: string | undefined
}

/** The properties of a record; those of objects inside it by both names. */
export function columnsOf(record: Schema): readonly FoundColumn[] {
  const columns = new Map<string, FoundColumn>()
  const collect = (from: Schema, path: string, prefix: string, depth: number): void => {
    for (const [name, property] of from.properties) {
      if (columns.size >= maxColumns) return
      const schema = property()
      const at = `${path}${step(name)}`
      if (schema.type === 'object' && schema.properties.size > 0 && depth < 2)
        collect(schema, at, `${prefix}${name}_`, depth + 1)
      else {
        const nullable = schema.nullable || !from.required.has(name) || depth > 0
        const column = { name: `${prefix}${name}`, at, type: typeOf(schema), nullable, comment: schema.description }
        if (!columns.has(column.name)) columns.set(column.name, column)
      }
    }
  }
  collect(record, '$', '', 0)
  return [...columns.values()]
}

/** How the answer says that it succeeded, where its schema names the value. */
export function findSuccess(answer: Schema, records: FoundRecords): { at: string; equals: string[] } | undefined {
  if (records.path === '$' || records.path === '$[*]') return undefined
  for (const [name, property] of answer.properties) {
    const { sample, type } = property()
    if (/^(?:code|status|success|resultcode|errcode|ret)$/i.test(name) && sample !== undefined && type !== 'object')
      return { at: `$${step(name)}`, equals: [sample] }
  }
  return undefined
}
