import { isScalar } from 'yaml'
import type { ManifestSource } from '../source/manifest-source.ts'
import type { Path } from '../source/path.ts'
import type { MigrationStep } from './migration.ts'
import { keyText, type WrittenEntry, writtenEntries } from './written-entries.ts'

/** A part of the text, and what takes its place. */
export interface TextEdit {
  readonly from: number
  readonly to: number
  readonly text: string
}

/** What a step does at one place. */
export interface StepEffect {
  /** Where it stands afterwards. */
  readonly path: Path
  /** Absent: nothing could be done, somebody has to. */
  readonly edit?: TextEdit
  /** The key or the word as it was, and as it is. Never the value of an option: it may be a secret (SEC-3). */
  readonly before?: string
  readonly after?: string
}

/** What a step would do to a manifest, in the order of the text. Empty where it is done already. */
export function stepEffects(source: ManifestSource, step: MigrationStep): readonly StepEffect[] {
  const effects = writtenEntries(source.document, step).flatMap((entry) => effectAt(source, step, entry) ?? [])
  const places = new Set<number>()
  return effects.filter(({ edit }) => {
    // An alias leads to the same text more than once.
    if (edit === undefined) return true
    return !places.has(edit.from) && places.add(edit.from)
  })
}

function effectAt(source: ManifestSource, step: MigrationStep, entry: WrittenEntry): StepEffect | undefined {
  const { path, map, pair } = entry
  const key = String(path.at(-1))
  switch (step.do) {
    case 'rename': {
      const range = rangeOf(pair?.key)
      if (range === undefined) return undefined
      // Two keys would become one: which of them is meant, no program knows.
      if (map.items.some((each) => keyText(each) === step.to)) return { path, before: key, after: step.to }
      const edit = { ...range, text: quotedAlike(source.text, range.from, step.to) }
      return { path: [...path.slice(0, -1), step.to], edit, before: key, after: step.to }
    }
    case 'reword': {
      const range = rangeOf(pair?.value)
      const word = isScalar(pair?.value) ? String(pair.value.value) : ''
      const other = Object.hasOwn(step.words, word) ? step.words[word] : undefined
      if (range === undefined || other === undefined) return undefined
      return { path, edit: { ...range, text: quotedAlike(source.text, range.from, other) }, before: word, after: other }
    }
    case 'add':
      if (pair !== undefined) return undefined
      return { path, edit: addition(source.text, entry, `${key}: ${step.value}`), after: `${key}: ${step.value}` }
    case 'ask':
      return pair === undefined ? undefined : { path, before: key }
  }
}

function rangeOf(node: unknown): { readonly from: number; readonly to: number } | undefined {
  if (!isScalar(node) || !node.range) return undefined
  return { from: node.range[0], to: node.range[1] }
}

/** A word in the quotes, or without, that the one at `offset` has: inside brackets a colon may stand right behind a quote. */
function quotedAlike(text: string, offset: number, word: string): string {
  const quote = /["']/.exec(text[offset] ?? '')?.[0] ?? ''
  return quote + word + quote
}

/** An entry in front of the first one of a map, written as that map is: on a line of its own, or inside brackets. */
function addition(text: string, { map }: WrittenEntry, entry: string): TextEdit {
  const first = rangeOf(map.items[0]?.key)
  if (first === undefined) {
    const inside = (map.range?.[0] ?? 0) + 1
    return { from: inside, to: inside, text: ` ${entry} ` }
  }
  if (map.flow === true) return { from: first.from, to: first.from, text: `${entry}, ` }
  const before = text.slice(text.lastIndexOf('\n', first.from - 1) + 1, first.from)
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n'
  return { from: first.from, to: first.from, text: entry + lineEnd + ' '.repeat(before.length) }
}

/** The text with all edits made. */
export function editedText(text: string, edits: readonly TextEdit[]): string {
  return edits
    .toSorted((left, right) => right.from - left.from)
    .reduce((result, edit) => result.slice(0, edit.from) + edit.text + result.slice(edit.to), text)
}
