import { withMaskKey } from '@berth/agent'
import { Secret } from '@berth/core'
import { type DockingManifest, resolveOptions } from '@berth/manifest'
import { cryptographyProfile, type TokenKey, tokenKey } from '@berth/trust'
import { dockingEnvironment } from './docking-environment.ts'
import { readSecret } from './read-secret.ts'

/**
 * The manifest with the key of its hashes as masks. The secret is read with the first value that is to be masked, so that commands that
 * give out nothing need none; that rejects with `SECRET_MISSING`, `SECRET_EXPOSED` or `MASK_KEY_UNUSABLE`.
 */
export function maskable(manifest: DockingManifest): DockingManifest {
  const { maskKey, profile } = manifest.trust ?? {}
  if (maskKey === undefined) return manifest
  let known: TokenKey | undefined
  return withMaskKey(manifest, () => {
    known ??= tokenKey(secretOf(manifest.folder, maskKey), cryptographyProfile(profile ?? 'international'))
    return known
  })
}

function secretOf(folder: string, maskKey: string): Secret {
  const env = dockingEnvironment(folder)
  const secret = (name: string): string | undefined => readSecret(name, folder, env)
  const { key } = resolveOptions({ options: { key: maskKey } }, { env, secret })
  return key instanceof Secret ? key : new Secret(String(key))
}
