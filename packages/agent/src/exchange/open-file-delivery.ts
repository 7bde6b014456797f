import { resolve } from 'node:path'
import { BerthError, type Field, type Row } from '@berth/core'
import type { ProvideByFile, Resource } from '@berth/manifest'
import { fileCarrier } from '../deliver/carry-files.ts'
import type { ExchangeExit } from '../deliver/exchange-exit.ts'
import { FileDelivery } from '../deliver/file-delivery.ts'
import { fileLayoutWriter, givenLayout } from '../deliver/file-layout.ts'
import type { FileFrame } from '../deliver/growing-file.ts'
import type { Piece } from '../deliver/part-file.ts'
import { TrialDelivery } from '../deliver/trial-delivery.ts'
import { waitingFiles } from '../deliver/waiting-files.ts'
import { compilePlan } from '../plan/compile-plan.ts'
import { writtenPlan, writtenRecords } from '../plan/written-plan.ts'
import type { ExchangeSettings } from './exchange.ts'
import type { OpenDelivery } from './fed-delivery.ts'
import { targetKey } from './target-key.ts'

type Pieces = readonly Piece[]

/**
 * Opens the exit that writes data files in another way than a plan does itself: with a charset, in a layout, as XML, workbook or table.
 * Throws `DEFINITION_INVALID` and `CHARSET_UNKNOWN`.
 */
export function openLayoutDelivery(
  settings: ExchangeSettings,
  resource: Resource,
  exit: ExchangeExit,
  file: ProvideByFile,
): OpenDelivery<Pieces, Pieces> {
  if (settings.undo !== undefined)
    throw new BerthError('NOT_SUPPORTED', { connector: 'file', capability: 'apply.undo' })
  const { given, tellsDeletes } = exit
  const key = tellsDeletes ? targetKey(resource, given, 'follow changes') : []
  const { writer, columns } = fileLayoutWriter(resource.id, file, given, tellsDeletes)
  const there = (values: Row): Row => (tellsDeletes ? ['upsert', ...values] : values)
  const places = given.map((item) => key.indexOf(item))
  const gone = (keys: Row): Row => ['delete', ...places.map((at) => (at < 0 ? null : (keys[at] ?? null)))]
  const feed = {
    compile: (fields: readonly Field[]) =>
      writtenPlan(compilePlan({ items: given, fields, format: 'values' }), writer, columns, there),
    join(planned: Pieces = [], deletes: readonly Row[]) {
      const { bytes, rejects } = writtenRecords(writer, deletes.map(gone), columns)
      return { output: deletes.length === 0 ? planned : [...planned, bytes], refused: rejects }
    },
  }
  if (settings.dryRun === true) return { ...feed, delivery: new TrialDelivery(exit, () => Promise.resolve([])) }
  const frame = {
    begin: writer.begin(),
    end: writer.end(),
    maxRecords: writer.maxRecords,
    assemble: writer.assemble?.bind(writer),
  }
  return { ...feed, delivery: fileDelivery(settings, resource, exit, file, frame) }
}

/** What puts data files where the manifest says: into a folder, or to the other side of a connection. */
export function fileDelivery(
  settings: ExchangeSettings,
  resource: Resource,
  exit: ExchangeExit,
  file: ProvideByFile,
  frame: FileFrame,
): FileDelivery {
  const { manifest, signal, openConnection, key, checkpointRows = 100_000, checkpointMs = 2000 } = settings
  const { connection, to, format } = file
  const carrier = connection === undefined ? undefined : fileCarrier(openConnection, connection, to, signal)
  const folder = waitingFiles(settings, resource) ?? resolve(manifest.folder, to)
  return new FileDelivery({
    ...exit,
    folder,
    format,
    layout: givenLayout(file, exit.given),
    frame,
    signal,
    key,
    carrier,
    awaitsReceipts: file.receipts !== undefined,
    checkpointRows,
    checkpointMs,
  })
}
