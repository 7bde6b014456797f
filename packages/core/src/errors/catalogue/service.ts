import type { ErrorDefinition } from '../definition.ts'

/** The codes of this group. */
export type ServiceErrorCode =
  | 'HOST_NOT_ALLOWED'
  | 'REDIRECT_REFUSED'
  | 'CERTIFICATE_REFUSED'
  | 'ANSWER_TOO_LARGE'
  | 'ANSWER_UNREADABLE'
  | 'RECORDS_MISSING'
  | 'ANSWER_MISMATCHED'
  | 'PAGES_ENDLESS'
  | 'PAGES_CAPPED'
  | 'RECORDS_MISCOUNTED'
  | 'RECORDS_UNORDERED'
  | 'WSDL_INVALID'

/** Failures of a service that is called: where it may be, and what it answers. */
export const serviceErrors: Readonly<Record<ServiceErrorCode, ErrorDefinition>> = {
  HOST_NOT_ALLOWED: {
    action: 'fail',
    origin: 'configuration',
    status: 502,
    message: { zh: '不得访问主机 {host}', en: 'the host {host} may not be called' },
    next: {
      zh: '确属该服务时，把它写入选项 allowedHosts；主机名指向本机或无效地址时核对域名解析',
      en: 'if it belongs to the service, name it in the option allowedHosts; check what the name resolves to',
    },
  },
  REDIRECT_REFUSED: {
    action: 'fail',
    origin: 'department-system',
    status: 502,
    message: {
      zh: '{call} 的应答要求转到 {host}，没有跟随',
      en: 'the answer to {call} sends it on to {host}, which was not followed',
    },
    next: {
      zh: '把新地址写入 url；只在同一主机内转向时可设 maxRedirects；也可能是未登录而转到登录页',
      en: 'write the new address in url; within one host maxRedirects allows it; it may also be a page to log in',
    },
  },
  CERTIFICATE_REFUSED: {
    action: 'fail',
    origin: 'configuration',
    status: 502,
    message: {
      zh: '{host} 的证书不可信（{nativeCode}）',
      en: 'the certificate of {host} is not trusted ({nativeCode})',
    },
    next: {
      zh: '写明签发该证书的机构（连接的选项 caFile，平台的 platform.tls.authorities）；核对主机名与有效期',
      en: 'name the authority that issued it (caFile of a connection, platform.tls.authorities of the platform); check its host name and dates',
    },
  },
  ANSWER_TOO_LARGE: {
    action: 'fail',
    origin: 'department-system',
    status: 502,
    message: {
      zh: '{call} 的应答超过 {maxBytes} 字节，没有读完',
      en: 'the answer to {call} is larger than {maxBytes} bytes and was not read to its end',
    },
    next: {
      zh: '让服务分页，或调大 maxAnswerBytes',
      en: 'have the service answer in pages, or raise maxAnswerBytes',
    },
  },
  ANSWER_UNREADABLE: {
    action: 'fail',
    origin: 'department-system',
    status: 502,
    message: { zh: '{call} 的应答无法读取：{problem}', en: 'the answer to {call} cannot be read: {problem}' },
    next: {
      zh: '核对地址、answer.format 与 charset；得到 HTML 页面多为地址有误、未登录或网关报错',
      en: 'check the address, answer.format and charset; an HTML page mostly means a wrong address, a login or an error of a gateway',
    },
  },
  RECORDS_MISSING: {
    action: 'fail',
    origin: 'department-system',
    status: 502,
    message: {
      zh: '{call} 的应答中没有 {path}，不能当作没有记录',
      en: 'the answer to {call} has nothing at {path}, which is not the same as no records',
    },
    next: {
      zh: '核对 answer.records 与 answer.success；服务无记录时若省略该处，写 answer.emptyWhenMissing: true',
      en: 'check answer.records and answer.success; where the service leaves it out when there are none, say answer.emptyWhenMissing: true',
    },
  },
  ANSWER_MISMATCHED: {
    action: 'fail',
    origin: 'department-system',
    status: 502,
    message: {
      zh: '{call} 答非所问：{column} 与所查不符',
      en: 'the answer to {call} is not to the question: {column} differs from what was asked',
    },
    next: {
      zh: '核对 request 中参数的位置与名称；服务可能忽略了该参数',
      en: 'check where the request puts its inputs; the service may ignore one of them',
    },
  },
  PAGES_ENDLESS: {
    action: 'fail',
    origin: 'department-system',
    status: 502,
    message: {
      zh: '{call} 的分页没有尽头：第 {page} 页与前面的重复，或已超过 {maxPages} 页',
      en: 'the pages of {call} do not end: page {page} repeats one before it, or is beyond {maxPages}',
    },
    next: {
      zh: '核对 paging：服务可能忽略页码；末页之后重复末页的，写 paging.shortPageIsLast: true；确有更多页时调大 paging.maxPages',
      en: 'check paging: the service may ignore the page; of one that repeats its last page say paging.shortPageIsLast: true; raise paging.maxPages where there really are more',
    },
  },
  PAGES_CAPPED: {
    action: 'fail',
    origin: 'configuration',
    status: 502,
    message: {
      zh: '{call} 每页要 {asked} 条，服务只给 {received} 条，其后还有：按页码取会漏掉记录',
      en: '{call} was asked for {asked} records a page, gave {received}, and has more: by page numbers records would be missed',
    },
    next: {
      zh: '把 paging.size 改为 {received}，或服务说明中的每页上限；服务给出总数的，写 paging.total',
      en: 'make paging.size {received}, or what the service says is its most; where it tells how many there are, say paging.total',
    },
  },
  RECORDS_MISCOUNTED: {
    action: 'retry',
    origin: 'department-system',
    status: 502,
    message: {
      zh: '{call} 应有 {expected} 条记录，读到 {received} 条',
      en: '{call} should have {expected} records, {received} came',
    },
    next: {
      zh: '读取期间可能有增删，可重试；反复出现时核对 paging.total 与每页大小',
      en: 'rows may have come or gone meanwhile: try again; if it stays, check paging.total and the size of pages',
    },
  },
  WSDL_INVALID: {
    action: 'fail',
    origin: 'department-system',
    status: 502,
    message: { zh: 'WSDL {document} 无法使用：{problem}', en: 'the WSDL {document} cannot be used: {problem}' },
    next: {
      zh: '核对选项 wsdl 的地址；必要时把 WSDL 及其引用的文件保存到对接目录，改正后按文件使用',
      en: 'check the option wsdl; where need be, save the WSDL and what it imports in the folder of the docking, mend it, and use the file',
    },
  },
  RECORDS_UNORDERED: {
    action: 'fail',
    origin: 'department-system',
    status: 502,
    message: {
      zh: '{call} 的记录没有按 {column} 升序给出',
      en: 'the records of {call} do not come in the order of {column}',
    },
    next: {
      zh: '在 request 中要求该排序，或去掉定义中的 order',
      en: 'have the request ask for that order, or take order out of the definition',
    },
  },
}
