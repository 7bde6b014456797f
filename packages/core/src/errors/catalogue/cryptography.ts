import type { ErrorDefinition } from '../definition.ts'

/** The codes of this group. */
export type CryptographyErrorCode =
  | 'KEY_COMMAND_FAILED'
  | 'CRYPTOGRAPHY_UNAVAILABLE'
  | 'ENVELOPE_UNREADABLE'
  | 'SECRET_FILE_UNREADABLE'
  | 'SECRET_KEY_MISSING'
  | 'CREDENTIAL_IN_FILE'

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
