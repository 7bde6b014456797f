import { BerthError, type ErrorCode, type ErrorDefinition, errorCatalogue } from '@berth/core'
import { Args, type Interfaces } from '@oclif/core'
import { BerthCommand } from '../command/berth-command.ts'
import { type ExitCode, exitCodeOf } from '../command/exit-code.ts'
import { language } from '../messages/language.ts'
import { say, tell } from '../messages/say.ts'
import { paint } from '../output/paint.ts'

/** What `berth explain --json` prints. */
export interface ExplainResult extends ErrorDefinition {
  readonly code: ErrorCode
  readonly exitCode: ExitCode
}

const args = {
  code: Args.string({
    required: true,
    description: tell({ zh: '错误码，如 AUTH_FAILED', en: 'an error code, such as AUTH_FAILED' }),
  }),
}

export class Explain extends BerthCommand<ExplainResult> {
  static override summary: string = tell({ zh: '解释一个错误码', en: 'Explain an error code' })
  static override description: string = tell({
    zh: '说明错误码的含义、责任方、处理方式与下一步。不需要网络，也不需要对接目录。',
    en: 'Tells what an error code means, whose it is, and what to do next. Needs neither network nor docking.',
  })
  static override examples: { command: string; description: string }[] = [
    {
      command: '<%= config.bin %> explain AUTH_FAILED',
      description: tell({ zh: '登录失败是什么意思', en: 'What a refused login means' }),
    },
    {
      command: '<%= config.bin %> explain login_stalled --json',
      description: tell({ zh: '供程序读取', en: 'For a program to read' }),
    },
  ]
  static override args: Interfaces.ArgInput = args

  override async run(): Promise<ExplainResult> {
    const { args: given } = await this.given({ args })
    const code = given.code.toUpperCase().replaceAll('-', '_')
    if (!isErrorCode(code)) {
      throw new BerthError('PARAMETER_INVALID', { parameter: 'CODE', problem: 'docs/errors.md' })
    }
    const definition = errorCatalogue[code]
    const result = { code, exitCode: exitCodeOf(new BerthError(code)), ...definition }
    this.print([
      `${paint('bold', code)}  ${definition.message[language]}`,
      `  ${say('error.whose')}  ${say(`origin.${definition.origin}`)}`,
      `  ${say('error.next')}  ${definition.next[language]}`,
      `  ${say('explain.action')}  ${say(`action.${definition.action}`)}`,
      `  ${say('explain.exit')}  ${result.exitCode}`,
    ])
    return result
  }
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorCatalogue, code)
}
