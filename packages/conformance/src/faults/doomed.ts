/** Works through a connector until it is killed, and says what it was told: one line of JSON for each answer. */
import { writeSync } from 'node:fs'
import { type Connector, isConnector, openSession, type RowBatch } from '@berth/core'
import { connectorDefects } from '../connector/sabotage/all.ts'
import { sabotage } from '../connector/sabotage/defect.ts'
import type { DoomedWork } from './doomed-work.ts'

const work = JSON.parse(process.argv[2] ?? '') as DoomedWork

function say(told: unknown): void {
  writeSync(1, `${JSON.stringify(told)}\n`)
}

async function loaded(): Promise<Connector> {
  const { connector } = (await import(work.module)) as { readonly connector?: unknown }
  if (!isConnector(connector)) throw new TypeError(`${work.module} exports no connector`)
  const defect = connectorDefects.find(({ id }) => id === work.defect)
  return defect === undefined ? connector : sabotage(connector, defect)
}

/** Ends this process at once, some turns of the event loop from now. */
async function die(turns: number): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve))
  process.kill(process.pid, 'SIGKILL')
}

const access = work.writes === undefined ? 'read' : 'write'
const session = await openSession(await loaded(), work.options, { access, datasets: work.datasets })

for (const [index, write] of (work.writes ?? []).entries()) {
  const doing = write.call === 'apply' ? session.apply(write.request) : session.invoke(write.request)
  if (index + 1 === work.dies?.in) await die(work.dies.turns)
  say({ done: index + 1, told: await doing })
}

if (work.reads !== undefined) {
  const { call, request } = work.reads
  const batches: AsyncIterable<RowBatch> = call === 'scan' ? session.scan(request) : session.changes(request)
  let taken = 0
  for await (const { rows, cursor } of batches) {
    taken += 1
    if (taken === work.dies?.in) await die(work.dies.turns)
    say({ rows, cursor })
  }
}

// Whoever has started this process kills it; where nobody does, it ends by itself.
setTimeout(() => process.exit(0), 60_000)
