import { BerthError, parseLogicalType } from '@berth/core'
import { findElement } from '@berth/elements'
import { marksStateSecret, type Publication, type PublishedItem, type PublishedResource } from '@berth/manifest'
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js'
import { publicationSchema } from './publication-schema.ts'

const validate = new Ajv2020({ allErrors: false, unicodeRegExp: true }).compile<Publication>(publicationSchema)

/**
 * Checks what a system wants to publish. `problem` of the error is the place and the rule it breaks, such as
 * `resources/marriage/items/husbandId/grade (enum)`.
 *
 * Errors: `PUBLICATION_REFUSED`.
 */
export function checkPublication(document: unknown, system: string): Publication {
  if (!validate(document)) {
    const [error] = validate.errors ?? []
    throw refused(error === undefined ? 'document' : schemaProblem(document, error))
  }
  if (document.system.id !== system) throw refused('system/id (not the system that signed)')
  const creditCode = findElement('organisation.creditCode')?.check?.(document.system.owner.code)
  if (creditCode !== undefined) throw refused(`system/owner/code (${creditCode})`)
  if (document.agentUrl !== undefined && !isAgentUrl(document.agentUrl)) throw refused('agentUrl (http or https)')
  requireUnique([...document.resources, ...document.operations], 'resources and operations')
  for (const resource of document.resources) checkResource(resource)
  for (const operation of document.operations) checkItems(operation.input, `operations/${operation.id}/input`)
  return document
}

function checkResource(resource: PublishedResource): void {
  const place = `resources/${resource.id}`
  checkItems(resource.items, `${place}/items`)
  const ids = new Set(resource.items.map((item) => item.id))
  const named = [...(resource.subject?.by ?? []), ...(resource.modes.parameter?.by.flat() ?? [])]
  const dangling = named.find((id) => !ids.has(id))
  if (dangling !== undefined) throw refused(`${place} (no item ${dangling})`)
  const { type, condition, basis } = resource.sharing
  if (type === 'conditional' && condition === undefined) throw refused(`${place}/sharing/condition (required)`)
  if (type === 'none') {
    if (basis === undefined) throw refused(`${place}/sharing/basis (required)`)
    if (Object.keys(resource.modes).length > 0) throw refused(`${place}/modes (sharing none offers nothing)`)
  }
}

function checkItems(items: readonly PublishedItem[], place: string): void {
  requireUnique(items, place)
  for (const item of items) {
    if (parseLogicalType(item.type) === undefined) throw refused(`${place}/${item.id}/type (not a logical type)`)
    if (item.categories.some(marksStateSecret)) throw refused(`${place}/${item.id}/categories (state secret)`)
  }
}

function requireUnique(entries: readonly { readonly id: string }[], place: string): void {
  const seen = new Set<string>()
  for (const { id } of entries) {
    if (seen.has(id)) throw refused(`${place} (${id} twice)`)
    seen.add(id)
  }
}

function isAgentUrl(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, username, password, search, hash } = new URL(text)
  return (protocol === 'http:' || protocol === 'https:') && `${username}${password}${search}${hash}` === ''
}

/** Names entries by their id, where the validator counts them. */
function schemaProblem(document: unknown, error: ErrorObject): string {
  let place: unknown = document
  const path = error.instancePath
    .split('/')
    .slice(1)
    .map((step) => {
      place = (place as Readonly<Record<string, unknown>>)[step]
      const id = Array.isArray(place) ? undefined : (place as { readonly id?: unknown } | null)?.id
      return typeof id === 'string' ? id.slice(0, 64) : step
    })
  const { missingProperty, additionalProperty } = error.params as Readonly<Record<string, unknown>>
  const member = missingProperty ?? additionalProperty
  if (typeof member === 'string') path.push(member.slice(0, 64))
  return `${path.length === 0 ? 'document' : path.join('/')} (${error.keyword})`
}

function refused(problem: string): BerthError {
  return new BerthError('PUBLICATION_REFUSED', { problem })
}
