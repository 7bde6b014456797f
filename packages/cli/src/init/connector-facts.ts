import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { BerthError, type ConnectorManifest } from '@berth/core'
import { loadConnector } from '../connections/load-connector.ts'
import { templatesFolder } from './template-files.ts'

/** What a scaffold needs to know of a connector. */
export interface ConnectorFacts extends Pick<ConnectorManifest, 'name' | 'options' | 'driver'> {
  /** Of its package, where that is known. */
  readonly version?: string
}

/**
 * What a connector says of itself: where it is installed, itself; else, for one of this release, what was noted of it when this
 * package was made. Undefined for any other. Rejects with `CONNECTOR_INVALID`.
 */
export async function connectorFacts(use: string, folder: string): Promise<ConnectorFacts | undefined> {
  const noted = (await notedFacts())[use]
  try {
    const { manifest } = await loadConnector(use, folder)
    const version = installedVersion(use) ?? noted?.version
    return { ...manifest, ...(version === undefined ? {} : { version }) }
  } catch (error) {
    if (!BerthError.is(error) || error.code !== 'CONNECTOR_MISSING') throw error
    return noted
  }
}

function installedVersion(use: string): string | undefined {
  try {
    const { version }: { readonly version: string } = createRequire(import.meta.url)(`${use}/package.json`)
    return version
  } catch {
    return undefined
  }
}

/** Written by scripts/copy-templates.mjs; among the sources the connectors themselves are there. */
async function notedFacts(): Promise<Readonly<Record<string, ConnectorFacts>>> {
  try {
    return JSON.parse(await readFile(join(templatesFolder(), 'connectors.json'), 'utf8'))
  } catch {
    return {}
  }
}
