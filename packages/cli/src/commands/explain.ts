import { BerthError, type ErrorCode, type ErrorDefinition, errorCatalogue, type LocalizedText } from '@berth/core'
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

/** What `berth explain --json` prints of a rule of the manifest. */
export interface ExplainRuleResult {
  readonly rule: string
  readonly severity: 'error' | 'warning'
  readonly title: Required<LocalizedText>
}

const args = {
  code: Args.string({
    required: true,
    description: tell({
      zh: '错误码，如 AUTH_FAILED，或规则编号，如 MAN-120',
      en: 'an error code, such as AUTH_FAILED, or a rule, such as MAN-120',
    }),
  }),
}

export class Explain extends BerthCommand<ExplainResult | ExplainRuleResult> {
  static override summary: string = tell({ zh: '解释一个错误码', en: 'Explain an error code' })
  static override description: string = tell({
    zh: '说明错误码的含义、责任方、处理方式与下一步，或 berth check 所报规则的要求。不需要网络，也不需要对接目录。',
    en: 'Tells what an error code means, whose it is, and what to do next, or what a rule of berth check asks for. Needs neither network nor docking.',
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

  override async run(): Promise<ExplainResult | ExplainRuleResult> {
    const { args: given } = await this.given({ args })
    const code = given.code.toUpperCase().replaceAll('-', '_')
    if (!isErrorCode(code)) {
      const { ruleCatalogue } = await import('@berth/manifest')
      const rule = code.replaceAll('_', '-')
      const found = Object.entries(ruleCatalogue).find(([id]) => id === rule)?.[1]
      if (found !== undefined) {
        this.print([
          `${paint('bold', rule)}  ${say('explain.rule')}${found.title[language]}`,
          `  ${say('error.more')}  docs/manifest.md`,
        ])
        return { rule, severity: found.severity, title: found.title }
      }
      throw new BerthError('PARAMETER_INVALID', { parameter: 'CODE', problem: 'docs/errors.md, docs/manifest.md' })
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
