import type { LocalizedText } from '../../contract/value.ts'

/** What can be wrong with an answer of a service: the detail `problem` of `ANSWER_UNREADABLE`. */
export type AnswerProblem =
  | 'answer-body'
  | 'answer-byte-invalid'
  | 'answer-charset-unknown'
  | 'answer-coding-damaged'
  | 'answer-coding-unknown'
  | 'answer-empty'
  | 'answer-envelope'
  | 'answer-html'
  | 'answer-json'
  | 'answer-json-deep'
  | 'answer-json-member-twice'
  | 'answer-json-object'
  | 'answer-list'
  | 'answer-next-link'
  | 'answer-no-xml'
  | 'answer-part-missing'
  | 'answer-payload'
  | 'answer-reference'
  | 'answer-token'
  | 'answer-token-type'
  | 'answer-xml'
  | 'answer-xml-deep'
  | 'answer-xml-doctype'
  | 'answer-xml-nodes'
  | 'answer-xml-unsound'
  | 'multipart-boundary'
  | 'multipart-cut'
  | 'multipart-encoding'
  | 'multipart-headers'
  | 'multipart-parts'
  | 'multipart-root'

/** What can be wrong with a WSDL: the detail `problem` of `WSDL_INVALID`. */
export type WsdlProblem =
  | 'wsdl-address'
  | 'wsdl-deep'
  | 'wsdl-doctype'
  | 'wsdl-elements'
  | 'wsdl-empty'
  | 'wsdl-import-address'
  | 'wsdl-import-elsewhere'
  | 'wsdl-import-plain'
  | 'wsdl-imports'
  | 'wsdl-large'
  | 'wsdl-missing'
  | 'wsdl-name'
  | 'wsdl-no-file'
  | 'wsdl-outside'
  | 'wsdl-plain'
  | 'wsdl-port'
  | 'wsdl-root'
  | 'wsdl-status'
  | 'wsdl-unreadable'
  | 'wsdl-xml'

/** In the words of both languages, as templates over the error's details. */
export const serviceProblems: Readonly<Record<AnswerProblem | WsdlProblem, Required<LocalizedText>>> = {
  'answer-body': { zh: 'Body 中没有 {element}', en: 'no {element} in the body' },
  'answer-byte-invalid': { zh: '第 {offset} 字节不是合法的 {charset}', en: 'byte {offset} is not valid {charset}' },
  'answer-charset-unknown': { zh: '不认识它所称的编码', en: 'its charset is not known' },
  'answer-coding-damaged': { zh: '压缩数据（{coding}）已损坏', en: 'its packed data ({coding}) is damaged' },
  'answer-coding-unknown': { zh: '不支持它的压缩方式（Content-Encoding）', en: 'its Content-Encoding is not known' },
  'answer-empty': { zh: '应答是空的', en: 'it is empty' },
  'answer-envelope': { zh: '没有 SOAP 信封', en: 'no SOAP envelope' },
  'answer-html': { zh: '得到的是 HTML 页面', en: 'an HTML page came' },
  'answer-json': { zh: '不是 JSON（共 {length} 个字符）', en: 'no JSON, of {length} characters' },
  'answer-json-deep': { zh: 'JSON 嵌套没有尽头', en: 'JSON with a nesting without end' },
  'answer-json-member-twice': { zh: 'JSON 中有成员出现两次', en: 'JSON with a duplicate member' },
  'answer-json-object': { zh: '不是 JSON 对象', en: 'no JSON object' },
  'answer-list': { zh: '{path} 处不是列表', en: 'no list at {path}' },
  'answer-next-link': { zh: '下一页的链接不是地址', en: 'the link to the next page is no address' },
  'answer-no-xml': { zh: '不是 XML', en: 'no XML' },
  'answer-part-missing': { zh: '引用的附件没有送来', en: 'it includes a part that did not come' },
  'answer-payload': { zh: '其中没有 {encoding} 内容', en: 'no {encoding} in it' },
  'answer-reference': { zh: '有引用没有去处，或指向自身', en: 'a reference that leads nowhere, or into itself' },
  'answer-token': { zh: '没有 access_token', en: 'no access_token' },
  'answer-token-type': { zh: 'token_type 不是 Bearer', en: 'its token_type is not Bearer' },
  'answer-xml': { zh: '得到的是 XML，不是 JSON', en: 'XML came, not JSON' },
  'answer-xml-deep': { zh: 'XML 嵌套太深', en: 'its XML is nested too deeply' },
  'answer-xml-doctype': { zh: 'XML 中有 DOCTYPE', en: 'a DOCTYPE in its XML' },
  'answer-xml-nodes': { zh: 'XML 的节点太多', en: 'its XML has too many nodes' },
  'answer-xml-unsound': { zh: 'XML 不合语法', en: 'no well-formed XML' },
  'multipart-boundary': { zh: 'multipart 没有分隔标记', en: 'a multipart answer without a boundary' },
  'multipart-cut': {
    zh: 'multipart 在最后一部分之前结束',
    en: 'a multipart answer that ends before its last part does',
  },
  'multipart-encoding': { zh: '有一部分的传输编码不认识', en: 'a part with a transfer encoding that is not known' },
  'multipart-headers': { zh: '有一部分没有头', en: 'a part without headers' },
  'multipart-parts': { zh: 'multipart 超过 {maximum} 部分', en: 'a multipart answer of more than {maximum} parts' },
  'multipart-root': { zh: 'multipart 没有主体部分', en: 'a multipart answer without its root part' },
  'wsdl-address': {
    zh: '端口 {port} 的地址不是 HTTP 地址；请写选项 url',
    en: 'the address of its port {port} is none of HTTP; say it in the option url',
  },
  'wsdl-deep': { zh: '嵌套超过 {maximum} 层', en: 'it is nested deeper than {maximum}' },
  'wsdl-doctype': { zh: '含有 DOCTYPE', en: 'it has a DOCTYPE' },
  'wsdl-elements': { zh: '元素超过 {maximum} 个', en: 'it has more than {maximum} elements' },
  'wsdl-empty': { zh: '是空的', en: 'it is empty' },
  'wsdl-import-address': { zh: '引用的不是地址', en: 'it imports from something that is no address' },
  'wsdl-import-elsewhere': {
    zh: '文件从别的机器引用它；请存到同一目录再引用',
    en: 'a file imports it from another machine; save it beside the file, and import that',
  },
  'wsdl-import-plain': {
    zh: '引用它的线路不如 WSDL 的线路安全',
    en: 'it is imported over a line that is protected less than that of the WSDL',
  },
  'wsdl-imports': { zh: '引用的文件超过 {maximum} 个', en: 'it imports more than {maximum} documents' },
  'wsdl-large': { zh: '超过 {maximum} 字节', en: 'it is larger than {maximum} bytes' },
  'wsdl-missing': { zh: '没有这个文件', en: 'there is no such file' },
  'wsdl-name': {
    zh: '命名空间 {namespace} 中没有 {kind} {name}',
    en: 'there is no {kind} {name} in the namespace {namespace}',
  },
  'wsdl-no-file': { zh: '不是文件', en: 'it is no file' },
  'wsdl-outside': { zh: '在对接目录之外', en: 'it is outside of the folder of the docking' },
  'wsdl-plain': {
    zh: '经 TLS 取得，而端口 {port} 没有加密；请写选项 url',
    en: 'it came over TLS, and its port {port} is plain; say the address in the option url',
  },
  'wsdl-port': { zh: '没有 SOAP 端口', en: 'it has no port for SOAP' },
  'wsdl-root': { zh: '根元素是 {root}', en: 'its root element is {root}' },
  'wsdl-status': { zh: '地址应答状态码 {status}', en: 'its address answers with status {status}' },
  'wsdl-unreadable': { zh: '读不到', en: 'it cannot be read' },
  'wsdl-xml': { zh: 'XML 不合语法', en: 'it is not well-formed XML' },
}
