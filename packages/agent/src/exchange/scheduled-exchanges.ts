import type { DockingManifest } from '@berth/manifest'

/** An exchange that a manifest asks for again and again. */
export interface ScheduledExchange {
  readonly resource: string
  readonly exit: 'file' | 'table'
  readonly everyMs: number
}

/** The exchanges that a manifest gives a time for (`every`), drafts left out. */
export function scheduledExchanges(manifest: DockingManifest): ScheduledExchange[] {
  const found: ScheduledExchange[] = []
  for (const { id, draft, provide } of Object.values(manifest.resources)) {
    for (const exit of ['file', 'table'] as const) {
      const everyMs = provide[exit]?.everyMs
      if (!draft && everyMs !== undefined) found.push({ resource: id, exit, everyMs })
    }
  }
  return found
}
