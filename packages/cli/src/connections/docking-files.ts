import { join } from 'node:path'
import type { DockingManifest } from '@berth/manifest'

/** Where a docking keeps what it remembers, readable by its owner only. */
export function stateFolder(manifest: DockingManifest): string {
  return join(manifest.folder, '.berth')
}

/** The private key that this docking signs with, registered at the platform. */
export function agentKeyFile(manifest: DockingManifest): string {
  return join(stateFolder(manifest), 'agent.key')
}

/** The platform's newest list of revoked grants. */
export function revocationsFile(manifest: DockingManifest): string {
  return join(stateFolder(manifest), 'revocations.jwt')
}

/** The platform's public keys as they were last seen. */
export function platformKeysFile(manifest: DockingManifest): string {
  return join(stateFolder(manifest), 'platform.jwks')
}
