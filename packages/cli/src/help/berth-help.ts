import { CommandHelp, Help } from '@oclif/core'
import { language } from '../messages/language.ts'
import { say } from '../messages/say.ts'

type Section = Parameters<Help['section']>[1]

/** oclif's own words in Chinese. */
const headers: Readonly<Record<string, string>> = {
  VERSION: '版本',
  USAGE: '用法',
  ARGUMENTS: '参数',
  FLAGS: '选项',
  'GLOBAL FLAGS': '通用选项',
  DESCRIPTION: '说明',
  ALIASES: '别名',
  EXAMPLES: '示例',
  COMMANDS: '命令',
  TOPICS: '命令组',
  LANGUAGE: '语言',
  'FLAG DESCRIPTIONS': '选项说明',
}

function translated<Text>(text: Text): Text | string {
  if (language === 'en' || typeof text !== 'string') return text
  return text.replace('[default: ', '[默认：').replace('(required)', '（必填）')
}

function header(text: string): string {
  return language === 'en' ? text : (headers[text] ?? text)
}

class BerthCommandHelp extends CommandHelp {
  override section(title: string, body: Section): string {
    return super.section(header(title), body)
  }

  protected override flags(flags: Parameters<CommandHelp['flags']>[0]): [string, string | undefined][] | undefined {
    return super.flags(flags)?.map(([left, right]) => [left, translated(right)])
  }
}

/** The help of all commands, its headings in the user's language. */
export class BerthHelp extends Help {
  protected override CommandHelpClass: typeof CommandHelp = BerthCommandHelp

  override section(title: string, body: Section): string {
    return super.section(header(title), body)
  }

  override formatRoot(): string {
    return [
      say('help.berth'),
      this.section('VERSION', this.config.userAgent),
      this.section('USAGE', `$ ${this.config.bin} ${say('help.usage')}`),
      this.section('LANGUAGE', say('help.language')),
    ].join('\n\n')
  }
}
