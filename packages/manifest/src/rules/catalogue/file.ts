import type { RuleDefinition } from '../definition.ts'

/** The rules of this group. */
export type FileRule =
  | 'MAN-101'
  | 'MAN-102'
  | 'MAN-103'
  | 'MAN-104'
  | 'MAN-105'
  | 'MAN-106'
  | 'MAN-107'
  | 'MAN-108'
  | 'MAN-109'
  | 'MAN-110'
  | 'MAN-111'
  | 'MAN-112'
  | 'MAN-113'

/** The file as such: its encoding and its YAML. */
export const fileRules: Readonly<Record<FileRule, RuleDefinition>> = {
  'MAN-101': {
    severity: 'error',
    title: { zh: '文件是 UTF-8 编码，不是 GBK', en: 'the file is UTF-8, not GBK' },
    message: {
      zh: '文件看来是 GBK/GB18030 编码，第 {offset} 字节起不是 UTF-8',
      en: 'the file looks like GBK/GB18030; it is not UTF-8 from byte {offset} on',
    },
    next: { zh: '在编辑器中另存为 UTF-8', en: 'save it as UTF-8 in the editor' },
  },
  'MAN-102': {
    severity: 'error',
    title: { zh: '文件是 UTF-8 编码，不是 UTF-16', en: 'the file is UTF-8, not UTF-16' },
    message: {
      zh: '文件是 UTF-16 编码（记事本称为 Unicode），第 {offset} 字节起不是 UTF-8',
      en: 'the file is UTF-16 (Notepad calls it Unicode); it is not UTF-8 from byte {offset} on',
    },
    next: { zh: '在编辑器中另存为 UTF-8', en: 'save it as UTF-8 in the editor' },
  },
  'MAN-103': {
    severity: 'error',
    title: { zh: '文件是有效的 UTF-8', en: 'the file is valid UTF-8' },
    message: { zh: '第 {offset} 字节不是有效的 UTF-8', en: 'byte {offset} is not valid UTF-8' },
    next: {
      zh: '重新输入此处的文字，并存为 UTF-8',
      en: 'type the text at this place again and save the file as UTF-8',
    },
  },
  'MAN-104': {
    severity: 'error',
    title: { zh: '文件不为空', en: 'the file is not empty' },
    message: { zh: '文件中没有内容', en: 'there is nothing in the file' },
    next: { zh: '用 berth init 新建清单', en: 'make a manifest with berth init' },
  },
  'MAN-105': {
    severity: 'error',
    title: { zh: '缩进用空格，不用制表符', en: 'indentation is made of blanks, not tabs' },
    message: { zh: '缩进用了制表符，共 {count} 行', en: 'tabs are used as indentation, in {count} line(s)' },
    next: { zh: '把行首的制表符换成两个空格', en: 'replace the tabs at the start of lines by two blanks each' },
  },
  'MAN-106': {
    severity: 'error',
    title: { zh: '文件是合法的 YAML', en: 'the file is YAML' },
    message: { zh: 'YAML 写法有误：{problem}', en: 'this is not YAML: {problem}' },
    next: {
      zh: '检查此行及上一行的缩进、冒号后的空格、引号与括号是否成对',
      en: 'look at this line and the one above: indentation, a blank behind the colon, quotes and brackets in pairs',
    },
  },
  'MAN-107': {
    severity: 'error',
    title: { zh: '同一层没有重复的键', en: 'no key stands twice at one level' },
    message: { zh: '键 {key} 重复', en: 'the key {key} stands here twice' },
    next: { zh: '删去其中一个，或改名', en: 'remove or rename one of the two' },
  },
  'MAN-108': {
    severity: 'error',
    title: { zh: '文件中只有一份文档', en: 'the file holds one document' },
    message: { zh: '文件中有第二份文档（---）', en: 'a second document begins here (---)' },
    next: { zh: '一个文件只写一份清单，其余移到别的文件', en: 'keep one manifest in the file and move the rest' },
  },
  'MAN-109': {
    severity: 'error',
    title: { zh: '别名指向已有的锚点，且不过度展开', en: 'aliases point to an anchor and expand within bounds' },
    message: {
      zh: '此处的别名（*）没有对应的锚点，或展开过大',
      en: 'the alias here (*) has no anchor, or expands too far',
    },
    next: {
      zh: '在前文写出锚点 &名称；如果是以 * 开头的文本，加双引号',
      en: 'write the anchor above it; if it is a text that starts with *, put it in double quotes',
    },
  },
  'MAN-110': {
    severity: 'error',
    title: { zh: '不用 YAML 标签与合并键', en: 'no YAML tags and no merge keys' },
    message: { zh: '清单不用 {what}', en: 'a manifest does not use {what}' },
    next: {
      zh: '删去它，直接写出内容；如果是以 ! 开头的文本，加双引号',
      en: 'write the content out; if it is a text that starts with !, put it in double quotes',
    },
  },
  'MAN-111': {
    severity: 'error',
    title: { zh: '以 @ ` % 等保留字符开头的文本加引号', en: 'a text that starts with @ ` or % stands in quotes' },
    message: { zh: '没有加引号的文本以保留字符开头', en: 'a text without quotes starts with a reserved character' },
    next: { zh: '给整个文本加双引号', en: 'put the whole text in double quotes' },
  },
  'MAN-112': {
    severity: 'error',
    title: { zh: '花括号中的引用加引号', en: 'a reference inside braces stands in quotes' },
    message: {
      zh: '花括号 { } 或方括号中的 {reference} 没有加引号，YAML 读不懂',
      en: 'YAML cannot read {reference} without quotes inside braces or brackets',
    },
    next: { zh: '写成 "{reference}"，带双引号', en: 'write "{reference}", with the double quotes' },
  },
  'MAN-113': {
    severity: 'error',
    title: { zh: '键后的冒号是半角，且后有空格', en: 'a key ends with a plain colon and a blank' },
    message: {
      zh: '{key} 后的冒号是全角，或后面没有空格',
      en: 'the colon behind {key} is full-width, or has no blank behind it',
    },
    next: {
      zh: '写成“{key}: 值”，冒号用半角，后加一个空格',
      en: 'write "{key}: value", with a plain colon and a blank',
    },
  },
}
