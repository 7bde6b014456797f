import { readFile, rename, writeFile } from 'node:fs/promises'
import type { StartAgentOptions } from '@berth/agent'
import type { DockingManifest } from '@berth/manifest'
import type { Logger } from 'pino'
import { revocationsFile } from '../connections/docking-files.ts'
import { dockingSigner } from '../connections/docking-signer.ts'
import { platformClient } from '../publish/publish-docking.ts'

/**
 * What an agent and its platform trust each other by: where the agent learns which grants were taken back, kept over a
 * restart, and the key that signs its answers. Nothing without a platform.
 */
export async function platformTrust(
  manifest: DockingManifest,
  log: Logger,
): Promise<Pick<StartAgentOptions, 'revocations' | 'answerKey'>> {
  if (manifest.platform === undefined) return {}
  const client = await platformClient(manifest)
  const file = revocationsFile(manifest)
  return {
    answerKey: await dockingSigner(manifest, ({ code, origin, details }) =>
      log.warn({ code, origin, details }, 'key not taken up, the one before stays'),
    ),
    revocations: {
      ...manifest.trust?.revocations,
      fetch: (signal) => client.revocations({ signal }),
      kept: () => readFile(file, 'utf8'),
      keep: async (token) => {
        await writeFile(`${file}.new`, token, { mode: 0o600 })
        await rename(`${file}.new`, file)
      },
    },
  }
}
