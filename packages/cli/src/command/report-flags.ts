import { Flags, type Interfaces } from '@oclif/core'
import { tell } from '../messages/say.ts'

interface ReportFlags {
  readonly report: Interfaces.OptionFlag<string[] | undefined>
  readonly sign: Interfaces.BooleanFlag<boolean>
}

/** `--report` and `--sign`: what was found as files. */
export const reportFlags: ReportFlags = {
  report: Flags.string({
    multiple: true,
    helpValue: 'FILE',
    description: tell({
      zh: '把结果写成报告，格式由扩展名决定：.json .html .xml（JUnit） .sarif .svg（徽章），可多次给出',
      en: 'write what was found, in the form that the ending names: .json, .html, .xml (JUnit), .sarif, .svg (a badge); repeat it',
    }),
  }),
  sign: Flags.boolean({
    default: false,
    description: tell({
      zh: '签名：用密钥 REPORT_KEY，没有则用登记时的密钥',
      en: 'sign the report: with the secret REPORT_KEY, else with the key that the docking is enrolled with',
    }),
  }),
}
