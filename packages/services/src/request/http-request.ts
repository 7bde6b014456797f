import { BerthError, textDecoding } from '@berth/core'
import { unreadable } from '../answer/unreadable.ts'
import type { ServiceRequest } from '../client/service-request.ts'
import type { ServiceDataset } from '../definition/service-dataset.ts'
import { pageNames } from '../paging/paging.ts'
import { type BindExtras, idempotencyKeyName, withExtras } from './bind-extras.ts'
import { encodeText, percentEncoded, xmlEscaped } from './encode-text.ts'
import { type Inputs, inputTexts } from './input-values.ts'
import { type JsonTemplate, jsonBody, jsonNames, jsonTemplate } from './json-body.ts'
import { filled, type Template, template } from './template.ts'

type Scalar = string | number | boolean
type Fields = Readonly<Record<string, Scalar | readonly Scalar[]>>

/** A request as a docking writes it, valid by `requestDefinition`. */
export interface WrittenRequest {
  readonly method?: ServiceRequest['method']
  readonly path: string
  readonly query?: Fields
  readonly headers?: Readonly<Record<string, string>>
  readonly charset?: string
  readonly body?: {
    readonly json?: unknown
    readonly form?: Fields
    readonly xml?: string
    readonly text?: string
    readonly contentType?: string
  }
}

type FieldTemplates = readonly (readonly [name: string, value: Template])[]
type BodyTemplate =
  | { readonly kind: 'json'; readonly json: JsonTemplate }
  | { readonly kind: 'form'; readonly fields: FieldTemplates }
  | { readonly kind: 'xml' | 'text'; readonly text: Template }

/** A compiled request. */
export interface RequestTemplate {
  readonly method: ServiceRequest['method']
  readonly path: Template
  readonly query: FieldTemplates
  readonly headers: FieldTemplates
  readonly charset: string
  readonly body: (BodyTemplate & { readonly contentType: string }) | undefined
}

/** Compiles a request. Throws `CHARSET_UNKNOWN`. */
export function requestTemplate(written: WrittenRequest): RequestTemplate {
  const charset = textDecoding(written.charset ?? 'utf-8').charset
  const body = bodyTemplate(written.body)
  return {
    method: written.method ?? (body === undefined ? 'GET' : 'POST'),
    path: template(written.path),
    query: fieldTemplates(written.query),
    headers: fieldTemplates(written.headers),
    charset,
    body: body && {
      ...body,
      contentType: written.body?.contentType ?? `${contentTypes[body.kind]}; charset=${charset}`,
    },
  }
}

const contentTypes = {
  json: 'application/json',
  form: 'application/x-www-form-urlencoded',
  xml: 'text/xml',
  text: 'text/plain',
} as const

function fieldTemplates(fields: Fields | undefined): FieldTemplates {
  return Object.entries(fields ?? {}).flatMap(([name, value]) =>
    [value].flat().map((each) => [name, template(String(each))] as const),
  )
}

function bodyTemplate(body: WrittenRequest['body']): BodyTemplate | undefined {
  if (body === undefined) return undefined
  if (body.json !== undefined) return { kind: 'json', json: jsonTemplate(body.json) }
  if (body.form !== undefined) return { kind: 'form', fields: fieldTemplates(body.form) }
  if (body.xml !== undefined) return { kind: 'xml', text: template(body.xml) }
  return { kind: 'text', text: template(body.text ?? '') }
}

/** Every name in braces that a request uses. */
export function requestPlaceholders({ path, query, headers, body }: RequestTemplate): ReadonlySet<string> {
  const fields = [...query, ...headers, ...(body?.kind === 'form' ? body.fields : [])]
  return new Set([
    ...path.names,
    ...fields.flatMap(([, value]) => value.names),
    ...(body?.kind === 'json' ? jsonNames(body.json) : []),
    ...(body?.kind === 'xml' || body?.kind === 'text' ? body.text.names : []),
  ])
}

/** The inputs that a request uses, in its order: those of paging and the idempotency key are none. */
export function requestNames(request: RequestTemplate): readonly string[] {
  const own = new Set([...pageNames, idempotencyKeyName])
  return [...requestPlaceholders(request)].filter((name) => !own.has(name))
}

/**
 * The request with its inputs, each escaped for where it stands. Throws `PARAMETER_MISSING`, `PARAMETER_INVALID` for what
 * a path or header cannot carry, `TEXT_UNENCODABLE`, and `REDIRECT_REFUSED` for a next page that leaves TLS.
 */
export function bindRequest(
  request: RequestTemplate,
  base: URL,
  dataset: ServiceDataset,
  inputs: Inputs,
  extras: BindExtras,
): ServiceRequest & { readonly body: Uint8Array | undefined } {
  const all = withExtras(inputs, extras)
  const texts = inputTexts(dataset, all)
  const { charset, method } = request
  const link = extras.place?.link
  const address = link === undefined ? addressOf(request, base, texts) : linkTo(link, base, dataset.name)
  const headers: Record<string, string> = { accept: 'application/json, application/xml, text/xml, */*' }
  for (const [name, value] of request.headers) {
    const text = filled(value, texts, (part) => headerSafe(part, name))
    if (text !== undefined) headers[name.toLowerCase()] = text
  }
  const body = bodyOf(request, dataset, all, texts)
  if (body !== undefined && headers['content-type'] === undefined)
    headers['content-type'] = request.body?.contentType ?? ''
  return {
    call: dataset.name,
    method,
    url: address,
    headers,
    body: body === undefined ? undefined : encodeText(body, charset, dataset.name),
    repeatable: !dataset.operation,
    keepAs:
      method === 'GET' && body === undefined && !dataset.operation
        ? `${address.href} ${JSON.stringify(headers)}`
        : undefined,
  }
}

function linkTo(link: string, base: URL, call: string): URL {
  const next = URL.canParse(link, base.href) ? new URL(link, base) : undefined
  // The proofs of the call would go in the clear.
  if (next?.protocol === 'http:' && base.protocol === 'https:')
    throw new BerthError('REDIRECT_REFUSED', { call, host: next.hostname })
  if (next !== undefined) return next
  throw unreadable(base.hostname, 'answer-next-link')
}

function addressOf(request: RequestTemplate, base: URL, texts: ReadonlyMap<string, string>): URL {
  const { charset } = request
  const encode = (part: string): string => percentEncoded(part, charset, 'request')
  const path = required(request.path, texts, (part) => encode(part))
  if (request.path.names.length > 0 && path.split(/[/?]/).some((part) => part === '.' || part === '..'))
    throw new BerthError('PARAMETER_INVALID', {
      parameter: request.path.names.join(', '),
      problem: 'no part of a path',
    })
  for (const name of request.path.names)
    if (texts.get(name) === '') throw new BerthError('PARAMETER_INVALID', { parameter: name, problem: 'it is empty' })
  const absolute = /^https?:\/\//i.test(path)
  const url = absolute ? new URL(path) : new URL(base)
  if (!absolute) {
    const [pathname = '', search] = path.split(/\?(.*)/s)
    url.pathname = `${base.pathname.replace(/\/$/, '')}${pathname.startsWith('/') || pathname === '' ? '' : '/'}${pathname}`
    url.search = [base.search.slice(1), search ?? ''].filter((part) => part !== '').join('&')
  }
  const query = pairs(request.query, texts, encode)
  url.search = [url.search.slice(1), query].filter((part) => part !== '').join('&')
  return url
}

function required(text: Template, texts: ReadonlyMap<string, string>, escaped: (text: string) => string): string {
  const missing = text.names.find((name) => !texts.has(name))
  if (missing !== undefined) throw new BerthError('PARAMETER_MISSING', { parameter: missing })
  return filled(text, texts, escaped) ?? ''
}

function pairs(fields: FieldTemplates, texts: ReadonlyMap<string, string>, encode: (text: string) => string): string {
  return fields
    .flatMap(([name, value]) => {
      const text = filled(value, texts, (part) => part)
      return text === undefined ? [] : [`${encode(name)}=${encode(text)}`]
    })
    .join('&')
}

function headerSafe(text: string, name: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text
  throw new BerthError('PARAMETER_INVALID', { parameter: `header ${name}`, problem: 'not visible ASCII' })
}

function bodyOf(
  { body, charset }: RequestTemplate,
  dataset: ServiceDataset,
  inputs: Inputs,
  texts: ReadonlyMap<string, string>,
): string | undefined {
  if (body === undefined) return undefined
  if (body.kind === 'json') return jsonBody(body.json, dataset, inputs)
  if (body.kind === 'form') return pairs(body.fields, texts, (text) => percentEncoded(text, charset, dataset.name))
  if (body.kind === 'text') return required(body.text, texts, (text) => text)
  return required(body.text, texts, (text) => xmlEscaped(text, dataset.name))
}
