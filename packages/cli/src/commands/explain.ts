import { Args, type Interfaces } from '@oclif/core'
import { BerthCommand } from '../command/berth-command.ts'
import type { Explanation } from '../explain/explanation.ts'
import { tell } from '../messages/say.ts'

const args = {
  code: Args.string({
    required: true,
    description: tell({
      zh: '错误码（AUTH_FAILED）、规则（MAN-120）、契约条款（VER-2）或用例（manifest/unknown-key）',
      en: 'an error code (AUTH_FAILED), a rule (MAN-120), a clause (VER-2) or a case (manifest/unknown-key)',
    }),
  }),
}

export class Explain extends BerthCommand<Explanation> {
  static override summary: string = tell({
    zh: '解释错误码、规则或条款',
    en: 'Explain an error code, a rule or a clause',
  })
  static override description: string = tell({
    zh: '说明错误码的含义、责任方、处理方式与下一步；berth check、berth diff 所报的规则；契约条款和检验它的用例。写错时给出相近的。不需要网络，也不需要对接目录。',
    en: 'Tells what an error code means, whose it is, and what to do next; what a rule of berth check or berth diff asks for; what a clause of the contract says and which cases try it. Offers what is near to a word that is none. Needs neither network nor docking.',
  })
  static override examples: { command: string; description: string }[] = [
    {
      command: '<%= config.bin %> explain AUTH_FAILED',
      description: tell({ zh: '登录失败是什么意思', en: 'What a refused login means' }),
    },
    {
      command: '<%= config.bin %> explain ver-2 --json',
      description: tell({ zh: '一个契约条款，供程序读取', en: 'A clause of the contract, for a program to read' }),
    },
  ]
  static override args: Interfaces.ArgInput = args

  override async run(): Promise<Explanation> {
    const { args: given } = await this.given({ args })
    const { explain } = await import('../explain/explanation.ts')
    const { explanationLines } = await import('../explain/explanation-lines.ts')
    const explanation = await explain(given.code)
    this.print(explanationLines(explanation))
    return explanation
  }
}
