import { compilePlan, SystemHours } from '@berth/agent'
import type { CarriedRow, ClassifiedChange, DockingSubject, Planted, SystemCounters } from '@berth/conformance'
import { BerthError, type Field, type Row, Secret } from '@berth/core'
import { type DiffSide, type DockingManifest, diffManifests, parseManifest } from '@berth/manifest'
import { verifyReceipts } from '@berth/trust'
import { loadConnector } from '../../connections/load-connector.ts'
import { resourceOf } from '../../connections/load-docking.ts'
import { connectionOptions, openConnection } from '../../connections/open-connection.ts'
import { madeUpValue } from './made-up-value.ts'
import { type FirstRows, TrialDocking } from './trial-docking.ts'

export interface DockingSubjectSettings {
  readonly manifest: DockingManifest
  /** The manifest as it is written. */
  readonly text: string
  /** Values that were put into the source to be looked for. @default none */
  readonly planted?: readonly Planted[]
  /** What the systems themselves count. @default none do */
  readonly counters?: (connection: string) => SystemCounters | undefined
}

/** A docking of this machine as the conformance kit tries it, by its real agent and its real connections. */
export async function dockingSubject(settings: DockingSubjectSettings): Promise<DockingSubject> {
  const { manifest, text, planted, counters } = settings
  const firstRows: FirstRows = new Map()
  const hours = manifest.system.hours === undefined ? {} : momentsOf(manifest)
  return {
    manifest,
    text,
    digests: { 'berth.yaml': manifest.digest },
    check: (written) =>
      Promise.resolve(parseManifest(written, { file: 'berth.yaml', folder: manifest.folder }).findings),
    classify: (old, now) => Promise.resolve(classifiedChange(manifest.folder, old, now)),
    open: (connection) => openConnection(manifest, connection),
    carry: (resource, fields, rows) => carriedRows(manifest, resource, fields, rows),
    madeUp: madeUpValue,
    start: (start) => TrialDocking.start(manifest, firstRows, start),
    verify: (receipts, head) => verifyReceipts(receipts, { head }).ok,
    secrets: await secretsOf(manifest),
    ...(planted === undefined ? {} : { planted }),
    ...hours,
    ...(counters === undefined ? {} : { counters }),
  }
}

/** As `berth diff` compares them. Throws `MANIFEST_INVALID` where one of them is no manifest. */
function classifiedChange(folder: string, old: string, now: string): ClassifiedChange {
  const [before, after] = [old, now].map((text) => {
    const { manifest, findings } = parseManifest(text, { file: 'berth.yaml', folder })
    if (manifest !== undefined) return { manifest }
    const count = findings.filter(({ severity }) => severity === 'error').length
    throw new BerthError('MANIFEST_INVALID', { file: 'berth.yaml', count })
  })
  const { class: greatest, changes } = diffManifests(before as DiffSide, after as DiffSide)
  const parts = changes.map((change) => ({ path: change.path, class: change.class }))
  return greatest === undefined ? { parts } : { class: greatest, parts }
}

function carriedRows(
  manifest: DockingManifest,
  resource: string,
  fields: readonly Field[],
  rows: readonly Row[],
): CarriedRow[] {
  const items = resourceOf(manifest, resource).items.filter(({ grade }) => grade !== undefined)
  const { output, rejects } = compilePlan({ items, fields, format: 'values' }).run(rows)
  const left = new Map(rejects.map((reject) => [reject.row, reject]))
  const carried = output[Symbol.iterator]()
  return rows.map((_, index): CarriedRow => {
    const reject = left.get(index)
    if (reject !== undefined) {
      const { item, code, length } = reject
      return { item, code, ...(length === undefined ? {} : { length }) }
    }
    const values = carried.next().value ?? []
    return { values: Object.fromEntries(items.map(({ id }, place) => [id, values[place] ?? null])) }
  })
}

/** Every secret of a connection: what must be found nowhere. */
async function secretsOf(manifest: DockingManifest): Promise<Planted[]> {
  const found: Planted[] = []
  for (const connection of Object.values(manifest.connections)) {
    const connector = await loadConnector(connection.use, manifest.folder)
    for (const [option, value] of Object.entries(connectionOptions(manifest, connection, connector))) {
      if (value instanceof Secret && value.reveal() !== '')
        found.push({ name: `connections.${connection.id}.options.${option}`, text: value.reveal() })
    }
  }
  return found
}

/** The next moments, within a week, at which the system is up and at which it is closed. */
function momentsOf(manifest: DockingManifest): Pick<DockingSubject, 'openAt' | 'closedAt'> {
  const halfHourMs = 1_800_000
  const start = Date.now()
  const moments = Array.from({ length: 7 * 48 }, (_, index) => start + index * halfHourMs)
  const [open, closed] = [true, false].map((up) =>
    moments.find((moment) => (new SystemHours(manifest, () => moment).refusal() === undefined) === up),
  )
  return { ...(open === undefined ? {} : { openAt: open }), ...(closed === undefined ? {} : { closedAt: closed }) }
}
