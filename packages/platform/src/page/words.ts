import type { ExchangeOutcome, Language, LocalizedText, Receipt } from '@berth/core'
import type { SharingType, UpdateCycle } from '@berth/manifest'

/** Every word of the pages, in the two languages. */
export interface Words {
  readonly platform: string
  readonly catalogue: string
  readonly receipts: string
  readonly skip: string
  readonly otherLanguage: string
  readonly search: string
  readonly searchHint: string
  readonly find: string
  readonly found: (total: number) => string
  readonly nothing: string
  readonly pages: string
  readonly previous: string
  readonly next: string
  readonly notFound: string
  readonly withdrawn: string
  readonly owner: string
  readonly system: string
  readonly kind: string
  readonly sharing: string
  readonly condition: string
  readonly basis: string
  readonly purposes: string
  readonly anyPurpose: string
  readonly cycle: string
  readonly modes: string
  readonly askedBy: string
  readonly version: string
  readonly versions: string
  readonly publishedAt: string
  readonly items: string
  readonly itemCount: (count: number) => string
  readonly input: string
  readonly title: string
  readonly id: string
  readonly type: string
  readonly element: string
  readonly grade: string
  readonly ungraded: string
  readonly maintainer: string
  readonly authoritative: string
  readonly required: string
  readonly yes: string
  readonly no: string
  readonly lastReceipts: string
  readonly receiptsNote: string
  readonly number: string
  readonly time: string
  readonly consumer: string
  readonly outcome: string
  readonly given: string
  readonly withheld: string
  readonly rows: string
  readonly hash: string
  readonly kinds: Readonly<Record<'resource' | 'operation', string>>
  readonly sharingTypes: Readonly<Record<SharingType, string>>
  readonly cycles: Readonly<Record<UpdateCycle, string>>
  readonly modeNames: Readonly<Record<'parameter' | 'file' | 'table', string>>
  readonly outcomes: Readonly<Record<ExchangeOutcome, string>>
  readonly journeys: Readonly<Record<Receipt['journey'], string>>
  readonly grades: Readonly<Record<string, string>>
}

const zh: Words = {
  platform: '政务数据共享平台',
  catalogue: '资源目录',
  receipts: '存证',
  skip: '跳到正文',
  otherLanguage: 'English',
  search: '检索目录',
  searchHint: '名称、数据项或提供单位',
  find: '检索',
  found: (total) => `共 ${total} 项`,
  nothing: '没有相符的资源。换一个词再试。',
  pages: '分页',
  previous: '上一页',
  next: '下一页',
  notFound: '目录中没有这一项',
  withdrawn: '已撤回',
  owner: '提供单位',
  system: '业务系统',
  kind: '类别',
  sharing: '共享类型',
  condition: '共享条件',
  basis: '依据',
  purposes: '用途',
  anyPurpose: '不限，以授权为准',
  cycle: '更新周期',
  modes: '共享方式',
  askedBy: '查询条件',
  version: '版本',
  versions: '历次版本',
  publishedAt: '发布时间',
  items: '数据项',
  itemCount: (count) => `${count} 个数据项`,
  input: '提交的数据项',
  title: '名称',
  id: '标识',
  type: '类型',
  element: '数据元',
  grade: '分级',
  ungraded: '未定级，不提供',
  maintainer: '维护责任单位',
  authoritative: '数源',
  required: '必填',
  yes: '是',
  no: '否',
  lastReceipts: '最近的存证',
  receiptsNote: '每次交换一条，前后相链。只记名称与计数，不含任何数据内容。',
  number: '序号',
  time: '时间',
  consumer: '使用方',
  outcome: '结果',
  given: '提供项',
  withheld: '未提供项',
  rows: '行数',
  hash: '链值',
  kinds: { resource: '信息资源', operation: '受理事项' },
  sharingTypes: { unconditional: '无条件共享', conditional: '有条件共享', none: '不予共享' },
  cycles: {
    realtime: '实时',
    daily: '每日',
    weekly: '每周',
    monthly: '每月',
    quarterly: '每季度',
    yearly: '每年',
    irregular: '不定期',
  },
  modeNames: { parameter: '参数传递', file: '数据文件传递', table: '数据库写入' },
  outcomes: {
    delivered: '已交付',
    answered: '已答复',
    refused: '已拒绝',
    failed: '失败',
    accepted: '已受理',
    queued: '排队中',
  },
  journeys: { exchange: '批量交换', service: '查询', operation: '提交' },
  grades: { 1: '一般 1 级', 2: '一般 2 级', 3: '一般 3 级', 4: '一般 4 级', important: '重要数据', core: '核心数据' },
}

const en: Words = {
  platform: 'Government data sharing platform',
  catalogue: 'Catalogue',
  receipts: 'Receipts',
  skip: 'Skip to content',
  otherLanguage: '中文',
  search: 'Search the catalogue',
  searchHint: 'Title, data item or owner',
  find: 'Search',
  found: (total) => (total === 1 ? '1 entry' : `${total} entries`),
  nothing: 'Nothing matches. Try another word.',
  pages: 'Pages',
  previous: 'Previous',
  next: 'Next',
  notFound: 'The catalogue has no such entry',
  withdrawn: 'Withdrawn',
  owner: 'Owner',
  system: 'System',
  kind: 'Kind',
  sharing: 'Sharing',
  condition: 'Condition',
  basis: 'Basis',
  purposes: 'Purposes',
  anyPurpose: 'any that a grant names',
  cycle: 'Updated',
  modes: 'Modes',
  askedBy: 'Asked by',
  version: 'Version',
  versions: 'Versions',
  publishedAt: 'Published',
  items: 'Data items',
  itemCount: (count) => (count === 1 ? '1 item' : `${count} items`),
  input: 'Items to submit',
  title: 'Title',
  id: 'Id',
  type: 'Type',
  element: 'Data element',
  grade: 'Grade',
  ungraded: 'not graded, never given',
  maintainer: 'Maintainer',
  authoritative: 'Source',
  required: 'Required',
  yes: 'yes',
  no: 'no',
  lastReceipts: 'Latest receipts',
  receiptsNote: 'One for each exchange, chained. They hold names and counts, nothing of the data.',
  number: 'No.',
  time: 'Time',
  consumer: 'Consumer',
  outcome: 'Outcome',
  given: 'Given',
  withheld: 'Withheld',
  rows: 'Rows',
  hash: 'Hash',
  kinds: { resource: 'Resource', operation: 'Operation' },
  sharingTypes: { unconditional: 'Unconditional', conditional: 'Conditional', none: 'Not shared' },
  cycles: {
    realtime: 'in real time',
    daily: 'daily',
    weekly: 'weekly',
    monthly: 'monthly',
    quarterly: 'quarterly',
    yearly: 'yearly',
    irregular: 'irregularly',
  },
  modeNames: { parameter: 'by parameter', file: 'by data file', table: 'by database write' },
  outcomes: {
    delivered: 'Delivered',
    answered: 'Answered',
    refused: 'Refused',
    failed: 'Failed',
    accepted: 'Accepted',
    queued: 'Queued',
  },
  journeys: { exchange: 'Exchange', service: 'Question', operation: 'Submission' },
  grades: { 1: 'General 1', 2: 'General 2', 3: 'General 3', 4: 'General 4', important: 'Important', core: 'Core' },
}

/** The words of a page. */
export const words: Readonly<Record<Language, Words>> = { zh, en }

/** A text of the catalogue in the language of the page, in Chinese where there is no other. */
export function inLanguage(text: LocalizedText, language: Language): string {
  return language === 'en' ? (text.en ?? text.zh) : text.zh
}

const clock = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'medium',
})

/** An instant as a wall clock in China shows it, `2026-11-23 21:40:00`. */
export function wallClock(instant: string): string {
  return clock.format(new Date(instant))
}
