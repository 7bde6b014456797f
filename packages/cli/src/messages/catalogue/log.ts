/** Levels of the log, told to a person at a terminal. */
export const logMessages = {
  'log.debug': { zh: '调试', en: 'debug' },
  'log.info': { zh: '信息', en: 'info' },
  'log.warn': { zh: '警告', en: 'warn' },
  'log.error': { zh: '错误', en: 'error' },
} as const
