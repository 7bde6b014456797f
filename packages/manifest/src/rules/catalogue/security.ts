import type { RuleDefinition } from '../definition.ts'

/** The rules of this group. */
export type SecurityRule =
  | 'AVL-101'
  | 'AVL-102'
  | 'SEC-101'
  | 'SEC-102'
  | 'SEC-301'
  | 'SEC-302'
  | 'SEC-303'
  | 'SEC-304'
  | 'SEC-305'
  | 'SEC-306'
  | 'SEC-307'
  | 'SEC-308'
  | 'SEC-309'
  | 'SEC-310'

/** Secrets, and what leaves. */
export const securityRules: Readonly<Record<SecurityRule, RuleDefinition>> = {
  'AVL-101': {
    severity: 'error',
    title: { zh: '离线设置与离线方式相配', en: 'settings for an outage stand beside the way they are for' },
    message: { zh: '没有 offline: {key}，却写了 {key}', en: '{key} stands here without offline: {key}' },
    next: { zh: '补上 offline: {key}，或删去 {key}', en: 'write offline: {key}, or take {key} away' },
  },
  'AVL-102': {
    severity: 'error',
    title: { zh: '副本在过期之前重做', en: 'a replica is made anew before it is too old' },
    message: {
      zh: 'maxAge 比 every 短，副本重做之前就已过期',
      en: 'maxAge is shorter than every: the replica is too old before it is made anew',
    },
    next: { zh: '延长 maxAge，或缩短 every', en: 'lengthen maxAge, or shorten every' },
  },
  'SEC-101': {
    severity: 'warning',
    title: { zh: '文件与数据库出口写明最高密级', en: 'an exit by file or table has a clearance' },
    message: { zh: '{mode} 没有写 clearance，什么都不会送出', en: '{mode} has no clearance, and nothing goes there' },
    next: {
      zh: '写明可送往该处的最高级别，如 clearance: 2',
      en: 'name the highest grade that may go there: clearance: 2',
    },
  },
  'SEC-102': {
    severity: 'warning',
    title: { zh: '草稿已审阅', en: 'a draft has been reviewed' },
    message: {
      zh: '资源 {resource} 是草稿，不会送出任何数据',
      en: 'the resource {resource} is a draft, and nothing of it leaves',
    },
    next: { zh: '逐项审阅后删去 draft: true', en: 'review its items, then remove draft: true' },
  },
  'SEC-301': {
    severity: 'error',
    title: { zh: '秘密只以引用给出', en: 'secrets are given by reference only' },
    message: { zh: '选项 {option} 直接写了秘密', en: 'the option {option} holds a secret in plain text' },
    next: {
      zh: `写成 "\${secret:{name}}"，值放在密钥库或环境变量中；已写入文件的秘密请更换`,
      en: `write "\${secret:{name}}", keep the value outside the file, and change the secret that stood here`,
    },
  },
  'SEC-302': {
    severity: 'error',
    title: { zh: '引用写法正确', en: 'a reference is written as references are' },
    message: { zh: '选项 {option} 中的引用写法有误', en: 'a reference in the option {option} is not written right' },
    next: {
      zh: `写成 \${env:名称} 或 \${secret:名称}；$ 后确要花括号的写 $\${`,
      en: `write \${env:NAME} or \${secret:NAME}; where a brace is meant behind $, write $\${`,
    },
  },
  'SEC-303': {
    severity: 'error',
    title: { zh: '地址中没有密码', en: 'an address holds no password' },
    message: { zh: '{key} 的地址中直接写了密码', en: 'the address in {key} holds a password in plain text' },
    next: {
      zh: `用 "\${secret:名称}" 代替地址中的密码；已写入文件的密码请更换`,
      en: `put "\${secret:NAME}" in its place, and change the password that stood here`,
    },
  },
  'SEC-304': {
    severity: 'warning',
    title: { zh: '与平台的连接加密', en: 'the line to the platform is encrypted' },
    message: {
      zh: '{key} 用 http 连接另一台机器，数据未加密',
      en: '{key} reaches another machine by http, unencrypted',
    },
    next: { zh: '改用 https', en: 'use https' },
  },
  'SEC-305': {
    severity: 'warning',
    title: { zh: '较高级别的数据加密传输', en: 'data of a higher grade is sent encrypted' },
    message: {
      zh: '{item} 为 {grade} 级或以上，经 {mode} 送往连接 {connection}，而该连接关闭了加密',
      en: '{item} is of grade {grade} or above and goes by {mode} to the connection {connection}, which has its encryption off',
    },
    next: {
      zh: '在该连接上启用 tls，或降低此处的 clearance',
      en: 'switch tls of the connection on, or lower the clearance here',
    },
  },
  'SEC-306': {
    severity: 'warning',
    title: { zh: '较高级别的数据有条件共享', en: 'data of a higher grade is shared under a condition' },
    message: {
      zh: '{item} 为 {grade} 级或以上，资源却无条件共享',
      en: '{item} is of grade {grade} or above, and the resource is shared without a condition',
    },
    next: {
      zh: '改为 conditional 并写明条件，或重新定级',
      en: 'make it conditional and name the condition, or grade it anew',
    },
  },
  'SEC-307': {
    severity: 'warning',
    title: { zh: '较高级别的数据写明用途', en: 'data of a higher grade goes for a named purpose' },
    message: {
      zh: '{item} 为 {grade} 级或以上，{mode} 没有写用途 purpose',
      en: '{item} is of grade {grade} or above, and {mode} names no purpose',
    },
    next: { zh: '写明 purpose，或降低此处的 clearance', en: 'name the purpose, or lower the clearance here' },
  },
  'SEC-308': {
    severity: 'error',
    title: { zh: '证书指纹是 SHA-256', en: 'a fingerprint is one of SHA-256' },
    message: { zh: '{value} 不是 SHA-256 指纹', en: '{value} is no SHA-256 fingerprint' },
    next: {
      zh: '用 openssl x509 -noout -fingerprint -sha256 -in 证书文件 取得，64 个十六进制数字',
      en: 'take that of openssl x509 -noout -fingerprint -sha256 -in FILE: 64 hexadecimal digits',
    },
  },
  'SEC-309': {
    severity: 'error',
    title: { zh: '撤销名单在过期之前更新', en: 'the list of revoked grants is asked for before it is too old' },
    message: {
      zh: 'maxAge 不比 every 长，名单更新之前就已过期，所有请求都会被拒绝',
      en: 'maxAge is not longer than every: the list is too old before the next one, and every request is refused',
    },
    next: { zh: '延长 maxAge，或缩短 every', en: 'lengthen maxAge, or shorten every' },
  },
  'SEC-310': {
    severity: 'error',
    title: { zh: '写了 tls 的平台地址是 https', en: 'a platform with tls has an address with https' },
    message: { zh: 'platform.url 是 http，tls 不起作用', en: 'platform.url is http, and tls does nothing there' },
    next: { zh: '改用 https，或删去 tls', en: 'use https, or take tls away' },
  },
}
