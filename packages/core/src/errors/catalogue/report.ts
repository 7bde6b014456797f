import type { ErrorDefinition } from '../definition.ts'

/** The codes of this group. */
export type ReportErrorCode = 'REPORT_INVALID' | 'REPORT_KEY_MISSING'

/** Failures around conformance reports. */
export const reportErrors: Readonly<Record<ReportErrorCode, ErrorDefinition>> = {
  REPORT_INVALID: {
    action: 'fail',
    origin: 'data',
    status: 422,
    message: { zh: '{file} 不是符合性报告：{problem}', en: '{file} is no conformance report: {problem}' },
    next: {
      zh: '给出 berth check --report 写出的 JSON 文件；由更新的版本写出的报告，先升级 berth',
      en: 'give the JSON file that berth check --report has written; where a newer version wrote it, update berth first',
    },
  },
  REPORT_KEY_MISSING: {
    action: 'fail',
    origin: 'configuration',
    status: 503,
    message: { zh: '没有可用来签报告的密钥', en: 'there is no key to sign the report with' },
    next: {
      zh: '运行 berth report key 生成密钥，把它放进密钥 REPORT_KEY；或先用 berth publish 登记本对接',
      en: 'make a key with berth report key and keep it as the secret REPORT_KEY, or enrol the docking with berth publish',
    },
  },
}
