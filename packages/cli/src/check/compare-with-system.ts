import { BerthError, type ConnectorSession, type Dataset } from '@berth/core'
import type { DockingManifest, Resource } from '@berth/manifest'

/** A place in the manifest that the live system does not bear out. */
export interface Mismatch {
  /** Where in the manifest: `resources.marriage.items.husbandId`. */
  readonly path: string
  readonly error: BerthError
}

/** Compares the resources that read from one connection with the datasets that its system really has. */
export async function compareWithSystem(
  manifest: DockingManifest,
  connection: string,
  session: ConnectorSession,
  signal: AbortSignal,
): Promise<Mismatch[]> {
  const resources = Object.values(manifest.resources).filter((resource) => resource.from.connection === connection)
  if (resources.length === 0 || session.manifest.capabilities.describe === undefined) return []
  const datasets = new Map<string, Dataset>()
  const names = [...new Set(resources.flatMap(({ from }) => [from.dataset, ...outboxOf(from)]))]
  for await (const dataset of session.describe({ names }, { signal })) datasets.set(dataset.name, dataset)
  return resources.flatMap((resource) => [
    ...resourceMismatches(resource, datasets.get(resource.from.dataset)),
    ...outboxOf(resource.from).flatMap((outbox) => outboxMismatches(resource, outbox, datasets.get(outbox))),
  ])
}

function outboxOf({ changes }: Resource['from']): readonly string[] {
  return changes?.by === 'outbox' ? [changes.dataset] : []
}

/** What is wrong with the table that triggers fill: `berth changes` makes the script for it. */
function outboxMismatches(resource: Resource, name: string, outbox: Dataset | undefined): Mismatch[] {
  const path = `resources.${resource.id}.from.changes.table`
  if (outbox === undefined) return [{ path, error: new BerthError('DATASET_UNKNOWN', { dataset: name }) }]
  const there = new Set(outbox.columns.map((column) => column.name))
  const missing = resource.from.key.filter((column) => !there.has(column))
  return missing.map((column) => ({ path, error: new BerthError('COLUMN_UNKNOWN', { dataset: name, column }) }))
}

function resourceMismatches(resource: Resource, dataset: Dataset | undefined): Mismatch[] {
  const path = `resources.${resource.id}`
  const from = resource.from
  if (dataset === undefined) {
    return [{ path: `${path}.from`, error: new BerthError('DATASET_UNKNOWN', { dataset: from.dataset }) }]
  }
  const columns = new Set(dataset.columns.map((column) => column.name))
  const wanted: [string, string][] = [
    ...from.key.map((column): [string, string] => [`${path}.from.key`, column]),
    ...(from.changes?.by === 'column' ? [[`${path}.from.changes`, from.changes.column] as [string, string]] : []),
    ...resource.items.map((item): [string, string] => [`${path}.items.${item.id}`, item.from]),
  ]
  return wanted
    .filter(([, column]) => !columns.has(column))
    .map(([place, column]) => ({
      path: place,
      error: new BerthError('COLUMN_UNKNOWN', { dataset: dataset.name, column }),
    }))
}
