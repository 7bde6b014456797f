import type { ScheduledTask, StatePort } from '@berth/agent'
import type { DockingManifest } from '@berth/manifest'
import type { Logger } from 'pino'
import { chosenExchanges } from '../sync/chosen-exchanges.ts'
import { exchangeRunner } from '../sync/exchange-runner.ts'

/** The exchanges that the manifest wants done again and again. Their log lines count rows and name files. */
export async function exchangeTasks(
  manifest: DockingManifest,
  state: StatePort,
  log: Logger,
): Promise<ScheduledTask[]> {
  const run = await exchangeRunner(manifest, state)
  return chosenExchanges(manifest, [], undefined).flatMap((exchange) => {
    const { file, table, parameter } = manifest.resources[exchange.resource]?.provide ?? {}
    const everyMs = { file, table, replica: parameter?.replica }[exchange.exit]?.everyMs
    if (everyMs === undefined) return []
    const task: ScheduledTask = {
      name: `${exchange.resource} ${exchange.exit}`,
      everyMs,
      async run(signal) {
        const { rows, rejected, files, batches, receipts, durationMs } = await run(exchange, { signal })
        log.info({ ...exchange, rows, rejected, files, batches, durationMs }, 'exchange done')
        const { problem, ...counts } = receipts ?? {}
        if (problem === undefined) return
        const { code, origin, details } = problem
        log.warn({ ...exchange, ...counts, code, origin, details, next: problem.next('en') }, 'receipts of files')
      },
    }
    return [task]
  })
}
