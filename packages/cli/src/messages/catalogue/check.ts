/** `berth check`. */
export const checkMessages = {
  'check.error': { zh: '错误', en: 'error' },
  'check.reached': { zh: '连接 {connection}：{product}', en: 'connection {connection}: {product}' },
  'check.ok': { zh: '通过：{errors} 个错误，{warnings} 个警告', en: 'passed: {errors} errors, {warnings} warnings' },
  'check.notOk': {
    zh: '未通过：{errors} 个错误，{warnings} 个警告',
    en: 'not passed: {errors} errors, {warnings} warnings',
  },
} as const
