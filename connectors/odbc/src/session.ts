import { connect as connectSocket } from 'node:net'
import { BerthError, type RowBatch, type Session, type SystemFacts, textDecoding } from '@berth/core'
import { type SqlOperations, sqlOperations } from '@berth/sql'
import { type CatalogueScope, describe, tableLoader } from './catalogue.ts'
import { OdbcConnection } from './connection.ts'
import { attributesOf, connectionString } from './connection-string.ts'
import { odbcDialect } from './dialect.ts'
import { DriverLine } from './driver-line.ts'
import type { OdbcOptions } from './options.ts'
import { odbcProcedures } from './procedures.ts'
import type { Profile } from './profile.ts'
import { guessedProfile, profileNamed, profiles } from './profiles.ts'

/** How long a server that refused may take to show that it is there. */
const reachMs = 1000

/** A connection and what is known of the database behind it. */
interface Opened {
  readonly line: DriverLine
  readonly connection: OdbcConnection
  readonly profile: Profile
}

/** Connects in a process of its own, finds out which database it is, and makes the session read-only where that can be. */
export async function openOdbc(options: OdbcOptions, access: 'read' | 'write', signal: AbortSignal): Promise<Session> {
  const { charset, ledger, maxCellBytes } = options
  if (charset !== undefined) textDecoding(charset)
  const { line, connection, profile } = await open(options, signal)
  try {
    const { both = [], read = [] } = profile.setUp ?? {}
    for (const text of access === 'read' ? [...both, ...read] : both) await connection.execute(text, [], signal)
    const scope = await scopeOf(connection, profile, options.schema, signal)
    const settings = { profile, charset, maxCellBytes }
    const loadTable = tableLoader(connection, scope, settings, options.schema)
    const dialect = odbcDialect(profile, scope.schema)
    const procedures = odbcProcedures(connection, settings, scope.schema)
    const operations = sqlOperations({ dialect, connection, loadTable, ledger, procedures })
    return {
      ...operations,
      scan: countedScan(operations.scan, async (dataset, end) => {
        const table = await loadTable(dataset, end)
        if (table === undefined) throw new BerthError('DATASET_UNKNOWN', { dataset })
        const count = async (): Promise<number> =>
          Number((await connection.query(`SELECT COUNT(*) FROM ${table.reference}`, [], end))[0]?.[0])
        return { key: table.key ?? [], count }
      }),
      ping: (end) => facts(connection, profile, options, access, end),
      describe: ({ names }, end) => describe(connection, scope, settings, { names, ledger }, end),
      native: line,
      [Symbol.asyncDispose]: () => line.close(),
    }
  } catch (error) {
    await line.close()
    throw error
  }
}

/** Connects as the likeliest profile; again when the database turns out to be one that needs other attributes. */
async function open(options: OdbcOptions, signal: AbortSignal): Promise<Opened> {
  const likely = options.dialect === 'auto' ? guessedProfile(options.driver ?? '') : profileNamed(options.dialect)
  const first = await connect(options, likely, signal)
  try {
    const profile = options.dialect === 'auto' ? await detected(first, likely, signal) : likely
    first.codes = profile.codes
    if (profile === likely || profile.attributes === undefined)
      return { line: first, profile, connection: new OdbcConnection(first, profile.fetchRows) }
    await first.close()
    const line = await connect(options, profile, signal)
    return { line, profile, connection: new OdbcConnection(line, profile.fetchRows) }
  } catch (error) {
    await first.close()
    throw error
  }
}

async function connect(options: OdbcOptions, profile: Profile, signal: AbortSignal): Promise<DriverLine> {
  const text = connectionString(options, profile)
  const attributes = attributesOf(options.attributes ?? '', 'attributes')
  const named = (name: RegExp): string | undefined => [...attributes].find(([key]) => name.test(key))?.[1]
  const place = {
    host: named(/^(?:server|servername|host|hostname)$/i) ?? options.dsn ?? options.driver ?? '',
    port: named(/^(?:port|service)$/i) ?? '',
    database: named(/^(?:database|db|dbq)$/i) ?? options.dsn ?? '',
  }
  const environment = Object.fromEntries(attributesOf(options.environment ?? '', 'environment'))
  const line = new DriverLine(environment, place, profile.codes)
  try {
    const secret = options.password?.reveal() ?? ''
    const secrets = secret === '' ? [] : [secret]
    await line.call({ name: 'connect', connectionString: text, secrets }, 'connect', signal)
    return line
  } catch (error) {
    await line.close()
    throw await refusal(error, place, profile)
  }
}

/**
 * Drivers say alike that a server is not there and that it refuses the login; the one of PostgreSQL does. A server that can
 * be reached has refused the login: `AUTH_FAILED`, which is not tried again. A driver with a number for each has said which.
 */
async function refusal(
  error: unknown,
  place: { readonly host: string; readonly port: string },
  { codes }: Profile,
): Promise<unknown> {
  if (!BerthError.is(error) || error.code !== 'CONNECT_REFUSED' || !/^\d{1,5}$/.test(place.port)) return error
  const [, number = ''] = String(error.details['nativeCode']).split('/')
  if (codes[number] === 'CONNECT_REFUSED') return error
  const reached = await new Promise<boolean>((resolve) => {
    const socket = connectSocket({ host: place.host, port: Number(place.port), timeout: reachMs })
    for (const event of ['connect', 'timeout', 'error'] as const)
      socket.once(event, () => {
        socket.destroy()
        resolve(event === 'connect')
      })
    socket.on('error', () => undefined)
  })
  return reached ? new BerthError('AUTH_FAILED', error.details, { cause: error.cause }) : error
}

/** Each profile's own question, that of the likeliest first. A database that understands none is the generic one. */
async function detected(line: DriverLine, likely: Profile, signal: AbortSignal): Promise<Profile> {
  for (const profile of [likely, ...profiles]) {
    const question = { name: 'query', text: profile.version, parameters: [] } as const
    const rows = await line.call(question, 'connect', signal).catch((error: unknown) => {
      if (BerthError.is(error) && (error.code === 'ABORTED' || error.code === 'CONNECTION_LOST')) throw error
      return []
    })
    const answer = String(rows[0]?.[0] ?? '')
    const found =
      answer === ''
        ? undefined
        : profiles.find(({ version, detect }) => version === profile.version && detect.test(answer))
    if (found !== undefined) return found
  }
  return profileNamed('generic')
}

async function scopeOf(
  connection: OdbcConnection,
  { scope }: Profile,
  schema: string | undefined,
  signal: AbortSignal,
): Promise<CatalogueScope> {
  const [catalog = null, own = null] = scope === undefined ? [] : ((await connection.query(scope, [], signal))[0] ?? [])
  return { catalog: nameOf(catalog), schema: schema ?? nameOf(own) }
}

function nameOf(cell: unknown): string | null {
  return cell === null ? null : String(cell).trimEnd()
}

/**
 * A scan that streams one statement is counted, for no end that a driver tells is believed: `PROTOCOL_ERROR` when it gave
 * fewer rows than the table had both before and after. Scans in pages end at a page without rows instead.
 */
function countedScan(
  scan: SqlOperations['scan'],
  facts: (dataset: string, signal: AbortSignal) => Promise<{ key: readonly string[]; count: () => Promise<number> }>,
): SqlOperations['scan'] {
  return async function* (request, signal): AsyncIterable<RowBatch> {
    const { dataset, key = [], after } = request
    const table = await facts(dataset, signal)
    const paged = key.length > 0 && key.join('\0') === table.key.join('\0')
    if (paged || after !== undefined) return yield* scan(request, signal)
    const before = await table.count()
    let rows = 0
    for await (const batch of scan(request, signal)) {
      rows += batch.rows.length + (batch.unreadable?.length ?? 0)
      yield batch
    }
    if (rows < before && rows < (await table.count()))
      throw new BerthError('PROTOCOL_ERROR', { nativeCode: 'rows lost' })
  }
}

async function facts(
  connection: OdbcConnection,
  profile: Profile,
  { charset }: OdbcOptions,
  access: 'read' | 'write',
  signal: AbortSignal,
): Promise<SystemFacts> {
  const [version = []] = await connection.query(profile.version, [], signal)
  const [clock = []] = profile.clock === undefined ? [] : await connection.query(profile.clock, [], signal)
  const told = String(clock[0] ?? '').replace(' ', 'T')
  return {
    product: `${profile.name} ${String(version[0])}`,
    ...(charset === undefined ? {} : { charset }),
    ...(told === '' ? {} : { clock: told }),
    writable: access === 'write',
  }
}
