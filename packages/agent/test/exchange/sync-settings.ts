import type { Resource } from '@berth/manifest'
import type { SigningKey } from '@berth/trust'
import type { ExchangeSettings } from '../../src/exchange/exchange.ts'
import { PlatformClient } from '../../src/platform-client/platform-client.ts'
import type { StatePort } from '../../src/state/state-port.ts'
import { exchangeSettings } from './registry.ts'

export type Exit = 'file' | 'table' | 'platform'

/** Settings of the registry's exchange to one of the three exits. */
export function syncSettings(
  folder: string,
  exit: Exit,
  state: StatePort,
  url: string,
  key: SigningKey,
  change: Partial<Resource> = {},
): ExchangeSettings {
  if (exit !== 'platform') return exchangeSettings(folder, state, exit, change)
  const toPlatform = { provide: { file: { to: 'platform', format: 'ndjson', clearance: 3 } } } as const
  return {
    ...exchangeSettings(folder, state, 'file', { ...change, ...toPlatform }),
    platform: new PlatformClient({ url, key }),
  }
}
