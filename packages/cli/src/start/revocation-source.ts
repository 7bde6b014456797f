import { readFile, rename, writeFile } from 'node:fs/promises'
import type { StartAgentOptions } from '@berth/agent'
import type { DockingManifest } from '@berth/manifest'
import { revocationsFile } from '../connections/docking-files.ts'
import { platformClient } from '../publish/publish-docking.ts'

/** Where an agent learns which grants its platform took back, and where it keeps that over a restart. Nothing without a platform. */
export async function revocationSource(manifest: DockingManifest): Promise<Pick<StartAgentOptions, 'revocations'>> {
  if (manifest.platform === undefined) return {}
  const client = await platformClient(manifest)
  const file = revocationsFile(manifest)
  return {
    revocations: {
      fetch: (signal) => client.revocations({ signal }),
      kept: () => readFile(file, 'utf8'),
      keep: async (token) => {
        await writeFile(`${file}.new`, token, { mode: 0o600 })
        await rename(`${file}.new`, file)
      },
    },
  }
}
