import { isJsonNumber, type JsonValue } from '@berth/core'
import { JSONPathEnvironment } from 'json-p3'
import type { AnswerPath } from './answer-path.ts'

const environment = new JSONPathEnvironment({ maxRecursionDepth: 200 })
const step = /\.([\p{L}_$][\p{L}\p{N}_$-]*)|\['([^'\\]*)'\]|\["([^"\\]*)"\]|\[(\d{1,9})\]/uy

/** A JSONPath of RFC 9535. Throws where it is none. */
export function jsonPath(text: string): AnswerPath {
  const query = environment.compile(text)
  const steps = plainSteps(text)
  if (steps !== undefined) return { find: (node) => walk(node, steps) }
  const list = text.endsWith('[*]') ? plainSteps(text.slice(0, -3)) : undefined
  if (list !== undefined)
    return { find: (node) => walk(node, list).flatMap(elements), list: { find: (node) => walk(node, list) } }
  const of = text.endsWith('[*]') ? environment.compile(text.slice(0, -3)) : undefined
  return {
    find: (node) => query.query(node as never).values(),
    ...(of === undefined ? {} : { list: { find: (node: unknown) => of.query(node as never).values() } }),
  }
}

/** The names and positions of a path that leads to one place; undefined for any other. */
function plainSteps(text: string): readonly (string | number)[] | undefined {
  if (!text.startsWith('$')) return undefined
  const steps: (string | number)[] = []
  step.lastIndex = 1
  while (step.lastIndex < text.length) {
    const match = step.exec(text)
    if (match === null) return undefined
    const [, dotted, single, double, position] = match
    steps.push(position === undefined ? (dotted ?? single ?? double ?? '') : Number(position))
  }
  return steps
}

function walk(node: unknown, steps: readonly (string | number)[]): readonly unknown[] {
  let value = node
  for (const each of steps) {
    if (typeof value !== 'object' || value === null) return []
    if (typeof each === 'number' ? !Array.isArray(value) : Array.isArray(value)) return []
    if (!Object.hasOwn(value, each) || isJsonNumber(value as JsonValue)) return []
    value = (value as Readonly<Record<string | number, unknown>>)[each]
  }
  return [value]
}

function elements(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
