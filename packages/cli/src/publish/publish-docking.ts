import { resolve } from 'node:path'
import { PlatformClient } from '@berth/agent'
import { BerthError } from '@berth/core'
import { type DockingManifest, type PlatformTls, publicationOf } from '@berth/manifest'
import { platformKeysFile } from '../connections/docking-files.ts'
import { algorithmOf, dockingSigner } from '../connections/docking-signer.ts'
import { language } from '../messages/language.ts'
import { readReport } from '../report/read-report.ts'
import { platformKeys } from '../start/platform-keys.ts'

/** What the one who publishes gives along. */
export interface PublishWishes {
  /** An enrolment code. */
  readonly code?: string | undefined
  /** The file of a signed conformance report. */
  readonly report?: string | undefined
}

/** What `berth publish --json` prints. */
export interface PublishResult {
  readonly platform: string
  readonly system: string
  /** Whether this run enrolled the docking's key. */
  readonly enrolled: boolean
  /** The level of the report that was handed in. Absent: none was. */
  readonly level?: string
  /** Counts the publications of the system, from 1. */
  readonly version: number
  /** False when the platform had the same content already. */
  readonly changed: boolean
  readonly resources: readonly string[]
  readonly operations: readonly string[]
  /** Drafts, which are not published. */
  readonly drafts: readonly string[]
}

/** A client of the platform that the manifest names, signing with the docking's own key. */
export async function platformClient(manifest: DockingManifest): Promise<PlatformClient> {
  const { platform } = manifest
  if (platform === undefined) throw new BerthError('PLATFORM_MISSING', { file: 'berth.yaml' })
  const key = await dockingSigner(manifest)
  const { url, tls } = platform
  return new PlatformClient({ url, key, language, ...(tls === undefined ? {} : { tls: placed(tls, manifest.folder) }) })
}

/** Files stand in the folder of the docking. */
function placed(tls: PlatformTls, folder: string): PlatformTls {
  return Object.fromEntries(Object.entries(tls).map(([name, file]) => [name, resolve(folder, file)]))
}

/**
 * Enrols the docking's key where a code is given, hands in a report where one is, and puts its catalogue in place of the
 * one before. Rejects with `PLATFORM_MISSING`, as `readReport` and as the platform's client does.
 */
export async function publishDocking(
  manifest: DockingManifest,
  { code, report }: PublishWishes,
  signal: AbortSignal,
): Promise<PublishResult> {
  const client = await platformClient(manifest)
  const text = report === undefined ? undefined : (await readReport(report)).text
  if (code !== undefined) await client.enrol(code, { signal })
  const taken = text === undefined ? undefined : await client.handInReport(manifest.system.id, text, { signal })
  const publication = publicationOf(manifest)
  const { version, changed } = await client.publish(publication, { signal })
  await platformKeys(client, platformKeysFile(manifest), signal, algorithmOf(manifest))
  return {
    platform: manifest.platform?.url ?? '',
    system: manifest.system.id,
    enrolled: code !== undefined,
    ...(taken === undefined ? {} : { level: taken.level }),
    version,
    changed,
    resources: publication.resources.map(({ id }) => id),
    operations: publication.operations.map(({ id }) => id),
    drafts: Object.values(manifest.resources)
      .filter(({ draft }) => draft)
      .map(({ id }) => id),
  }
}
