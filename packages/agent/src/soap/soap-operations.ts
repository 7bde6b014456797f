import type { DockingManifest, Item, Resource } from '@berth/manifest'
import { targetNamespace } from './namespaces.ts'

/** One way of asking one resource, as an operation of the WSDL. */
export interface SoapOperation {
  /** `marriageByDistrictAndRegisteredOn`: also the element of the request. */
  readonly name: string
  /** The value of `SOAPAction`. */
  readonly action: string
  readonly resource: Resource
  /** The items asked by. */
  readonly by: readonly Item[]
}

/** The operations of a docking, in the order of the manifest: one for each set of items that may be asked by. */
export function soapOperations(manifest: DockingManifest): readonly SoapOperation[] {
  const ways = Object.values(manifest.resources).flatMap((resource) => {
    const offered = !resource.draft && resource.sharing.type !== 'none'
    const sets = offered ? (resource.provide.parameter?.by ?? []) : []
    return sets.map((set) => ({ resource, by: resource.items.filter((item) => set.includes(item.id)), set }))
  })
  const plain = ways.map(({ resource, set }) => `${word(resource.id)}By${set.map(capital).join('And')}`)
  const taken = plain.flatMap((name) => [name, `${name}Response`])
  return ways.map(({ resource, by, set }, index) => {
    const short = plain[index] ?? ''
    const alone = [short, `${short}Response`].every((name) => taken.filter((other) => other === name).length === 1)
    // Ids hold no underscore, and no other name ends with one: where words run together, the ids as they are do not.
    const name = alone ? short : `${resource.id}_${set.join('_')}_`
    return { name, action: `${targetNamespace(manifest.system.id)}#${name}`, resource, by }
  })
}

/** An id as one word that every language takes as a name: `birth-certificate` is `birthCertificate`. */
function word(id: string): string {
  return id.replaceAll(/[.-]([A-Za-z0-9])/g, (_whole, letter: string) => letter.toUpperCase())
}

function capital(id: string): string {
  const name = word(id)
  return `${name[0]?.toUpperCase() ?? ''}${name.slice(1)}`
}
