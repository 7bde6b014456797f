import { codeTable } from '@berth/elements'
import type { Item } from '@berth/manifest'

/** Gives the standard code for a code of the legacy system; undefined when neither map nor table has it. */
export type CodeMapping = (code: string) => string | undefined

/**
 * Compiles the codes of an item. A code written in the manifest's map comes first, then a code or an alias of the
 * table; what the map gives must itself be in the table where there is one. Withdrawn codes are still read: records
 * keep the code of their time. Undefined: the item is not coded.
 */
export function codeMapping(codes: Item['codes'], elementTable: string | undefined): CodeMapping | undefined {
  const table = codes?.table ?? elementTable
  if (codes?.map === undefined && table === undefined) return undefined
  const known = new Map<string, string>()
  if (table !== undefined) {
    const { entries } = requireTable(table)
    for (const entry of entries) for (const alias of entry.aliases ?? []) known.set(alias, entry.code)
    for (const entry of entries) known.set(entry.code, entry.code)
  }
  const mapped = new Map(known)
  for (const [legacy, standard] of Object.entries(codes?.map ?? {})) {
    const code = table === undefined ? standard : known.get(standard)
    if (code === undefined) mapped.delete(legacy)
    else mapped.set(legacy, code)
  }
  return (code) => mapped.get(code)
}

function requireTable(id: string): NonNullable<ReturnType<typeof codeTable>> {
  const table = codeTable(id)
  if (table === undefined) throw new TypeError(`the manifest was not checked: there is no code table ${id}`)
  return table
}
