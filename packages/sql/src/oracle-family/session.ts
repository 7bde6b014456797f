import type { ConnectContext, Session, SystemFacts } from '@berth/core'
import type { SqlColumn } from '../column.ts'
import type { SqlDialect } from '../dialect.ts'
import { sqlOperations } from '../session.ts'
import type { BlockSpelling } from './call-block.ts'
import { type CatalogueSettings, describeFamily, loadFamilyTable } from './catalogue.ts'
import { OracleFamilyConnection } from './connection.ts'
import type { LibraryLine, LibraryResult } from './library-line.ts'
import { familyProcedures } from './procedures.ts'

/** What a connector gives besides its line. */
export interface FamilySession {
  readonly dialect: SqlDialect
  readonly access: ConnectContext['access']
  readonly signal: AbortSignal
  readonly native: unknown
  /** Makes the session's settings, and reads what its statements depend on. */
  begin(connection: OracleFamilyConnection): Promise<{
    readonly catalogue: CatalogueSettings
    readonly spelling: Pick<BlockSpelling, 'variable' | 'printed'>
  }>
  facts(connection: OracleFamilyConnection, signal: AbortSignal): Promise<SystemFacts>
}

/** A session over a line. A `read` session reads whole datasets in transactions that the server keeps read-only (SEC-4). */
export async function openFamily<Result extends LibraryResult>(
  line: LibraryLine<Result>,
  session: FamilySession,
): Promise<Session> {
  const { dialect, access, native } = session
  const connection = new OracleFamilyConnection(
    line,
    dialect,
    access === 'read' ? 'SET TRANSACTION READ ONLY' : undefined,
  )
  try {
    const { catalogue, spelling } = await session.begin(connection)
    const { quote, marker } = dialect
    const { ledger } = catalogue
    return {
      ...sqlOperations({
        dialect,
        connection,
        loadTable: (dataset, signal) => loadFamilyTable(connection, dataset, catalogue, signal),
        ledger,
        procedures: familyProcedures({
          connection,
          settings: catalogue,
          spelling: { quote, marker, ...spelling },
          run: (block, signal) => connection.cancellable('invoke', signal, () => line.run(block)),
        }),
      }),
      ping: (signal) => session.facts(connection, signal),
      describe: ({ names }, signal) => describeFamily(connection, names, catalogue, signal),
      native,
      [Symbol.asyncDispose]: () => line.close(),
    }
  } catch (error) {
    line.destroy()
    await line.close()
    throw error
  }
}

/** The type of a variable in a block: arguments have no lengths, variables need them. */
export function variableType({ nativeType, type }: SqlColumn): string {
  if (/^N(?:VARCHAR2|CHAR)/.test(nativeType)) return 'NVARCHAR2(16383)'
  if (/^(?:VARCHAR2?|CHAR|LONG$)/.test(nativeType)) return 'VARCHAR2(32767)'
  if (type.name === 'binary' && nativeType !== 'BLOB') return 'RAW(32767)'
  if (nativeType === 'PL/SQL BOOLEAN') return 'BOOLEAN'
  return nativeType === 'BINARY_INTEGER' ? 'PLS_INTEGER' : nativeType
}

/** Numbers and times of a block come out as text: libraries would round them. */
export function printedVariable({ nativeType, type, select }: SqlColumn, variable: string): string {
  if (nativeType === 'PL/SQL BOOLEAN') return `CASE WHEN ${variable} THEN '1' WHEN NOT ${variable} THEN '0' END`
  if (type.name === 'integer' || type.name === 'int64' || type.name === 'decimal') return `TO_CHAR(${variable}, 'TM9')`
  return /CLOB|BLOB/.test(nativeType) ? variable : (select?.(variable) ?? variable)
}
