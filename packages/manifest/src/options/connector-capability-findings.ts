import type { Capabilities, ConnectorManifest } from '@berth/core'
import type { Finding } from '../findings.ts'
import type { LoadResult } from '../load-manifest.ts'
import type { ChangesSource, Operation, Resource } from '../model.ts'
import { findingCollector } from '../rules/finding-collector.ts'
import { formatPath, type Path } from '../source/path.ts'
import { tellsDeletes } from '../tells-deletes.ts'

/** Something that a manifest asks of a connection: where it stands, and what the connector must be able to do. */
interface Need {
  readonly path: Path
  readonly capability: string
  readonly met: boolean
}

/**
 * Checks what a manifest asks of one connection against what its connector can do (CAP-1), with lines and columns.
 * Throws a TypeError when `loaded` has no manifest.
 */
export function connectorCapabilityFindings(
  loaded: LoadResult,
  connectionId: string,
  { name, capabilities }: ConnectorManifest,
): readonly Finding[] {
  const { manifest } = loaded
  if (manifest === undefined) throw new TypeError('Only a sound manifest can be checked against a connector.')
  const collector = findingCollector(loaded.source)
  const needs = [
    ...Object.values(manifest.resources).flatMap((resource) => resourceNeeds(resource, connectionId, capabilities)),
    ...Object.values(manifest.operations).flatMap((operation) => operationNeeds(operation, connectionId, capabilities)),
  ]
  for (const { path, capability, met } of needs) {
    if (!met) collector.report('CAP-101', path, 'key', { connector: name, capability, key: formatPath(path.slice(2)) })
  }
  return collector.findings()
}

function resourceNeeds({ id, from, items, provide }: Resource, connection: string, can: Capabilities): Need[] {
  const path: Path = ['resources', id]
  const needs: Need[] = []
  if (provide.table?.to === connection) {
    needs.push({ path: [...path, 'provide', 'table'], capability: 'apply.upsert', met: can.apply?.upsert === true })
    if (tellsDeletes(from)) {
      needs.push({ path: [...path, 'provide', 'table'], capability: 'apply.deletes', met: can.apply?.deletes === true })
    }
  }
  if (provide.file?.connection === connection) {
    needs.push({
      path: [...path, 'provide', 'file', 'connection'],
      capability: 'files.put',
      met: can.files !== undefined,
    })
  }
  if (from.connection !== connection) return needs
  if (provide.parameter !== undefined) {
    needs.push({ path: [...path, 'provide', 'parameter'], capability: 'lookup', met: can.lookup !== undefined })
  }
  for (const mode of ['file', 'table'] as const) {
    if (provide[mode] === undefined) continue
    needs.push({ path: [...path, 'provide', mode], capability: 'scan', met: can.scan !== undefined })
  }
  if (from.changes !== undefined) needs.push(changesNeed([...path, 'from', 'changes'], from.changes, can))
  for (const item of items) {
    if (item.charset === undefined) continue
    const met = can.text?.charsetPerColumn === true
    needs.push({ path: [...path, 'items', item.id, 'charset'], capability: 'text.charsetPerColumn', met })
  }
  return needs
}

/** A comparison needs no more than that everything can be read. */
function changesNeed(path: Path, { by }: ChangesSource, can: Capabilities): Need {
  if (by === 'snapshot') return { path, capability: 'scan', met: can.scan !== undefined }
  return { path, capability: `changes.${by}`, met: can.changes?.[by] === true }
}

function operationNeeds({ id, accept }: Operation, connection: string, can: Capabilities): Need[] {
  const { parameter } = accept
  if (parameter.connection !== connection) return []
  const path: Path = ['operations', id, 'accept', 'parameter']
  if (parameter.procedure !== undefined) {
    return [{ path: [...path, 'procedure'], capability: 'invoke', met: can.invoke !== undefined }]
  }
  return parameter.key.length === 0
    ? [{ path: [...path, 'table'], capability: 'apply', met: can.apply !== undefined }]
    : [{ path: [...path, 'key'], capability: 'apply.upsert', met: can.apply?.upsert === true }]
}
