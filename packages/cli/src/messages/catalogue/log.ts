/** The log, told to a person at a terminal: levels, and what the agent says of itself. */
export const logMessages = {
  'log.debug': { zh: '调试', en: 'debug' },
  'log.info': { zh: '信息', en: 'info' },
  'log.warn': { zh: '警告', en: 'warn' },
  'log.error': { zh: '错误', en: 'error' },
  'log.agent started': { zh: '代理已启动', en: 'agent started' },
  'log.agent stopped': { zh: '代理已停止', en: 'agent stopped' },
  'log.answered': { zh: '已应答', en: 'answered' },
  'log.refused': { zh: '已拒绝', en: 'refused' },
  'log.failed': { zh: '失败', en: 'failed' },
  'log.exchange done': { zh: '交换完成', en: 'exchange done' },
  'log.exchange failed': { zh: '交换失败', en: 'exchange failed' },
  'log.receipts of files': { zh: '数据文件的回执', en: 'receipts of files' },
  'log.head of receipts not anchored': { zh: '存证链头没有存到平台', en: 'head of receipts not anchored' },
  'log.submissions wait': { zh: '申请仍在排队', en: 'submissions wait' },
  'log.revocations not fetched': { zh: '没有取到撤销名单', en: 'revocations not fetched' },
  'log.certificates taken up': { zh: '已换用新证书', en: 'certificates taken up' },
  'log.certificate not taken up, the one before stays': {
    zh: '新证书不可用，仍用原来的',
    en: 'certificate not taken up, the one before stays',
  },
  'log.key not taken up, the one before stays': {
    zh: '新密钥不可用，仍用原来的',
    en: 'key not taken up, the one before stays',
  },
  'log.the certificate of this agent ends soon, or has ended': {
    zh: '本代理的证书即将到期，或已到期',
    en: 'the certificate of this agent ends soon, or has ended',
  },
} as const
