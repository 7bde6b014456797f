import { BerthError } from '@berth/core'
import { insertStatement, type SqlDialect } from '@berth/sql'
import type { Profile } from './profile.ts'

/**
 * A parameter by its number, so that an expression may use it twice: ODBC knows only question marks in their order. The
 * connection puts those in its place. The sign around the number is none that a name has.
 */
export const numbered = (position: number): string => `\ufdd0${position}\ufdd0`

/** A statement with question marks, and the parameters in their order. */
export function positional(
  text: string,
  parameters: readonly unknown[],
): { readonly text: string; readonly parameters: readonly unknown[] } {
  if (!text.includes('\ufdd0')) return { text, parameters }
  const ordered: unknown[] = []
  const marked = text.replace(/\ufdd0(\d+)\ufdd0/g, (_, position: string) => {
    ordered.push(parameters[Number(position) - 1])
    return '?'
  })
  return { text: marked, parameters: ordered }
}

/** What the shared operations need to know, as the profile of the database says it. */
export function odbcDialect(profile: Profile, schema: string | null): SqlDialect {
  const { quote, limit, maxParameters, maxUnionBranches, rowValues, maxWriteRows, savepoint, upsert, literal } = profile
  const { outboxScript: script } = profile
  return {
    name: 'odbc',
    quote: (identifier) => {
      if (identifier.includes('\ufdd0')) throw new BerthError('DATASET_UNKNOWN', { dataset: identifier })
      return quote(identifier)
    },
    marker: numbered,
    limit,
    maxParameters,
    maxUnionBranches,
    rowValues,
    scansInPages: true,
    pagesUntilEmpty: true,
    write: (statement) => {
      if (statement.key.length === 0) return insertStatement({ quote, marker: numbered }, statement)
      if (upsert === undefined)
        throw new BerthError('NOT_SUPPORTED', { connector: `odbc (${profile.name})`, capability: 'apply.upsert' })
      return upsert(statement, numbered)
    },
    maxWriteRows: upsert === undefined ? 1 : maxWriteRows,
    ledger: profile.ledger,
    ...(script === undefined ? {} : { outboxScript: (table, key, name) => script(table, key, name, schema) }),
    ...(savepoint === undefined ? {} : { savepoint }),
    ...(literal === undefined ? {} : { literal: (bound, column) => literal(bound, column.type) }),
  }
}
