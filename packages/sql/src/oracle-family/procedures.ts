import type { SqlConnection } from '../connection.ts'
import type { SqlArgument, SqlLateAnswer, SqlProcedure, SqlProcedures } from '../procedure.ts'
import { type FamilyProcedure, proceduresOf } from './arguments.ts'
import { type BlockSpelling, type CallBlock, callBlock } from './call-block.ts'
import type { CatalogueSettings } from './catalogue.ts'

/** What a block gave: its outputs, and the rows of its first cursor. */
export interface BlockAnswer {
  readonly values: readonly unknown[]
  readonly cursor?: SqlLateAnswer
}

/** What calls need besides the catalogue. */
export interface FamilyCalls {
  readonly connection: SqlConnection
  readonly settings: CatalogueSettings
  readonly spelling: BlockSpelling
  run(block: CallBlock, signal: AbortSignal): Promise<BlockAnswer>
}

/** Stored procedures and functions, alone or in packages. */
export function familyProcedures({ connection, settings, spelling, run }: FamilyCalls): SqlProcedures {
  const answer = (procedure: SqlProcedure, given: readonly SqlArgument[], signal: AbortSignal): Promise<BlockAnswer> =>
    run(callBlock(spelling, procedure as FamilyProcedure, given), signal)
  return {
    load: async (operation, signal) => {
      const path = operation.replace(/#\d+$/, '').split('.')
      const owners = path.length > 1 ? [settings.schema, String(path[0])] : [settings.schema]
      for (const owner of owners) {
        const rows = await connection.query(settings.questions.one.procedures, [owner, path.at(-1)], signal)
        const found = proceduresOf(rows, settings).find(({ name }) => name === operation)
        if (found !== undefined) return found
      }
      return undefined
    },
    call: async (procedure, given, signal) => {
      const { values } = await answer(procedure, given, signal)
      return procedure.output.length === 0 ? [] : [[...values]]
    },
    callLate: async (procedure, given, signal) =>
      (await answer(procedure, given, signal)).cursor ?? { output: [], rows: [] },
  }
}
