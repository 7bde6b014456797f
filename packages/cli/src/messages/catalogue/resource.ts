/** `berth discover`, `preview`, `lookup`. */
export const resourceMessages = {
  'preview.nothing': { zh: '以此许可看不到任何数据项', en: 'with this clearance nothing is seen' },
  'preview.rejects': { zh: '{count} 行不合规定，不会提供：', en: '{count} rows are not valid and would be left out:' },
  'preview.reject': {
    zh: '第 {row} 行  {item}  {code}  值长 {length}',
    en: 'row {row}  {item}  {code}  length {length}',
  },
  'withheld.head': { zh: '扣下 {count} 项：', en: '{count} withheld:' },
  'withheld.NO_GRADE': { zh: '没有分级', en: 'it has no grade' },
  'withheld.ABOVE_CLEARANCE': { zh: '分级高于许可', en: 'its grade is above the clearance' },
  'withheld.NOT_GRANTED': { zh: '不在授权之内', en: 'it is not granted' },
} as const
