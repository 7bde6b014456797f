import { plainOf } from '../plain.ts'
import { type SchemaChange, schemaChange } from './schema-change.ts'

/** Ids that others rely on, each with what it means to them. Words are not part of it: they may change. */
export type IdCatalogue = Readonly<Record<string, Readonly<Record<string, string | number | boolean>>>>

/** What became of a catalogue of ids: error codes, clauses, commands, rules. An id that is gone, or that means something else, is breaking. */
export function diffCatalogues(old: IdCatalogue, now: IdCatalogue): readonly SchemaChange[] {
  const changes: SchemaChange[] = []
  for (const [id, before] of Object.entries(old)) {
    const after = Object.hasOwn(now, id) ? now[id] : undefined
    if (after === undefined) {
      changes.push(schemaChange('SCH-201', id))
      continue
    }
    const facts = new Set([...Object.keys(before), ...Object.keys(after)])
    for (const fact of facts) {
      if (same(before[fact], after[fact])) continue
      changes.push(schemaChange('SCH-203', `${id}.${fact}`, `${shown(before[fact])} → ${shown(after[fact])}`))
    }
  }
  const added = Object.keys(now).filter((id) => !Object.hasOwn(old, id))
  return [...changes, ...added.map((id) => schemaChange('SCH-202', id))]
}

function same(before: unknown, after: unknown): boolean {
  return JSON.stringify(plainOf(before)) === JSON.stringify(plainOf(after))
}

function shown(value: string | number | boolean | undefined): string {
  return value === undefined ? '—' : String(value)
}
