import { BerthError } from '@berth/core'
import { Flags, type Interfaces } from '@oclif/core'
import { choiceFlag } from '../command/flags.ts'
import { tell } from '../messages/say.ts'

type Text = Interfaces.OptionFlag<string | undefined>
type Switch = Interfaces.BooleanFlag<boolean>

/** The flags of `berth init`; those of `npm create berth` are the same. */
export const initFlags: {
  readonly connector: Text
  readonly 'system-id': Text
  readonly title: Text
  readonly owner: Text
  readonly 'owner-code': Text
  readonly option: Interfaces.OptionFlag<string[] | undefined>
  readonly sample: Switch
  readonly ci: Text
  readonly pin: Switch
  readonly install: Switch
  readonly discover: Switch
  readonly yes: Switch
} = {
  connector: Flags.string({
    description: tell({
      zh: 'sqlite、firebird、postgres、mysql、mssql、oracle、dameng、odbc、http、soap、file、sftp、ftp，或连接器包名',
      en: 'sqlite, firebird, postgres, mysql, mssql, oracle, dameng, odbc, http, soap, file, sftp, ftp, or the package of a connector',
    }),
  }),
  'system-id': Flags.string({
    description: tell({ zh: '业务系统标识，缺省取目录名', en: "id of the system, else the folder's name" }),
  }),
  title: Flags.string({ description: tell({ zh: '业务系统名称', en: 'name of the system' }) }),
  owner: Flags.string({ description: tell({ zh: '所属部门名称', en: 'name of the department' }) }),
  'owner-code': Flags.string({
    description: tell({ zh: '部门的统一社会信用代码', en: 'unified social credit code of the department' }),
  }),
  option: Flags.string({
    multiple: true,
    helpValue: 'NAME=VALUE',
    description: tell({
      zh: '连接选项，可多次给出；密钥不在此给出',
      en: 'an option of the connection; repeat it; never a secret',
    }),
  }),
  sample: Flags.boolean({
    description: tell({
      zh: '附一个样例数据库并对接它，先试一遍',
      en: 'write a sample database beside, and dock that, to try it out',
    }),
  }),
  ci: choiceFlag(
    'ci',
    ['github', 'gitlab', 'jenkins', 'gitee', 'none'],
    tell({
      zh: '写哪一种持续集成文件；缺省看 git 远程地址，看不出为 gitlab',
      en: 'the pipeline to write; else by the git remote, and gitlab where that does not tell',
    }),
  ),
  pin: Flags.boolean({
    description: tell({ zh: 'package.json 写确切版本', en: 'name exact versions in package.json' }),
  }),
  install: Flags.boolean({
    allowNo: true,
    default: false,
    description: tell({ zh: '随后运行 npm install', en: 'run npm install then' }),
  }),
  discover: Flags.boolean({
    allowNo: true,
    default: false,
    description: tell({ zh: '随后读取表结构，起草资源', en: 'read the tables and draft resources then' }),
  }),
  yes: Flags.boolean({
    char: 'y',
    description: tell({ zh: '不询问，用猜得出的值', en: 'ask nothing, take what can be guessed' }),
  }),
}

/** `NAME=VALUE` each. Throws `PARAMETER_INVALID`. */
export function optionPairs(texts: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    texts.map((text) => {
      const at = text.indexOf('=')
      if (at < 1) throw new BerthError('PARAMETER_INVALID', { parameter: '--option', problem: 'NAME=VALUE' })
      return [text.slice(0, at), text.slice(at + 1)]
    }),
  )
}
