import { BerthError } from '@berth/core'
import type { FastifyRequest } from 'fastify'
import { readObject } from '../forward/question.ts'
import { isIdentifier } from '../identifier.ts'

/** The bytes of a request's body; none where it has none. */
export function bodyOf(request: FastifyRequest): Uint8Array {
  return Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
}

/** The JSON object of a request's body. Errors: `PARAMETER_INVALID`. */
export function jsonOf(request: FastifyRequest): Readonly<Record<string, unknown>> {
  return readObject(bodyOf(request))
}

/** A header that came once; undefined where it is missing. */
export function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name]
  return typeof value === 'string' ? value : undefined
}

/** An identifier of the path. Errors: `PARAMETER_INVALID`. */
export function pathIdentifier(request: FastifyRequest, name: string): string {
  const value = (request.params as Readonly<Record<string, unknown>>)[name]
  if (!isIdentifier(value)) throw new BerthError('PARAMETER_INVALID', { parameter: name, problem: 'identifier' })
  return value
}

/** A parameter of the query; undefined where it is missing. Errors: `PARAMETER_INVALID` when it comes twice. */
export function queryText(request: FastifyRequest, name: string): string | undefined {
  const value = (request.query as Readonly<Record<string, unknown>>)[name]
  if (value === undefined) return undefined
  if (typeof value !== 'string') throw new BerthError('PARAMETER_INVALID', { parameter: name, problem: '1' })
  return value
}

/** A whole number of the query between two bounds. Errors: `PARAMETER_INVALID`. */
export function queryNumber(request: FastifyRequest, name: string, least: number, most: number): number | undefined {
  const text = queryText(request, name)
  return text === undefined ? undefined : wholeNumber(text, name, least, most)
}

/** Reads a whole number in its one decimal form. Errors: `PARAMETER_INVALID`. */
export function wholeNumber(text: string, parameter: string, least: number, most: number): number {
  const number = Number(text)
  if (!/^(0|[1-9]\d{0,15})$/.test(text) || number < least || number > most) {
    throw new BerthError('PARAMETER_INVALID', { parameter, problem: `${least}..${most}` })
  }
  return number
}
