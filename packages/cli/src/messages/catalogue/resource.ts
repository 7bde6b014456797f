/** `berth discover`, `preview`, `lookup`. */
export const resourceMessages = {
  'discover.sampling': { zh: '读取样本', en: 'sampling' },
  'discover.dataset': { zh: '表', en: 'dataset' },
  'discover.resource': { zh: '资源', en: 'resource' },
  'discover.items': { zh: '数据项', en: 'items' },
  'discover.recognised': { zh: '已识别', en: 'recognised' },
  'discover.key': { zh: '主键', en: 'key' },
  'discover.changes': { zh: '变化列', en: 'change column' },
  'discover.column': { zh: '列', en: 'column' },
  'discover.element': { zh: '推测的数据元', en: 'guessed element' },
  'discover.confidence': { zh: '把握', en: 'confidence' },
  'discover.grade': { zh: '建议分级', en: 'proposed grade' },
  'discover.nothingGuessed': { zh: '没有识别出数据元', en: 'no data element was recognised' },
  'discover.moreGuesses': {
    zh: '……另有 {count} 列，见 berth.yaml',
    en: '... and {count} more columns, see berth.yaml',
  },
  'discover.unsampled': {
    zh: '{dataset} 读不到样本（{code}），只按列名起草',
    en: '{dataset} could not be sampled ({code}); drafted from its columns alone',
  },
  'discover.kept': {
    zh: '{count} 个已有资源保持不变',
    en: '{count} resources were there already and stay as they are',
  },
  'discover.skipped': { zh: '没有列，未起草：{names}', en: 'without columns, not drafted: {names}' },
  'discover.noTables': {
    zh: '没有读到相符的表或视图；请核对表名、--tables 与登录所能看到的范围',
    en: 'no table or view was found; check the names, --tables, and what the login may see',
  },
  'discover.added': { zh: '向 {file} 写入 {count} 个草稿', en: '{count} drafts written to {file}' },
  'discover.review': {
    zh: '请逐项核对含义、分级与维护单位，然后删除 draft: true；草稿不会提供任何数据',
    en: 'Review meaning, grade and maintainer of every item, then remove draft: true; a draft gives nothing out',
  },
  'discover.allTables': { zh: '全部表和视图', en: 'all tables and views' },
  'discover.dryConnect': { zh: '只读连接 {connection}（{use}）', en: 'connect to {connection} ({use}), read-only' },
  'discover.dryDescribe': { zh: '读取系统目录：{tables}', en: "read the system's catalogue: {tables}" },
  'discover.drySample': {
    zh: '每张表读取至多 {rows} 行样本，只在内存中查看，不写入任何地方',
    en: 'sample at most {rows} rows of each, looked at in memory and written nowhere',
  },
  'discover.dryNoSample': { zh: '不读取任何数据行', en: 'read no rows' },
  'discover.dryWrite': {
    zh: '把草稿写入 berth.yaml；已有资源不改',
    en: 'write drafts to berth.yaml; resources that are there stay',
  },
  'preview.nothing': {
    zh: '以此许可看不到任何数据项；用 --as 指定更高的许可级别',
    en: 'with this clearance nothing is seen; give a higher one with --as',
  },
  'preview.rejects': { zh: '{count} 行不合规定，不会提供：', en: '{count} rows are not valid and would be left out:' },
  'preview.reject': {
    zh: '第 {row} 行  {item}  {code}  值长 {length}',
    en: 'row {row}  {item}  {code}  length {length}',
  },
  'lookup.count': { zh: '共 {count} 条', en: '{count} rows' },
  'lookup.more': { zh: '前 {count} 条，还有更多', en: 'the first {count} rows; there are more' },
  'withheld.head': { zh: '扣下 {count} 项：', en: '{count} withheld:' },
  'withheld.NO_GRADE': { zh: '没有分级', en: 'it has no grade' },
  'withheld.ABOVE_CLEARANCE': { zh: '分级高于许可', en: 'its grade is above the clearance' },
  'withheld.NOT_GRANTED': { zh: '不在授权之内', en: 'it is not granted' },
} as const
