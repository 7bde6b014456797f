import type { ErrorDefinition } from '../definition.ts'

/** The codes of this group. */
export type CryptographyErrorCode =
  | 'KEY_COMMAND_FAILED'
  | 'CRYPTOGRAPHY_UNAVAILABLE'
  | 'ENVELOPE_UNREADABLE'
  | 'SECRET_FILE_UNREADABLE'
  | 'SECRET_KEY_MISSING'
  | 'CREDENTIAL_IN_FILE'
  | 'SIGNER_FAILED'
  | 'MASK_KEY_UNUSABLE'
  | 'CERTIFICATE_UNUSABLE'
  | 'CERTIFICATE_ENDING'
  | 'CLIENT_CERTIFICATE_REFUSED'
  | 'CLIENT_CERTIFICATE_FOREIGN'

/** Failures of keys, of what is encrypted, and of credentials that lie where they should not. */
export const cryptographyErrors: Readonly<Record<CryptographyErrorCode, ErrorDefinition>> = {
  KEY_COMMAND_FAILED: {
    action: 'fail',
    origin: 'configuration',
    status: 500,
    message: {
      zh: '取密钥的命令 {command} 失败：{problem}',
      en: 'the command {command} that gives a key failed: {problem}',
    },
    next: {
      zh: '以运行用户的身份执行该命令，确认它在时限内只输出一把私钥',
      en: 'run it as the user of this process; it has to print one private key, and nothing else, in time',
    },
  },
  CRYPTOGRAPHY_UNAVAILABLE: {
    action: 'fail',
    origin: 'configuration',
    status: 500,
    message: { zh: '本机的 Node.js 不支持 {algorithm}', en: 'this Node.js was built without {algorithm}' },
    next: {
      zh: '改用官方发布的 Node.js，或改用 international 算法套件',
      en: 'use a Node.js as it is published, or the international profile',
    },
  },
  ENVELOPE_UNREADABLE: {
    action: 'fail',
    origin: 'configuration',
    status: 422,
    message: { zh: '密文打不开：{problem} 不符', en: 'what was encrypted does not open: {problem} differs' },
    next: { zh: '核对密钥与算法套件；内容也可能已被改动', en: 'check key and profile; it may also have been altered' },
  },
  SECRET_FILE_UNREADABLE: {
    action: 'fail',
    origin: 'configuration',
    status: 500,
    message: {
      zh: '加密的密钥文件 {file} 打不开：{problem}',
      en: 'the file of secrets {file} does not open: {problem}',
    },
    next: {
      zh: '用写入它时的密钥；密钥已丢失时移走该文件，再用 berth secret set 重新写入',
      en: 'give the key that it was written with; where that is lost, move the file away and set the secrets again with berth secret set',
    },
  },
  SECRET_KEY_MISSING: {
    action: 'fail',
    origin: 'configuration',
    status: 500,
    message: { zh: '加密的密钥文件 {file} 没有钥匙', en: 'there is no key for the file of secrets {file}' },
    next: {
      zh: '设置 BERTH_SECRETS_KEY，或用 BERTH_SECRETS_KEY_FILE 指明钥匙文件，或恢复 .berth/secrets.key',
      en: 'set BERTH_SECRETS_KEY, name its file in BERTH_SECRETS_KEY_FILE, or restore .berth/secrets.key',
    },
  },
  SIGNER_FAILED: {
    action: 'retry',
    origin: 'configuration',
    status: 503,
    message: { zh: '签名程序 {command} 失败：{problem}', en: 'the command {command} that signs failed: {problem}' },
    next: {
      zh: '查签名服务器或密码机是否可用，并核对 trust.signer 的命令与公钥',
      en: 'see whether the signature server or the security module works, and check command and public key of trust.signer',
    },
  },
  MASK_KEY_UNUSABLE: {
    action: 'fail',
    origin: 'configuration',
    status: 500,
    message: { zh: '遮盖所用的密钥不可用：{problem}', en: 'the key of masks cannot be used: {problem}' },
    next: {
      zh: '用至少 32 个字符的随机文本（如 openssl rand -hex 32），以 berth secret set 保存，并在 trust.maskKey 引用',
      en: 'take a random text of at least 32 characters (openssl rand -hex 32), keep it with berth secret set, and refer to it in trust.maskKey',
    },
  },
  CERTIFICATE_UNUSABLE: {
    action: 'fail',
    origin: 'configuration',
    status: 500,
    message: { zh: '证书文件 {file} 不可用：{problem}', en: 'the certificate file {file} cannot be used: {problem}' },
    next: {
      zh: '核对 PEM 文件：证书与私钥须成对，私钥不加口令且只有属主可读（chmod 600）',
      en: 'check the PEM files: certificate and key have to belong together, the key without a passphrase and readable by its owner only (chmod 600)',
    },
  },
  CERTIFICATE_ENDING: {
    action: 'fail',
    origin: 'configuration',
    status: 500,
    message: {
      zh: '{subject} 的证书离到期还有 {days} 天',
      en: 'the certificate of {subject} ends in {days} days',
    },
    next: {
      zh: '请它的管理者在到期前换新证书；到期后连接一律被拒绝',
      en: 'have whoever keeps it renew it in time; when it has ended every connection is refused',
    },
  },
  CLIENT_CERTIFICATE_REFUSED: {
    action: 'fail',
    origin: 'caller',
    status: 403,
    message: { zh: '没有可信的客户端证书：{problem}', en: 'there is no client certificate to be trusted: {problem}' },
    next: {
      zh: '出示由约定机构颁发且在有效期内的证书；机构写在 serve.tls.clients.authorities',
      en: 'show a certificate of the agreed authority that is in its time; the authority is that of serve.tls.clients.authorities',
    },
  },
  CLIENT_CERTIFICATE_FOREIGN: {
    action: 'fail',
    origin: 'caller',
    status: 403,
    message: {
      zh: '客户端证书不属于请求的签名方 {consumer}',
      en: 'the client certificate is not that of {consumer}, who signed',
    },
    next: {
      zh: '用自己的证书；证书已更换时，请对方在 serve.tls.clients.callers 中登记新指纹',
      en: 'use the certificate of your own; where it was exchanged, have its fingerprint written at serve.tls.clients.callers',
    },
  },
  CREDENTIAL_IN_FILE: {
    action: 'fail',
    origin: 'configuration',
    status: 500,
    message: {
      zh: '{file} 第 {line} 行写有明文凭据：{problem}',
      en: '{file}, line {line}, holds a credential in plain text: {problem}',
    },
    next: {
      zh: '用 berth secret set 保存，在清单中引用它；它可能已经泄露，请在对方系统更换',
      en: 'keep it with berth secret set and refer to it; change it in its system, for it may be known',
    },
  },
}
