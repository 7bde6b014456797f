import type { ErrorDefinition } from '../definition.ts'

/** The codes of this group. */
export type AccessErrorCode =
  | 'PARAMETER_MISSING'
  | 'PARAMETER_UNKNOWN'
  | 'PARAMETER_INVALID'
  | 'PARAMETER_NOT_GRANTED'
  | 'COMMAND_UNKNOWN'
  | 'ADDRESS_UNKNOWN'
  | 'RESOURCE_UNKNOWN'
  | 'OPERATION_UNKNOWN'
  | 'MODE_NOT_OFFERED'
  | 'RESOURCE_DRAFT'
  | 'NOTHING_GRANTED'
  | 'EXIT_WITHOUT_CLEARANCE'
  | 'GRANT_MISSING'
  | 'GRANT_INVALID'
  | 'GRANT_EXPIRED'
  | 'GRANT_FOREIGN'
  | 'PURPOSE_MISMATCH'
  | 'SIGNATURE_MISSING'
  | 'SIGNATURE_INVALID'
  | 'REQUEST_REPLAYED'
  | 'CLOCK_SKEW'
  | 'CREDENTIALS_INVALID'
  | 'PASSWORD_UNPROTECTED'
  | 'CONSUMER_UNKNOWN'
  | 'SYSTEM_UNKNOWN'
  | 'ENROLMENT_INVALID'
  | 'ADMINISTRATOR_REQUIRED'
  | 'PROTOCOL_VERSION_UNSUPPORTED'
  | 'REQUEST_TOO_LARGE'
  | 'PUBLICATION_REFUSED'
  | 'BATCH_REFUSED'
  | 'BATCH_CONFLICT'
  | 'BATCH_OUT_OF_ORDER'

/** Refusals: who asks, for what, with which right. */
export const accessErrors: Readonly<Record<AccessErrorCode, ErrorDefinition>> = {
  PARAMETER_MISSING: {
    action: 'fail',
    origin: 'caller',
    status: 400,
    message: { zh: '缺少参数 {parameter}', en: 'the parameter {parameter} is missing' },
    next: { zh: '按接口说明补上该参数', en: 'give it as the interface describes' },
  },
  PARAMETER_UNKNOWN: {
    action: 'fail',
    origin: 'caller',
    status: 400,
    message: { zh: '没有参数 {parameter}', en: 'there is no parameter {parameter}' },
    next: { zh: '去掉该参数，或核对拼写', en: 'leave it out, or check its spelling' },
  },
  PARAMETER_INVALID: {
    action: 'fail',
    origin: 'caller',
    status: 400,
    message: { zh: '参数 {parameter} 不合规定：{problem}', en: 'the parameter {parameter} is not valid: {problem}' },
    next: { zh: '按接口说明改正', en: 'correct it as the interface describes' },
  },
  PARAMETER_NOT_GRANTED: {
    action: 'fail',
    origin: 'platform-rule',
    status: 403,
    message: {
      zh: '不得以 {parameter} 为查询条件：许可中没有这个数据项',
      en: '{parameter} may not be asked by: the permit does not allow this item',
    },
    next: {
      zh: '改用许可中的数据项查询，或在授权中增加该数据项',
      en: 'ask by an item that is allowed, or have this one added to the grant',
    },
  },
  COMMAND_UNKNOWN: {
    action: 'fail',
    origin: 'caller',
    status: 404,
    message: { zh: '没有命令 {command}', en: 'there is no command {command}' },
    next: { zh: '运行 berth --help 查看全部命令', en: 'berth --help lists the commands' },
  },
  ADDRESS_UNKNOWN: {
    action: 'fail',
    origin: 'caller',
    status: 404,
    message: {
      zh: '此地址没有接口，或不支持该方法',
      en: 'there is no interface at this address, or not by this method',
    },
    next: { zh: '按 /openapi.json 核对地址与方法', en: 'compare address and method with /openapi.json' },
  },
  RESOURCE_UNKNOWN: {
    action: 'fail',
    origin: 'caller',
    status: 404,
    message: { zh: '没有资源 {resource}', en: 'there is no resource {resource}' },
    next: { zh: '在目录中核对资源标识', en: 'look its id up in the catalogue' },
  },
  OPERATION_UNKNOWN: {
    action: 'fail',
    origin: 'caller',
    status: 404,
    message: { zh: '没有操作 {operation}', en: 'there is no operation {operation}' },
    next: { zh: '在目录中核对操作标识', en: 'look its id up in the catalogue' },
  },
  MODE_NOT_OFFERED: {
    action: 'fail',
    origin: 'caller',
    status: 404,
    message: { zh: '{resource} 不提供 {mode} 方式', en: '{resource} does not offer the mode {mode}' },
    next: { zh: '换用目录所列的方式', en: 'use a mode that the catalogue lists' },
  },
  RESOURCE_DRAFT: {
    action: 'fail',
    origin: 'configuration',
    status: 409,
    message: { zh: '{resource} 仍是草稿，不对外提供', en: '{resource} is still a draft and leaves nothing' },
    next: { zh: '逐项核对后删除 draft: true', en: 'review its items, then remove draft: true' },
  },
  NOTHING_GRANTED: {
    action: 'fail',
    origin: 'platform-rule',
    status: 403,
    message: { zh: '{resource} 没有可提供的数据项', en: 'no item of {resource} may be given' },
    next: {
      zh: '核对数据项的分级、共享授权与对方许可级别',
      en: 'check the grades of the items, the grant, and the clearance',
    },
  },
  EXIT_WITHOUT_CLEARANCE: {
    action: 'fail',
    origin: 'configuration',
    status: 403,
    message: {
      zh: '{resource} 的出口 {mode} 没有写明 clearance',
      en: 'the exit {mode} of {resource} names no clearance',
    },
    next: {
      zh: '在 berth.yaml 中写明该出口可接收的最高分级',
      en: 'state the highest grade that may go there in berth.yaml',
    },
  },
  GRANT_MISSING: {
    action: 'fail',
    origin: 'platform-rule',
    status: 401,
    message: { zh: '请求没有附共享授权', en: 'the request carries no grant' },
    next: { zh: '先在平台申请授权', en: 'apply for one at the platform' },
  },
  GRANT_INVALID: {
    action: 'fail',
    origin: 'platform-rule',
    status: 403,
    message: { zh: '共享授权无效：{problem}', en: 'the grant is not valid: {problem}' },
    next: { zh: '向平台重新取得授权', en: 'obtain the grant from the platform again' },
  },
  GRANT_EXPIRED: {
    action: 'fail',
    origin: 'platform-rule',
    status: 403,
    message: { zh: '共享授权已于 {expiredAt} 到期', en: 'the grant expired at {expiredAt}' },
    next: { zh: '向平台申请续期', en: 'ask the platform to renew it' },
  },
  GRANT_FOREIGN: {
    action: 'fail',
    origin: 'platform-rule',
    status: 403,
    message: { zh: '共享授权不是给 {resource} 的', en: 'the grant is not for {resource}' },
    next: { zh: '使用该资源的授权', en: 'use the grant for this resource' },
  },
  PURPOSE_MISMATCH: {
    action: 'fail',
    origin: 'platform-rule',
    status: 403,
    message: { zh: '用途 {purpose} 不在授权之内', en: 'the purpose {purpose} is not covered by the grant' },
    next: { zh: '按授权的用途请求，或另行申请', en: 'ask for a granted purpose, or apply for this one' },
  },
  SIGNATURE_MISSING: {
    action: 'fail',
    origin: 'caller',
    status: 401,
    message: { zh: '请求没有签名', en: 'the request is not signed' },
    next: { zh: '用已登记的密钥签名', en: 'sign it with the registered key' },
  },
  SIGNATURE_INVALID: {
    action: 'fail',
    origin: 'caller',
    status: 401,
    message: { zh: '请求签名不符：{problem}', en: 'the signature of the request does not hold: {problem}' },
    next: {
      zh: '核对密钥，确认正文与地址在途中未被改动',
      en: 'check the key, and that body and address were not changed on the way',
    },
  },
  REQUEST_REPLAYED: {
    action: 'fail',
    origin: 'caller',
    status: 409,
    message: { zh: '该请求已经收到过', en: 'this request was received before' },
    next: { zh: '每次请求使用新的编号', en: 'use a new id for every request' },
  },
  CLOCK_SKEW: {
    action: 'fail',
    origin: 'caller',
    status: 401,
    message: { zh: '请求时间与本机相差 {seconds} 秒', en: "the request is {seconds} seconds off this machine's clock" },
    next: { zh: '校准双方时钟', en: 'set both clocks' },
  },
  CREDENTIALS_INVALID: {
    action: 'fail',
    origin: 'caller',
    status: 401,
    message: { zh: '请求所附的凭据不符：{problem}', en: 'the credentials of the request do not hold: {problem}' },
    next: {
      zh: '核对约定的用户名与口令；PasswordDigest 为 Base64(SHA-1(Nonce 字节 + Created + 口令))',
      en: 'check the agreed user name and password; a PasswordDigest is Base64(SHA-1(bytes of Nonce + Created + password))',
    },
  },
  PASSWORD_UNPROTECTED: {
    action: 'fail',
    origin: 'caller',
    status: 401,
    message: {
      zh: '口令以明文送达，而此连接不接受明文口令',
      en: 'the password came in the clear, over a connection where it may not',
    },
    next: {
      zh: '改用 PasswordDigest，或经 TLS 连接；此口令可能已被旁听，应当更换',
      en: 'use PasswordDigest, or connect over TLS; others may have heard this password: change it',
    },
  },
  CONSUMER_UNKNOWN: {
    action: 'fail',
    origin: 'platform-rule',
    status: 401,
    message: { zh: '使用方 {consumer} 没有登记', en: 'the consumer {consumer} is not registered' },
    next: { zh: '先在平台登记', en: 'register it at the platform first' },
  },
  SYSTEM_UNKNOWN: {
    action: 'fail',
    origin: 'platform-rule',
    status: 401,
    message: { zh: '业务系统 {system} 没有登记', en: 'the system {system} is not registered' },
    next: { zh: '在平台登记该系统并取得登记码', en: 'register it at the platform and obtain an enrolment code' },
  },
  ENROLMENT_INVALID: {
    action: 'fail',
    origin: 'platform-rule',
    status: 401,
    message: { zh: '登记码无效或已用过', en: 'the enrolment code is not valid, or was used before' },
    next: { zh: '向平台索取新的登记码', en: 'ask the platform for a new one' },
  },
  ADMINISTRATOR_REQUIRED: {
    action: 'fail',
    origin: 'caller',
    status: 401,
    message: { zh: '缺少管理员令牌，或令牌不符', en: "the administrator's token is missing or wrong" },
    next: {
      zh: '使用平台数据目录中 admin.token 的内容',
      en: "use the content of admin.token in the platform's data folder",
    },
  },
  PROTOCOL_VERSION_UNSUPPORTED: {
    action: 'fail',
    origin: 'caller',
    status: 400,
    message: {
      zh: '请求使用契约版本 {version}，此处只懂版本 {supported}',
      en: 'the request speaks contract version {version}, version {supported} is understood here',
    },
    next: {
      zh: '把较旧的一方升级到同一契约版本',
      en: 'update the older side to a release that speaks the same version',
    },
  },
  REQUEST_TOO_LARGE: {
    action: 'fail',
    origin: 'caller',
    status: 413,
    message: { zh: '请求正文超过 {maxBytes} 字节', en: 'the request body is larger than {maxBytes} bytes' },
    next: { zh: '分批发送', en: 'send it in parts' },
  },
  PUBLICATION_REFUSED: {
    action: 'fail',
    origin: 'platform-rule',
    status: 422,
    message: { zh: '平台不接受发布：{problem}', en: 'the platform does not accept the publication: {problem}' },
    next: { zh: '按所列原因改正清单', en: 'correct the manifest as it says' },
  },
  BATCH_REFUSED: {
    action: 'fail',
    origin: 'caller',
    status: 422,
    message: {
      zh: '批次 {batch} 不被接受：第 {line} 行，{problem}',
      en: 'the batch {batch} is not accepted: line {line}, {problem}',
    },
    next: {
      zh: '核对目录中已发布的数据项，改正后重发',
      en: 'compare with the published items, correct it, send again',
    },
  },
  BATCH_CONFLICT: {
    action: 'fail',
    origin: 'platform-rule',
    status: 409,
    message: {
      zh: '批次 {batch} 以前收到过不同的内容',
      en: 'the batch {batch} was received before with other content',
    },
    next: {
      zh: '联系平台核对；不要改写已送出的批次',
      en: 'settle it with the platform; a sent batch is never rewritten',
    },
  },
  BATCH_OUT_OF_ORDER: {
    action: 'fail',
    origin: 'platform-rule',
    status: 409,
    message: {
      zh: '批次序号应为 {expected}，收到 {received}',
      en: 'the batch number should be {expected}, {received} came',
    },
    next: { zh: '从缺少的序号起重发', en: 'send again from the missing number' },
  },
}
