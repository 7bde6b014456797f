import type { DefinitionDoubt } from '@berth/core'

/** The sentences. */
export type DoubtName =
  | 'together'
  | 'single'
  | 'ascii'
  | 'charsetByWords'
  | 'charsetDoubtful'
  | 'badLines'
  | 'titles'
  | 'headerDoubtful'
  | 'noHeaderDoubtful'
  | 'unnamed'
  | 'nameless'
  | 'uneven'
  | 'fixed'
  | 'otherLengths'
  | 'types'
  | 'key'
  | 'noKey'
  | 'nulls'
  | 'record'
  | 'recordDoubtful'
  | 'entries'
  | 'keys'
  | 'unreadable'

type Words = readonly [zh: string, en: string]

const words: Readonly<Record<DoubtName, Words>> = {
  together: [
    '各文件合起来当作全部记录；若每个文件都是全量，写 contents: newest；若只含变更，写 contents: changes 并给出 key',
    'the files together are taken for all records; write contents: newest if each of them holds all, contents: changes and a key if each holds what changed',
  ],
  single: [
    '目前只有这一个文件；今后还有编号不同的，把编号写成 *',
    'only this file is there; if others with other numbers come, write * for the number',
  ],
  ascii: [
    '样本中没有汉字，看不出编码；业务系统多用 GB18030 或 UTF-8，请核对',
    'the sample is ASCII only, which tells nothing; most systems write GB18030 or UTF-8',
  ],
  charsetByWords: ['按样本中的常用字判断', 'told by the characters of the sample'],
  charsetDoubtful: [
    '不能确定，GB18030 与 Big5 都可能；先预览，看姓名、地址是否通顺',
    'not sure, GB18030 and Big5 both are possible; preview it and see whether names and addresses read well',
  ],
  badLines: [
    '样本有 {count} 行含有不合编码的字节，读取时会逐条列出',
    '{count} lines of the sample have bytes that are not valid in it; they are told one by one when it is read',
  ],
  titles: ['前 {count} 行当作标题略过', 'the first {count} lines are taken for titles'],
  headerDoubtful: [
    '首行当作列名，但数据中看不出来；若是数据，写 header: false',
    'the first line is taken for names, which the data does not tell; write header: false if it is a record',
  ],
  noHeaderDoubtful: [
    '首行当作数据，但数据中看不出来；若是列名，写 header: true 并删去 columns',
    'the first line is taken for a record, which the data does not tell; if it holds names, write header: true and remove columns',
  ],
  unnamed: [
    '文件没有列名，按顺序记作 column1、column2……，请改成含义明确的名称',
    'the file names no columns; they are column1, column2 and so on: give them names that say what they are',
  ],
  nameless: [
    '表头有 {count} 列没有名称或重名，未列入；请提供单位补上不同的名称',
    '{count} columns without a name, or with the name of another, are left out: have the sender give each its own',
  ],
  uneven: [
    '样本约有 {percent}% 的行列数不同，读取时会逐条列出',
    'about {percent}% of the lines of the sample have another number of fields; they are told one by one when it is read',
  ],
  fixed: [
    '按空白、汉字与日期推测的分列，并不可靠；请对照记录格式说明，逐列核对 at 与 bytes',
    'proposed from blanks, scripts and dates, which proves nothing: hold at and bytes of each column against the description of the record',
  ],
  otherLengths: [
    '样本约有 {percent}% 的行长度不同，读取时会逐条列出',
    'about {percent}% of the lines of the sample are of another length; they are told one by one when it is read',
  ],
  types: [
    '{count} 条样本都符合所写类型；编号、代码与日期仍为文本',
    '{count} sampled records fit these types; codes and dates stay texts',
  ],
  key: [
    '{count} 条样本没有重复，名称也像主键；请确认今后也不会重复',
    'unique in {count} sampled records and named like a key: make sure that it stays so',
  ],
  noKey: [
    '没有名称像主键的列；样本中不重复的有 {names}，其中有主键的话写 key: [列名]',
    'no column is named like a key; unique in the sample: {names}. If one of them is the key, write key: [COLUMN]',
  ],
  nulls: ['这些写法当作空值；若是真实取值请删去', 'these are taken for NULL; remove those that are values'],
  record: ['当作一条记录的元素，样本中有 {count} 个', 'the element that is taken for a record; the sample has {count}'],
  recordDoubtful: [
    '样本中只有一个，不能确定它就是记录',
    'the sample has one only: whether it is the record is not sure',
  ],
  entries: ['压缩包里还有别的文件，未读取：{names}', 'the archive holds others, which are not read: {names}'],
  keys: [
    '先向提供单位当面或电话核实公钥，再把 JWKS 存到 keys 所写的文件；此前不会读取',
    'have the sender confirm the public keys by another way and put the JWKS where keys says; nothing is read before',
  ],
  unreadable: [
    '{count} 条样本读不出来（{code}）；用 berth preview 看原因',
    '{count} sampled records cannot be read ({code}); berth preview tells why',
  ],
}

/** Something that a draft says of what it takes for granted. */
export function doubt(
  entry: string,
  name: DoubtName,
  details: Readonly<Record<string, string | number>> = {},
): DefinitionDoubt {
  const [zh, en] = words[name].map((text) =>
    text.replace(/\{(\w+)\}/g, (whole, key: string) => String(details[key] ?? whole)),
  )
  return { entry, text: { zh: zh ?? '', ...(en === undefined ? {} : { en }) } }
}
