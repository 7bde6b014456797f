import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { BerthError, type Connector, isConnector } from '@berth/core'

/**
 * Loads the connector that `use` names: a package, or a path beginning with a dot. It is looked for from the docking's
 * folder first, so that a docking decides its own versions, then beside this command.
 *
 * Rejects with `CONNECTOR_MISSING` or `CONNECTOR_INVALID`.
 */
export async function loadConnector(use: string, folder: string): Promise<Connector> {
  const file = resolved(use, join(folder, 'package.json')) ?? beside(use)
  if (file === undefined) throw new BerthError('CONNECTOR_MISSING', { package: use })
  let loaded: Record<string, unknown>
  try {
    loaded = await import(pathToFileURL(file).href)
  } catch (error) {
    const code = nativeCode(error) ?? 'it cannot be loaded'
    throw BerthError.from(error, 'CONNECTOR_INVALID', { package: use, problem: code })
  }
  const connector = loaded['connector']
  if (!isConnector(connector)) {
    throw new BerthError('CONNECTOR_INVALID', { package: use, problem: 'it exports no connector' })
  }
  return connector
}

function beside(use: string): string | undefined {
  return use.startsWith('.') ? undefined : resolved(use, import.meta.url)
}

function resolved(use: string, from: string): string | undefined {
  try {
    return createRequire(from).resolve(use)
  } catch (error) {
    const code = nativeCode(error)
    if (code === 'MODULE_NOT_FOUND') return undefined
    throw new BerthError('CONNECTOR_INVALID', { package: use, problem: code ?? 'it cannot be found' }, { cause: error })
  }
}

function nativeCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
