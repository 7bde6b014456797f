import type { LocalizedText } from '../../contract/value.ts'

/** What can be wrong with a data file: the details `problem` and `feature` of its errors are one of these names. */
export type FileProblem =
  | ArchiveProblem
  | DbfProblem
  | ExcelProblem
  | FeatureMissing
  | HeaderProblem
  | RecordProblem
  | SampleProblem
  | XmlProblem

type ArchiveProblem =
  | 'archive-damaged'
  | 'archive-entries-overlap'
  | 'archive-entry-absolute'
  | 'archive-entry-controls'
  | 'archive-entry-link'
  | 'archive-entry-twice'
  | 'archive-entry-unnamed'
  | 'archive-entry-upwards'
  | 'checksum-differs'
  | 'packed-data-damaged'
  | 'packed-data-followed'
type DbfProblem =
  | 'dbf-fields-endless'
  | 'dbf-fields-missing'
  | 'dbf-field-twice'
  | 'dbf-header-short'
  | 'dbf-record-length'
  | 'dbf-record-mark'
  | 'dbf-records-more'
  | 'dbf-version'
type ExcelProblem =
  | 'formula-empty'
  | 'sheet-cell-text'
  | 'sheet-cells-unordered'
  | 'sheet-empty'
  | 'sheet-rows-unordered'
  | 'workbook-begins'
  | 'workbook-bytes'
  | 'workbook-damaged'
  | 'workbook-doctype'
  | 'workbook-part'
  | 'workbook-slow'
  | 'workbook-xml'
  | 'workbook-xml-deep'
type FeatureMissing =
  | 'archive-nested'
  | 'dbf-field-type'
  | 'extension-wrong'
  | 'json-document'
  | 'xls-reader-missing'
  | 'zip-method'
type HeaderProblem = 'columns-same-name' | 'column-nameless' | 'file-empty'
type RecordProblem = 'json-deep' | 'json-member-twice' | 'json-no-object' | 'record-short' | 'text-behind-quote'
type SampleProblem = 'archive-empty' | 'no-separator' | 'no-text' | 'unopened' | 'xml-no-records'
type XmlProblem =
  | 'byte-invalid'
  | 'element-nested'
  | 'element-nil'
  | 'element-twice'
  | 'elements-out-of-step'
  | 'xml-doctype'
  | 'xml-unsound'

/** In the words of both languages, as templates over the error's details. */
export const fileProblems: Readonly<Record<FileProblem, Required<LocalizedText>>> = {
  'archive-damaged': {
    zh: '目录或压缩数据已损坏，或文件不完整',
    en: 'its directory or its packed data is damaged, or it is cut',
  },
  'archive-empty': { zh: '压缩包是空的', en: 'the archive is empty' },
  'archive-entries-overlap': { zh: '其中的文件互相重叠', en: 'files in it lie over each other' },
  'archive-entry-absolute': { zh: '其中有绝对路径的文件名', en: 'a file in it has an absolute name' },
  'archive-entry-controls': {
    zh: '其中有文件名含控制字符',
    en: 'a file in it has control characters in its name',
  },
  'archive-entry-link': { zh: '其中有符号链接', en: 'a symbolic link' },
  'archive-entry-twice': { zh: '其中有同名的两个文件', en: 'two files in it have one name' },
  'archive-entry-unnamed': {
    zh: '其中有文件名既不是 UTF-8 也不是 GBK',
    en: 'a file in it has a name that is neither UTF-8 nor GBK',
  },
  'archive-entry-upwards': { zh: '其中有文件名通向上级目录', en: 'a file in it has a name that leads upwards' },
  'archive-nested': { zh: '压缩包中的压缩包', en: 'an archive within an archive' },
  'byte-invalid': { zh: '第 {offset} 字节在该编码中无效', en: 'byte {offset} is not valid in its charset' },
  'checksum-differs': { zh: '校验和与目录不符', en: 'its checksum is not that of the directory' },
  'column-nameless': { zh: '表头第 {field} 列没有名称', en: 'column {field} of the header has no name' },
  'columns-same-name': {
    zh: '表头第 {field} 列与第 {other} 列同名',
    en: 'columns {field} and {other} of the header have the same name',
  },
  'dbf-field-twice': { zh: '有两个同名字段', en: 'two fields have one name' },
  'dbf-field-type': { zh: '字段 {name} 的类型 {type}', en: 'type {type} of the field {name}' },
  'dbf-fields-endless': { zh: '字段表没有结束', en: 'the list of fields has no end' },
  'dbf-fields-missing': { zh: '没有字段', en: 'there are no fields' },
  'dbf-header-short': { zh: '文件头太短', en: 'the header is too short' },
  'dbf-record-length': {
    zh: '每条记录 {recordBytes} 字节，而各字段共 {fieldBytes} 字节',
    en: 'records are of {recordBytes} bytes, their fields of {fieldBytes}',
  },
  'dbf-record-mark': {
    zh: '记录开头既不是空格也不是星号',
    en: 'it begins with neither a blank nor an asterisk',
  },
  'dbf-records-more': {
    zh: '记录比文件头所写的 {records} 条多',
    en: 'it has more than the {records} records that its header says',
  },
  'dbf-version': {
    zh: '以 {version} 开头的不是 dBase 或 FoxPro 表',
    en: 'no table of dBase or FoxPro begins with {version}',
  },
  'element-nested': { zh: '{column} 的元素中还有元素', en: 'the element of {column} holds other elements' },
  'element-nil': {
    zh: '{column} 的元素声明为空（xsi:nil），却有内容',
    en: 'the element of {column} is nil and has a text',
  },
  'element-twice': {
    zh: '{column} 的元素不止一个',
    en: 'the element of {column} is there more than once',
  },
  'elements-out-of-step': {
    zh: '重复的元素中 {column} 的个数不一，分不清哪个值属于哪一个',
    en: 'elements that repeat do not each have one of {column}: which value belongs to which cannot be told',
  },
  'extension-wrong': { zh: '{format}，而扩展名不符', en: '{format} under another extension' },
  'file-empty': { zh: '文件是空的', en: 'it is empty' },
  'formula-empty': { zh: '{column} 的公式没有结果', en: 'the formula of {column} has no result' },
  'json-deep': { zh: '嵌套太深', en: 'it is nested too deeply' },
  'json-document': { zh: 'JSON，但不是每行一个对象', en: 'JSON that is not one object a line' },
  'json-member-twice': { zh: '有成员出现两次', en: 'a member is there twice' },
  'json-no-object': { zh: '不是 JSON 对象', en: 'it is no JSON object' },
  'no-separator': {
    zh: '没有一致的分隔符，各行也不等长',
    en: 'no separator is consistent, and lines differ in length',
  },
  'no-text': {
    zh: '不是文本，或不是 UTF-8、GB18030、Big5、UTF-16',
    en: 'it is no text, or none in UTF-8, GB18030, Big5 or UTF-16',
  },
  'packed-data-damaged': { zh: '压缩数据已损坏', en: 'the packed data is damaged' },
  'packed-data-followed': { zh: '压缩数据之后还有内容', en: 'something follows the end of the packed data' },
  'record-short': {
    zh: '记录到第 {offset} 字节为止只有 {bytes} 字节，应为 {expected} 字节',
    en: 'up to byte {offset} it has {bytes} bytes where {expected} are due',
  },
  'sheet-cell-text': {
    zh: '有单元格指向不存在的共用文本',
    en: 'a cell points at a shared text that is not there',
  },
  'sheet-cells-unordered': { zh: '单元格次序不对', en: 'its cells are not in order' },
  'sheet-empty': { zh: '工作表是空的', en: 'the sheet is empty' },
  'sheet-rows-unordered': { zh: '行次序不对', en: 'its rows are not in order' },
  'text-behind-quote': {
    zh: '第 {field} 个字段的后引号之后还有内容',
    en: 'field {field} has text behind its closing quote',
  },
  unopened: { zh: '打不开', en: 'it does not open' },
  'workbook-begins': { zh: '开头既不像 xlsx 也不像 xls', en: 'it begins like neither xlsx nor xls' },
  'workbook-bytes': { zh: '{part} 中有无效的字节', en: 'a byte in {part} is not valid' },
  'workbook-damaged': { zh: '已损坏或不完整', en: 'it is damaged or cut' },
  'workbook-doctype': { zh: '{part} 中的 DOCTYPE', en: 'a DOCTYPE in {part}' },
  'workbook-part': { zh: '缺少 {part}', en: '{part} is not there' },
  'workbook-slow': { zh: '读取耗时太长', en: 'it takes too long to read' },
  'workbook-xml': { zh: '{part} 不是完好的 XML', en: '{part} is no sound XML' },
  'workbook-xml-deep': { zh: '{part} 中的元素嵌套太深', en: 'elements of {part} are nested too deeply' },
  'xls-reader-missing': {
    zh: 'xls（没有安装 @e965/xlsx）',
    en: 'xls (@e965/xlsx is not installed)',
  },
  'xml-doctype': { zh: 'DOCTYPE', en: 'a DOCTYPE' },
  'xml-no-records': { zh: 'XML 中没有重复的元素', en: 'its XML has no element that repeats' },
  'xml-unsound': { zh: 'XML 不合语法', en: 'it is not well formed' },
  'zip-method': { zh: 'zip 压缩方法 {method}', en: 'the zip method {method}' },
}
