import type { DockingManifest, Item, Mask, Resource } from '@berth/manifest'
import type { TokenKey } from '@berth/trust'

/** A mask with what its tokens are made with, where its form is `hash`. */
export interface KeyedMask extends Mask {
  /** Asked when the first value is to be masked. Absent: nothing can be. */
  readonly key?: () => TokenKey
}

/**
 * The manifest with a key behind every mask of the form `hash`; without one such an item cannot be given: `MASK_KEY_UNUSABLE`. `key` is asked
 * whenever a plan is made, and what it throws keeps the plan from being made.
 */
export function withMaskKey(manifest: DockingManifest, key: () => TokenKey): DockingManifest {
  const keyed = (item: Item): Item => {
    if (item.mask?.form !== 'hash') return item
    const mask: KeyedMask = { ...item.mask, key }
    return { ...item, mask }
  }
  const resources: Record<string, Resource> = Object.create(null)
  for (const [id, resource] of Object.entries(manifest.resources)) {
    resources[id] = { ...resource, items: resource.items.map(keyed) }
  }
  return { ...manifest, resources }
}
