import { findElement } from '@berth/elements'
import type {
  AwaitedReceipts,
  ChangesSource,
  Connection,
  DockingManifest,
  FileLayout,
  Operation,
  ProvideByParameter,
  ProvideModes,
  Resource,
  ResourceSource,
  SoapService,
} from '../model.ts'
import { parseDuration } from '../notation/duration.ts'
import type {
  WrittenChanges,
  WrittenConnection,
  WrittenInBulk,
  WrittenManifest,
  WrittenOperation,
  WrittenProvide,
  WrittenResource,
  WrittenSource,
} from '../source/written-manifest.ts'
import { bareRecord } from './bare-record.ts'
import { localizedText } from './localized-text.ts'
import { normaliseItems } from './normalise-item.ts'
import { normaliseServe, normaliseTrust } from './normalise-security.ts'

/** Turns a manifest that was found right into its normal form. */
export function normaliseManifest(written: WrittenManifest, digest: string, folder: string): DockingManifest {
  const { id, title, owner, hours } = written.system
  const creditCode = findElement('organisation.creditCode')
  return {
    berth: 1,
    ...(written.version === undefined ? {} : { version: written.version }),
    system: {
      id,
      title: localizedText(title),
      owner: { title: localizedText(owner.title), code: creditCode?.normalise?.(owner.code) ?? owner.code },
      ...(hours === undefined ? {} : { hours }),
    },
    ...(written.platform === undefined ? {} : { platform: written.platform }),
    connections: byId(written.connections, normaliseConnection),
    resources: byId(written.resources ?? {}, normaliseResource),
    operations: byId(written.operations ?? {}, normaliseOperation),
    ...(written.soap === undefined ? {} : { soap: normaliseSoap(written.soap) }),
    ...(written.serve === undefined ? {} : { serve: normaliseServe(written.serve) }),
    ...(written.trust === undefined ? {} : { trust: normaliseTrust(written.trust) }),
    digest,
    folder,
  }
}

function normaliseSoap({ url, behindTls = false, consumers = {} }: NonNullable<WrittenManifest['soap']>): SoapService {
  return {
    ...(url === undefined ? {} : { url }),
    behindTls,
    consumers: byId(consumers, (id, consumer) => ({ id, ...consumer })),
  }
}

function byId<Written, Normal>(
  written: Readonly<Record<string, Written>>,
  normalise: (id: string, entry: Written) => Normal,
): Readonly<Record<string, Normal>> {
  return bareRecord(Object.fromEntries(Object.entries(written).map(([id, entry]) => [id, normalise(id, entry)])))
}

function normaliseConnection(
  id: string,
  { use, options = {}, datasets = {}, callTimeout }: WrittenConnection,
): Connection {
  const timeout = callTimeout === undefined ? {} : { callTimeoutMs: durationOf(callTimeout) }
  return { id, use, options: bareRecord(options), datasets: bareRecord(datasets), ...timeout }
}

function normaliseResource(id: string, written: WrittenResource): Resource {
  const { title, summary, draft = false, sharing, update, subject, from, items, aggregates, provide = {} } = written
  return {
    id,
    title: localizedText(title),
    ...(summary === undefined ? {} : { summary: localizedText(summary) }),
    draft,
    sharing: { ...sharing, purposes: sharing.purposes ?? [] },
    update,
    ...(subject === undefined ? {} : { subject }),
    from: normaliseSource(from),
    items: normaliseItems(items, written.maintainer),
    ...(aggregates === undefined ? {} : { aggregates }),
    provide: normaliseProvide(provide),
  }
}

function normaliseSource({ connection, table, view, dataset, key = [], changes }: WrittenSource): ResourceSource {
  return {
    connection,
    dataset: table ?? view ?? dataset ?? '',
    key,
    ...(changes === undefined ? {} : { changes: normaliseChanges(changes) }),
  }
}

function normaliseChanges({ by = 'column', ...written }: WrittenChanges): ChangesSource {
  switch (by) {
    case 'column':
      return { by, column: written.column ?? '', overlap: overlapOf(written.overlap ?? 0) }
    case 'log':
      return { by, ...(written.name === undefined ? {} : { name: written.name }) }
    case 'outbox': {
      const lateCommitMs = written.lateCommit === undefined ? undefined : parseDuration(written.lateCommit)
      return { by, dataset: written.table ?? '', ...(lateCommitMs === undefined ? {} : { lateCommitMs }) }
    }
    case 'snapshot':
      return { by }
  }
}

function overlapOf(overlap: string | number): number {
  return typeof overlap === 'number' ? overlap : (parseDuration(overlap) ?? 0)
}

function normaliseProvide({ parameter, file, table }: WrittenProvide): ProvideModes {
  return {
    ...(parameter === undefined ? {} : { parameter: normaliseParameter(parameter) }),
    ...(file === undefined
      ? {}
      : {
          file: {
            to: file.to,
            ...(file.connection === undefined ? {} : { connection: file.connection }),
            format: file.format ?? 'ndjson',
            ...normaliseLayout(file),
            ...(file.receipts === undefined ? {} : { receipts: normaliseReceipts(file.receipts) }),
            ...inBulk(file),
          },
        }),
    ...(table === undefined
      ? {}
      : { table: { to: table.to, dataset: table.table, columns: bareRecord(table.columns ?? {}), ...inBulk(table) } }),
  }
}

const layoutKeys = [
  ...(['charset', 'separator', 'quote', 'escape', 'header', 'nulls'] as const),
  ...(['record', 'sheet', 'recordBytes'] as const),
]

function normaliseLayout(file: NonNullable<WrittenProvide['file']>): { readonly layout?: FileLayout } {
  const { columns } = file
  const said = layoutKeys.flatMap((key) => (file[key] === undefined ? [] : [[key, file[key]] as const]))
  const given = columns === undefined ? said : [...said, ['columns', bareRecord(columns)] as const]
  return given.length === 0 ? {} : { layout: Object.fromEntries(given) }
}

function normaliseReceipts({
  within = 'P2D',
  ...receipts
}: NonNullable<NonNullable<WrittenProvide['file']>['receipts']>): AwaitedReceipts {
  return { ...receipts, withinMs: durationOf(within) }
}

function normaliseParameter(written: NonNullable<WrittenProvide['parameter']>): ProvideByParameter {
  const { by, limit = 50, offline = 'reject', replica = {} } = written
  if (offline !== 'replica') return { by, limit, offline }
  const { every = 'P1D', maxAge = 'P7D', limit: rows = 1_000_000 } = replica
  return { by, limit, offline, replica: { everyMs: durationOf(every), maxAgeMs: durationOf(maxAge), limit: rows } }
}

function durationOf(notation: string): number {
  return parseDuration(notation) ?? 0
}

function inBulk({
  every,
  clearance,
  categories,
  purpose,
}: WrittenInBulk): Pick<NonNullable<ProvideModes['file']>, 'clearance' | 'categories' | 'purpose' | 'everyMs'> {
  const everyMs = every === undefined ? undefined : parseDuration(every)
  return {
    ...(clearance === undefined ? {} : { clearance }),
    ...(categories === undefined ? {} : { categories }),
    ...(purpose === undefined ? {} : { purpose }),
    ...(everyMs === undefined ? {} : { everyMs }),
  }
}

function normaliseOperation(id: string, written: WrittenOperation): Operation {
  const { connection, table, procedure, key = [], offline = 'reject', queue = {} } = written.accept.parameter
  const { expires = 'P7D', limit = 10_000 } = queue
  return {
    id,
    title: localizedText(written.title),
    ...(written.summary === undefined ? {} : { summary: localizedText(written.summary) }),
    purposes: written.purposes ?? [],
    input: normaliseItems(written.input, written.maintainer),
    accept: {
      parameter: {
        connection,
        ...(table === undefined ? {} : { dataset: table }),
        ...(procedure === undefined ? {} : { procedure }),
        key,
        offline,
        ...(offline === 'queue' ? { queue: { expiresMs: durationOf(expires), limit } } : {}),
      },
    },
  }
}
