import { join, resolve } from 'node:path'
import { checkFileLayout } from '@berth/agent'
import type { RunResult } from '@berth/conformance'
import {
  connectorCapabilityFindings,
  connectorDefinitionFindings,
  connectorOptionFindings,
  type DockingManifest,
  type Finding,
  fileLayoutFindings,
  type LoadResult,
  loadManifest,
  type ManifestSource,
  tellsDeletes,
} from '@berth/manifest'
import { asBerthError } from '../command/as-berth-error.ts'
import { loadConnector } from '../connections/load-connector.ts'
import { openConnection } from '../connections/open-connection.ts'
import { compareWithSystem, type Mismatch } from './compare-with-system.ts'
import { findCredentials } from './credentials/find-credentials.ts'

/** What `berth check --json` prints. */
export interface CheckResult {
  readonly ok: boolean
  readonly file: string
  readonly errors: number
  readonly warnings: number
  /** What the text of the manifest says, with lines and columns. */
  readonly findings: readonly Finding[]
  /** What only shows elsewhere: in connectors, in the other files of the folder, with `--live` in the systems. */
  readonly problems: readonly Mismatch[]
  /** With `--live`: product and version of each system that was reached, by connection. */
  readonly live?: Readonly<Record<string, string>>
  /** With `--live`, where every system was reached: what the conformance kit found. */
  readonly conformance?: RunResult
}

export interface CheckSettings {
  readonly folder: string
  /** Opens every connection and compares the manifest with what is really there. */
  readonly live: boolean
  readonly signal: AbortSignal
}

/** What was found, and the text that it was found in. */
export interface CheckedDocking {
  readonly result: CheckResult
  readonly source: ManifestSource
  /** Undefined: the text says too much that it should not. */
  readonly manifest: DockingManifest | undefined
}

/** Checks the manifest of a docking, the options of its connections, what it asks of their connectors, the folder for credentials, and on demand the live systems. */
export async function checkDocking(settings: CheckSettings): Promise<CheckedDocking> {
  const file = join(settings.folder, 'berth.yaml')
  const base = resolve(settings.folder)
  const loaded = await loadManifest(file)
  const findings = [...loaded.findings]
  const problems: Mismatch[] = []
  const live: Record<string, string> = {}
  const manifest = loaded.manifest
  if (manifest !== undefined)
    findings.push(...fileLayoutFindings(loaded, (resource) => checkFileLayout(resource, tellsDeletes(resource.from))))
  for (const connection of Object.keys(manifest?.connections ?? {})) {
    if (manifest === undefined) break
    process.chdir(manifest.folder)
    const found = await connectorFindings(loaded, manifest, connection, problems)
    findings.push(...found)
    const sound = found.length === 0 && problems.every(({ path }) => path !== `connections.${connection}`)
    if (settings.live && sound) await checkLive(manifest, connection, problems, live, settings.signal)
  }
  problems.push(...(await findCredentials(base, settings.signal)))
  const errors = findings.filter(({ severity }) => severity === 'error').length
  const result = {
    ok: errors === 0 && problems.length === 0,
    file,
    errors,
    warnings: findings.length - errors,
    findings,
    problems,
    ...(settings.live ? { live } : {}),
  }
  return { result, source: loaded.source, manifest }
}

async function connectorFindings(
  loaded: LoadResult,
  manifest: DockingManifest,
  connection: string,
  problems: Mismatch[],
): Promise<readonly Finding[]> {
  const use = manifest.connections[connection]?.use ?? ''
  try {
    const connector = await loadConnector(use, manifest.folder)
    return [
      ...connectorOptionFindings(loaded, connection, connector.manifest),
      ...connectorDefinitionFindings(loaded, connection, connector.manifest),
      ...connectorCapabilityFindings(loaded, connection, connector.manifest),
    ]
  } catch (error) {
    problems.push({ path: `connections.${connection}`, error: asBerthError(error) })
    return []
  }
}

async function checkLive(
  manifest: DockingManifest,
  connection: string,
  problems: Mismatch[],
  live: Record<string, string>,
  signal: AbortSignal,
): Promise<void> {
  try {
    await using session = await openConnection(manifest, connection, { signal })
    live[connection] = (await session.ping({ signal })).product
    problems.push(...(await compareWithSystem(manifest, connection, session, signal)))
  } catch (failure) {
    const error = asBerthError(failure)
    if (error.code === 'ABORTED') throw error
    problems.push({ path: `connections.${connection}`, error })
  }
}
