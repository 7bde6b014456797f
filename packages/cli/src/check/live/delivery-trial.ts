import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { BulkOutline } from '@berth/conformance'
import type { DockingManifest, Resource } from '@berth/manifest'

/** The manifest with one resource delivered into a folder, at the clearance of its own exit, in place of its target. */
export function deliveringTo(manifest: DockingManifest, resource: Resource, folder: string): DockingManifest {
  const exit: BulkOutline = resource.provide.file ?? resource.provide.table ?? {}
  const { clearance, categories, purpose } = exit
  const { changes, ...from } = resource.from
  const file = {
    to: folder,
    format: 'ndjson',
    ...(clearance === undefined ? {} : { clearance }),
    ...(categories === undefined ? {} : { categories }),
    ...(purpose === undefined ? {} : { purpose }),
  } as const
  const trial: Resource = {
    ...resource,
    from: keepsChanges(resource) && changes !== undefined ? { ...from, changes } : from,
    provide: { file },
  }
  return { ...manifest, resources: { ...manifest.resources, [resource.id]: trial } }
}

/** Logs and outboxes are told what was received: a trial leaves them alone, and reads everything. */
function keepsChanges({ from, provide }: Resource): boolean {
  if (from.changes?.by === 'snapshot') return provide.file !== undefined
  return from.changes?.by === 'column'
}

/** What a receiver of the deliveries has by now: of changes the last state of each record, else the last file. */
export async function receivedRecords(resource: Resource, folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.ndjson'))
  names.sort((one, other) => (one < other ? -1 : 1))
  const wanted = keepsChanges(resource) ? names : names.slice(-1)
  const files = await Promise.all(wanted.map((name) => readFile(join(folder, name), 'utf8')))
  const lines = files.flatMap((text) => text.split('\n').slice(0, -1))
  return keepsChanges(resource) ? lastStates(resource, lines) : lines
}

function lastStates({ from, items }: Resource, lines: readonly string[]): string[] {
  const key = from.key.map((column) => items.find((item) => item.from === column)?.id)
  const records = new Map<string, string>()
  for (const line of lines) {
    const record = JSON.parse(line) as Readonly<Record<string, unknown>>
    const named = key.length > 0 && key.every((id) => id !== undefined && id in record)
    // Without its key a record is told apart by all that it holds: the same twice shows once.
    const name = named ? JSON.stringify(key.map((id) => record[id ?? ''])) : line
    if (record['$change'] === 'delete') records.delete(name)
    else records.set(name, line)
  }
  return [...records.values()]
}
