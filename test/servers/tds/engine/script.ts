import type { TdsEngine } from './engine.ts'
import { isWord, wordsOf } from './lexer.ts'
import { fillOutbox } from './tracking.ts'

/**
 * Runs a script that the connector made for an administrator. Tables and undo statements run as they are; of a trigger
 * and of change tracking SQLite does the like. Grants have no meaning here.
 */
export function runScript(engine: TdsEngine, script: string): void {
  for (const part of script.split(/^GO$/m)) {
    const words = wordsOf(part)
    const at = (word: string, from = 0): number => words.findIndex((each, index) => index >= from && isWord(each, word))
    const named = (from: number): string => {
      const names = words.slice(
        from,
        words.findIndex((each, index) => index >= from && each.kind !== 'name' && each.value !== '.'),
      )
      return names.at(-1)?.value ?? ''
    }
    if (isWord(words[0], 'CREATE') && isWord(words[1], 'TRIGGER')) {
      const open = at('(', at('INTO'))
      const key = words.slice(open + 1, at(')', open)).filter(({ kind }) => kind === 'name')
      fillOutbox(
        engine.database,
        named(2),
        named(at('ON') + 1),
        named(at('INTO') + 1),
        key.map(({ value }) => value),
      )
    } else if (at('CHANGE_TRACKING') >= 0) {
      const enabled = /ALTER TABLE (.*) ENABLE CHANGE_TRACKING/.exec(part)?.[1] ?? ''
      engine.track(wordsOf(enabled).at(-1)?.value ?? '')
    } else if (words.length > 0) engine.run(part)
  }
}
