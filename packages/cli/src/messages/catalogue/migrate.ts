/** `berth migrate`, and warnings of what is going to be taken away. */
export const migrateMessages = {
  'migrate.upToDate': {
    zh: '{file} 已是最新写法，无须改动',
    en: '{file} is written for this release, nothing to do',
  },
  'migrate.wouldChange': {
    zh: '将改动 {file} 中 {count} 处，未写入（--dry-run）',
    en: 'places to change in {file}: {count}; nothing was written (--dry-run)',
  },
  'migrate.changed': {
    zh: '已改动 {file} 中 {count} 处；用 git diff 查看，再运行 berth check',
    en: 'places changed in {file}: {count}; look at them with git diff, then run berth check',
  },
  'migrate.byHand': {
    zh: '{count} 处需要人工决定，见上',
    en: 'places that need a decision of yours: {count}, see above',
  },
  'migrate.contract': { zh: '契约版本', en: 'the version of the docking contract' },
  'deprecated.command': {
    zh: '提醒：berth {command} 自 {since} 起不再推荐，{until} 之后的版本将取消：{instead}',
    en: 'Warning: berth {command} is deprecated since {since}, and releases after {until} will not have it: {instead}',
  },
} as const
