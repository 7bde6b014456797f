import type { Code, CodeTable } from './code-table.ts'
import { creditCodeClasses } from './credit-code-class.ts'
import { creditCodeRegistries } from './credit-code-registry.ts'
import { maritalStatusCodes } from './marital-status.ts'
import { sexCodes } from './sex.ts'

/** Every code table there is, by its id. */
export const codeTables: Readonly<Record<string, CodeTable>> = Object.freeze({
  [sexCodes.id]: sexCodes,
  [maritalStatusCodes.id]: maritalStatusCodes,
  [creditCodeRegistries.id]: creditCodeRegistries,
  [creditCodeClasses.id]: creditCodeClasses,
})

/** The code table of that id; undefined when there is none. */
export function codeTable(id: string): CodeTable | undefined {
  return Object.hasOwn(codeTables, id) ? codeTables[id] : undefined
}

/**
 * The entry of a code on a day, `YYYY-MM-DD`; without a day, the entry that holds still. Undefined when the table has
 * none. It walks the table: whoever checks each record builds a set of the codes once.
 */
export function findCode(table: CodeTable, code: string, on?: string): Code | undefined {
  return table.entries.find((entry) => entry.code === code && holds(entry, on))
}

function holds(entry: Code, on: string | undefined): boolean {
  if (on === undefined) return entry.validTo === undefined
  return (entry.validFrom ?? on) <= on && on <= (entry.validTo ?? on)
}
