/** `berth diff`. */
export const diffMessages = {
  'diff.breaking': { zh: '不兼容', en: 'breaking' },
  'diff.compatible': { zh: '兼容', en: 'compatible' },
  'diff.patch': { zh: '无感', en: 'patch' },
  'diff.loosens': { zh: '放宽', en: 'lets more out' },
  'diff.noVersion': { zh: '未写版本', en: 'no version' },
  'diff.concerns': { zh: '涉及使用方：', en: 'concerns: ' },
  'diff.nobody': { zh: '没有使用方的授权涉及此处', en: 'no grant of any consumer is concerned' },
  'diff.same': { zh: '没有变更', en: 'nothing changed' },
  'diff.count': {
    zh: '不兼容 {breaking} 处，兼容 {compatible} 处，无感 {patch} 处',
    en: '{breaking} breaking, {compatible} compatible, {patch} patch',
  },
  'diff.loosened': {
    zh: '其中 {count} 处放宽了数据的去向，请安全负责人过目',
    en: '{count} of them let more out: have them looked at by whoever answers for security',
  },
  'diff.declared': { zh: '已声明（{declares}）', en: 'declared ({declares})' },
  'diff.undeclared': {
    zh: '未声明：版本至少须为 {needs}；确认无误也可用 --allow {class} 放行',
    en: 'not declared: the version has to be {needs} at least; or let it pass with --allow {class}',
  },
} as const
