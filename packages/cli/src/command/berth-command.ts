import { Command, Flags, type Interfaces } from '@oclif/core'
import { tell } from '../messages/say.ts'
import { jsonText } from '../output/json-text.ts'
import { terminalLine } from '../output/terminal-line.ts'
import { deprecatedUse } from './deprecated-use.ts'
import { endWithError } from './end-with-error.ts'
import { choiceFlag } from './flags.ts'

type GlobalFlags = { json: boolean | undefined; lang: string | undefined; debug: boolean | undefined }

const globalFlags: Interfaces.FlagInput<GlobalFlags> = {
  json: Flags.boolean({
    description: tell({ zh: '只输出结果，格式为 JSON', en: 'print the result only, as JSON' }),
    helpGroup: 'global',
  }),
  lang: {
    ...choiceFlag('lang', ['zh', 'en'], tell({ zh: '界面语言', en: 'the language of messages' })),
    helpGroup: 'global',
  },
  debug: Flags.boolean({
    description: tell({
      zh: '出错时显示原生错误码与代码位置',
      en: 'show native codes and places in the code on failure',
    }),
    helpGroup: 'global',
  }),
}

type Parsed = Record<string, unknown>

/** What every command shares: language, `--json`, and one way for a failure to end. */
export abstract class BerthCommand<Result> extends Command {
  static override enableJsonFlag = true
  static override baseFlags: Interfaces.FlagInput = globalFlags

  #told = false

  abstract override run(): Promise<Result>

  /** The parsed command line. */
  protected async given<Flag extends Parsed, Arg extends Parsed>(
    input: Pick<Interfaces.Input<Flag, GlobalFlags, Arg>, 'flags' | 'args'>,
  ): Promise<Interfaces.ParserOutput<Flag, GlobalFlags, Arg>> {
    const parsed = await this.parse<Flag, GlobalFlags, Arg>({
      ...input,
      baseFlags: globalFlags,
      strict: this.ctor.strict,
    })
    const written = new Set(parsed.raw.flatMap((token) => (token.type === 'flag' ? [token.flag] : [])))
    // To standard error: what `--json` prints stays whole.
    for (const line of deprecatedUse(this.id ?? '', written)) process.stderr.write(`${terminalLine(line)}\n`)
    return parsed
  }

  /** Prints lines for a person; with `--json` nothing. What could drive the terminal is left out. */
  protected print(lines: string | readonly string[]): void {
    for (const line of typeof lines === 'string' ? [lines] : lines) this.log('%s', terminalLine(line))
  }

  /** Prints a text that a program is to read, as it is; with `--json` nothing. */
  protected printAsIs(text: string): void {
    this.log('%s', text)
  }

  /** With `--json`, prints the result now instead of at the end: for commands that stay up. */
  protected tellReady(result: Result): void {
    if (this.jsonEnabled()) this.logJson(result)
    this.#told = true
  }

  /** The result is not what one hopes for, although nothing failed: exit code 1. */
  protected notOk(): void {
    process.exitCode = 1
  }

  protected override logJson(json: unknown): void {
    if (this.#told) return
    process.stdout.write(`${jsonText(json)}\n`)
  }

  protected override catch(error: unknown): Promise<void> {
    endWithError(error, this.argv, `${this.config.bin} ${(this.id ?? '').replaceAll(':', ' ')}`)
    return Promise.resolve()
  }
}
