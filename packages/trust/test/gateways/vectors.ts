import { Secret } from '@berth/core'
import type {
  DialectVector,
  GatewayCredentials,
  GatewayDialect,
  GatewayRequest,
  SignedFields,
} from '../../src/index.ts'

/** Who signs the request of a vector. */
export function credentialsOf(vector: DialectVector): GatewayCredentials {
  return { id: vector.id, secret: new Secret(vector.secret) }
}

/** What a vector asks for. */
export function requestOf(vector: DialectVector): GatewayRequest {
  const { method, path, query, service, user, userInformation, extension } = vector
  const parts = { method, path, query, service, user, userInformation, extension }
  return Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined))
}

/** A vector of a dialect: all have one. */
export function vectorOf(dialect: GatewayDialect): DialectVector {
  const vector = dialect.vectors[0]
  if (vector === undefined) throw new TypeError(dialect.id)
  return vector
}

/** The clock and nonce of a vector. */
export function optionsOf(vector: DialectVector): { readonly now: number; readonly nonce?: string } {
  return { now: vector.now, ...(vector.nonce === undefined ? {} : { nonce: vector.nonce }) }
}

/** A signed request as it arrives: header names in lower case, a signed query behind the one there was. */
export function received(request: GatewayRequest, { carrier, fields }: SignedFields) {
  const { method, path, query = [] } = request
  const entries = Object.entries(fields)
  return {
    ...(method === undefined ? {} : { method }),
    ...(path === undefined ? {} : { path }),
    query: carrier === 'query' ? [...query, ...entries] : query,
    headers: Object.fromEntries(carrier === 'header' ? entries.map(([name, text]) => [name.toLowerCase(), text]) : []),
  }
}

/** The name of the field that holds a part. */
export function fieldOf(dialect: GatewayDialect, part: string): string {
  const name = dialect.fields.find(({ holds }) => holds === part)?.name
  if (name === undefined) throw new TypeError(`${dialect.id} ${part}`)
  return name
}
