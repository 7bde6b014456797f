/** Of a resource but for its items: sharing, update, source, and the ways it is provided. */
export const resourceRules = {
  'DIF-201': { class: 'breaking', zh: '资源不再提供', en: 'the resource is offered no longer' },
  'DIF-202': { class: 'compatible', zh: '新提供的资源', en: 'another resource is offered' },
  'DIF-203': {
    class: 'patch',
    zh: '草稿或不予共享的资源有改动；它前后都不提供任何数据',
    en: 'a draft, or a resource that is not shared, changed; nothing of it is given, before or after',
  },
  'DIF-204': { class: 'breaking', zh: '共享收紧', en: 'it is shared under more conditions' },
  'DIF-205': { class: 'compatible', loosens: true, zh: '共享放宽', en: 'it is shared under fewer conditions' },
  'DIF-206': { class: 'compatible', zh: '共享条件变更', en: 'the condition of sharing is another' },
  'DIF-207': { class: 'patch', zh: '共享依据变更', en: 'the basis of sharing is another' },
  'DIF-208': {
    class: 'breaking',
    zh: '用途减少：为此用途的请求会被拒绝',
    en: 'a purpose is gone: who asks for it is refused',
  },
  'DIF-209': { class: 'compatible', loosens: true, zh: '用途增加', en: 'it may be asked for another purpose' },
  'DIF-210': { class: 'breaking', zh: '更新周期变长', en: 'it is brought up to date more seldom' },
  'DIF-211': { class: 'compatible', zh: '更新周期变短', en: 'it is brought up to date more often' },
  'DIF-212': { class: 'compatible', zh: '主体变更', en: 'its records are about another subject' },
  'DIF-213': {
    class: 'compatible',
    loosens: true,
    zh: '不再写明主体',
    en: 'it is not said any more whom its records are about',
  },
  'DIF-214': { class: 'compatible', zh: '数据改自另一处读取', en: 'its records are read elsewhere' },
  'DIF-215': {
    class: 'breaking',
    zh: '主键变更：送出的文件或表中，原有记录对不上',
    en: 'another key: in files and tables that were delivered, records are not found again',
  },
  'DIF-216': {
    class: 'compatible',
    zh: '主键变更：答复中记录的次序不同',
    en: 'another key: answers come in another order',
  },
  'DIF-217': { class: 'breaking', zh: '不再告知删除的记录', en: 'deleted records are told no longer' },
  'DIF-218': { class: 'compatible', zh: '开始告知删除的记录', en: 'deleted records are told' },
  'DIF-219': { class: 'patch', zh: '识别变化的方式变更', en: 'changes are found in another way' },
  'DIF-220': {
    class: 'compatible',
    zh: '数据项的次序变更：文件的列次序随之变更',
    en: 'items stand in another order, and so do the columns of files',
  },
  'DIF-221': { class: 'patch', zh: '数据项的次序变更', en: 'items stand in another order' },
} as const
