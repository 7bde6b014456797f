import type { ErrorDefinition } from '../definition.ts'

/** The codes of this group. */
export type ReportErrorCode = 'REPORT_INVALID' | 'REPORT_KEY_MISSING' | 'REPORT_REFUSED' | 'REPORT_REQUIRED'

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
  REPORT_REFUSED: {
    action: 'fail',
    origin: 'platform-rule',
    status: 422,
    message: {
      zh: '平台不接受符合性报告：{problem}',
      en: 'the platform does not take the conformance report: {problem}',
    },
    next: {
      zh: '用 berth report verify 核对报告；按所列原因改正后，以 berth check --live --sign --report 重新生成',
      en: 'look at it with berth report verify, put right what it says, and make it anew with berth check --live --sign --report',
    },
  },
  REPORT_REQUIRED: {
    action: 'fail',
    origin: 'platform-rule',
    status: 403,
    message: {
      zh: '平台要求等级 {level} 的符合性报告才予发布：{problem}',
      en: 'the platform publishes nothing without a conformance report of level {level}: {problem}',
    },
    next: {
      zh: '清单改动后运行 berth check --live --sign --report berth-report.json，再以 berth publish --report berth-report.json 发布',
      en: 'after each change of the manifest run berth check --live --sign --report berth-report.json, then berth publish --report berth-report.json',
    },
  },
}
