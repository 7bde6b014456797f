import type { Language } from '@berth/core'

const colour = process.stdout.isTTY && process.env['NO_COLOR'] === undefined

function paint(code: number, text: string): string {
  return colour ? `\u001b[${code}m${text}\u001b[0m` : text
}

/** Tells the story in one language. A step that does not hold ends it. */
export class Narration {
  readonly language: Language
  #chapter = 0

  constructor(language: Language) {
    this.language = language
  }

  /** The words of the story's language. */
  pick(zh: string, en: string): string {
    return this.language === 'zh' ? zh : en
  }

  chapter(zh: string, en: string): void {
    this.#chapter++
    console.log(`\n${paint(1, `${this.#chapter}  ${this.pick(zh, en)}`)}`)
  }

  line(zh: string, en: string): void {
    console.log(`   ${this.pick(zh, en)}`)
  }

  /** A step that really happened; `held` is checked, not assumed. */
  done(held: boolean, zh: string, en: string): void {
    if (!held) throw new Error(`did not hold / 未能成立: ${this.pick(zh, en)}`)
    console.log(`   ${paint(32, this.pick('完成', 'done'))}  ${this.pick(zh, en)}`)
  }

  /** Pairs as an aligned table; Chinese characters count two columns. */
  table(rows: readonly (readonly [string, string, string])[]): void {
    const width = (text: string): number =>
      [...text].reduce((sum, character) => sum + (character > '\u2e7f' ? 2 : 1), 0)
    const widest = [0, 1].map((column) => Math.max(...rows.map((row) => width(row[column] ?? ''))))
    for (const [first, second, third] of rows) {
      const pad = (text: string, column: number): string => text + ' '.repeat((widest[column] ?? 0) - width(text))
      console.log(`     ${pad(first, 0)}  ${pad(second, 1)}  ${paint(2, third)}`)
    }
  }
}
