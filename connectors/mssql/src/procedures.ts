import type { SqlArgument, SqlColumn, SqlProcedure, SqlProcedures } from '@berth/sql'
import { type CatalogueSettings, loadProcedure, type MssqlProcedure } from './catalogue.ts'
import type { MssqlConnection, QueryResult } from './connection.ts'
import { lateColumn } from './late-answer.ts'
import { quote } from './quote.ts'

/**
 * Calls procedures. Arguments and outputs go through variables of their types, so that every value is converted as one
 * that is written or read; rows are described to the server, so that decimals come as text.
 */
export function mssqlProcedures(connection: MssqlConnection, settings: CatalogueSettings): SqlProcedures {
  const results = async (
    procedure: SqlProcedure,
    given: readonly SqlArgument[],
    signal: AbortSignal,
  ): Promise<QueryResult[]> => {
    const text = callStatement(procedure, given, (procedure as MssqlProcedure).outputs)
    const cells = given.map(({ cell }) => cell)
    return await connection.queryAll(text, cells, signal)
  }
  return {
    load: (operation, signal) => loadProcedure(connection, operation, settings, signal),
    call: async (procedure, given, signal) => {
      const { outputs } = procedure as MssqlProcedure
      const found = await results(procedure, given, signal)
      return (outputs.size > 0 ? found.at(-1) : found[0])?.rows ?? []
    },
    callLate: async (procedure, given, signal) => {
      const [first] = await results(procedure, given, signal)
      return { output: first?.columns.map(lateColumn) ?? [], rows: first?.rows ?? [] }
    },
  }
}

function callStatement(procedure: SqlProcedure, given: readonly SqlArgument[], outputs: ReadonlySet<string>): string {
  const used = procedure.parameters.flatMap((parameter) => {
    const at = given.findIndex((argument) => argument.parameter.name === parameter.name)
    return at < 0 && !outputs.has(parameter.name) ? [] : [{ parameter, at }]
  })
  const variables = used.map(({ parameter }, index) => `@v${index} ${parameter.nativeType}`)
  const settings = used.flatMap(({ parameter, at }, index) => {
    const marker = `@p${at + 1}`
    return at < 0 ? [] : [`SET @v${index} = ${parameter.marker?.(marker) ?? marker};`]
  })
  const passed = used.map(
    ({ parameter: { name } }, index) => `@${name} = @v${index}${outputs.has(name) ? ' OUTPUT' : ''}`,
  )
  const rows =
    outputs.size > 0 || procedure.output.length === 0
      ? ''
      : ` WITH RESULT SETS ((${procedure.output.map(resultColumn).join(', ')}))`
  const answers = used.flatMap(({ parameter }, index) => {
    const variable = `@v${index}`
    return outputs.has(parameter.name) ? [parameter.select?.(variable) ?? variable] : []
  })
  return [
    `DECLARE ${['@done int', ...variables].join(', ')};`,
    ...settings,
    `EXEC ${procedure.reference}${passed.length === 0 ? '' : ` ${passed.join(', ')}`}${rows};`,
    ...(answers.length === 0 ? [] : [`SELECT ${answers.join(', ')}`]),
  ].join(' ')
}

/** A column of a result under the type that the driver gives exactly. */
function resultColumn({ name, nativeType, type }: SqlColumn): string {
  const exact = type.name === 'decimal' ? 'nvarchar(41)' : nativeType
  return `${quote(name)} ${exact} NULL`
}
