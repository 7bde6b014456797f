import { Args, Flags, Parser } from '@oclif/core'
import { expect, test } from 'vitest'
import { asBerthError } from '../../src/command/as-berth-error.ts'

const input = {
  args: { shell: Args.string({ options: ['bash', 'zsh'] }) },
  flags: {
    report: Flags.string(),
    sign: Flags.boolean({ dependsOn: ['report'] }),
    key: Flags.string(),
    open: Flags.boolean({ exclusive: ['key'] }),
  },
}

/** What the real parser says of a command line, as it is told. */
async function complaint(...words: readonly string[]): Promise<string> {
  try {
    await Parser.parse([...words], input)
    return ''
  } catch (failure) {
    return asBerthError(failure).text('zh')
  }
}

test.each([
  [['--report'], '参数 --report 不合规定：后面要写出值'],
  [['tcsh'], '参数 - 不合规定：应为 bash, zsh 之一'],
  [['--sign'], '参数 --sign 不合规定：要与 --report 一起给出'],
  [['--open', '--key', 'x'], '不能与 --open 同时给出'],
  [['--sgin'], '没有参数 --sgin'],
])('berth %j is refused in Chinese', async (words, text) => {
  expect(await complaint(...words)).toContain(text)
})
