import type { Language } from '@berth/core'
import {
  type DialectEvidence,
  type DialectWeakness,
  type GatewayDialect,
  gatewayDialects,
  type SentPart,
  type SignedPart,
} from '@berth/trust'

type Both = Readonly<Record<Language, string>>

const partNames: Readonly<Record<SignedPart, Both>> = {
  id: { zh: '标识', en: 'id' },
  secret: { zh: '密钥', en: 'secret' },
  service: { zh: '服务', en: 'service' },
  timestamp: { zh: '时间', en: 'time' },
  nonce: { zh: '随机数', en: 'nonce' },
  method: { zh: '方法', en: 'method' },
  path: { zh: '路径', en: 'path' },
  query: { zh: '查询', en: 'query' },
  user: { zh: '用户', en: 'user' },
  userInformation: { zh: '用户信息', en: 'user information' },
  extension: { zh: '扩展', en: 'extension' },
}

const weaknesses: Readonly<Record<DialectWeakness, Both>> = {
  md5: { zh: 'MD5 已被攻破。', en: 'MD5 is broken.' },
  sha1: { zh: 'SHA-1 已被攻破。', en: 'SHA-1 is broken.' },
  'plain-hash': {
    zh: '密钥与正文直接拼接求散列，不是 HMAC。',
    en: 'The secret is hashed along with the text instead of keying an HMAC.',
  },
  'no-nonce': {
    zh: '没有随机数：被旁听的请求在时限内可重放。',
    en: 'No nonce: what was overheard holds again within the window.',
  },
  'no-body': { zh: '正文不在签名之内。', en: 'The body is not signed.' },
  'no-address': { zh: '地址（方法、路径、查询）不全在签名之内。', en: 'Method, path and query are not all signed.' },
  'ambiguous-join': {
    zh: '各段拼接没有唯一的分界。',
    en: 'The parts are joined so that they could be cut elsewhere.',
  },
  'window-unknown': {
    zh: '时限未知，验签时按 5 分钟。',
    en: 'The window is not known; 5 minutes are used to verify.',
  },
}

const evidence: Readonly<Record<DialectEvidence, Both>> = {
  'primary-source': { zh: '网关方的文件', en: 'the gateway’s own document' },
  'two-sources': { zh: '两处相互独立的间接来源', en: 'two independent secondary sources' },
  'one-source': { zh: '仅一处来源，只作提示', en: 'one source, a hint only' },
}

const words = {
  en: {
    introduction: `# Signing dialects of gateways

[中文](zh/gateways.md)

Made from \`packages/trust\`; a test keeps both alike. \`signFor(gatewayDialect(id), …)\` signs, \`verifyFor\` verifies.

**None is confirmed against a real gateway.** They cannot be reached from outside; the test vectors prove only that two programs
read the formula alike. Try yours together with those who run the gateway before you rely on it.

The draft of Beijing and the SM2 envelope of medical insurance are left out: not enough is known.

Where a request is refused, \`berth gateway explain refused.json --secret NAME\` says which ingredient differs: the file is JSON with method, url,
headers, body, receivedAt.

## Weaknesses

A gateway’s dialect is given; its weaknesses cannot be mended here: connect over TLS.`,
    fields: '| field | holds |',
    optional: ' (optional)',
    direction: 'direction',
    'to-gateway': 'sent to the gateway',
    'from-gateway': 'passed on by the gateway',
    header: 'headers',
    query: 'query parameters',
    signature: 'signature',
    of: 'of',
    keyed: 'keyed by the secret',
    time: 'time',
    unknown: 'window not known',
    nonce: 'nonce',
    none: 'none',
    renewed: 'secret renewed by',
    weaknesses: 'weaknesses',
    evidence: 'evidence',
    confirmed: 'confirmed',
    yes: 'yes',
    no: 'no',
    vectors: 'vectors',
    published: 'one was published by others',
    ours: 'ours',
  },
  zh: {
    introduction: `# 网关签名方言

[English](../gateways.md)

由 \`packages/trust\` 生成，有测试保证一致。\`signFor(gatewayDialect(id), …)\` 签名，\`verifyFor\` 验签。

**均未经真实网关确认。** 这些网关从外部无法访问；测试向量只证明两个程序对公式的理解一致。上线前请与网关方联调。

北京的草案与医保的 SM2 信封所知不足，没有收入。

请求被拒绝时，\`berth gateway explain refused.json --secret NAME\` 说出不同的是哪一样：文件是 JSON，含 method、url、headers、body、receivedAt。

## 弱点

方言由网关规定，弱点无法在此弥补：务必经 TLS 连接。`,
    fields: '| 字段 | 内容 |',
    optional: '（可缺）',
    direction: '方向',
    'to-gateway': '发往网关',
    'from-gateway': '网关转发而来',
    header: '请求头',
    query: '查询参数',
    signature: '签名',
    of: '，用',
    keyed: '以密钥为键',
    time: '时间',
    unknown: '时限未知',
    nonce: '随机数',
    none: '无',
    renewed: '密钥更新',
    weaknesses: '弱点',
    evidence: '依据',
    confirmed: '经真实网关确认',
    yes: '是',
    no: '否',
    vectors: '向量',
    published: '含他人公布的向量',
    ours: '自造',
  },
} as const

/** The page gateways.md in a language, made from the dialects. */
export function gatewaysPage(language: Language): string {
  const sections = gatewayDialects.map((dialect) => section(dialect, language))
  const marks = Object.entries(weaknesses).map(([name, text]) => `- \`${name}\`: ${text[language]}`)
  return `${words[language].introduction}

${marks.join('\n')}

${sections.join('\n')}`
}

function section(dialect: GatewayDialect, language: Language): string {
  const { id, title, direction, carrier, time, nonce, vectors } = dialect
  const said = words[language]
  const fields = dialect.fields.map(({ name, holds, optional }) => {
    return `| \`${name}\` | ${holdsText(holds, language)}${optional === true ? said.optional : ''} |`
  })
  const window = time.windowMs === undefined ? said.unknown : `±${time.windowMs / 1000} s`
  const notes = dialect.notes.map((note) => `- ${note[language]}`)
  const published = vectors.some((vector) => vector.published) ? said.published : said.ours
  const encodings = dialect.encodings.map((encoding) => `\`${encoding}\``).join(' | ')
  return `## ${id}

${title[language]}

${said.fields}
|---|---|
${fields.join('\n')}

- ${said.direction}: ${direction === 'to-gateway' ? said['to-gateway'] : said['from-gateway']}; ${carrier === 'header' ? said.header : said.query}
- ${said.signature}: ${encodings} ${said.of} \`${dialect.algorithm}\`: ${joined(dialect, language)}
- ${said.time}: \`${time.form}\`, ${window}; ${said.nonce}: ${nonce === undefined ? said.none : `\`${nonce.form}\``}
- ${said.renewed}: ${dialect.refresh?.exchanges.map(({ path }) => `\`${path}\``).join(', ') ?? '—'}
- ${said.weaknesses}: ${dialect.weaknesses.map((name) => `\`${name}\``).join(' ')}
- ${said.evidence}: ${evidence[dialect.evidence][language]}; ${said.confirmed}: ${dialect.confirmed ? said.yes : said.no}; ${said.vectors}: ${published}
${notes.join('\n')}${notes.length > 0 ? '\n' : ''}`
}

function joined({ joined: parts, algorithm }: GatewayDialect, language: Language): string {
  const names = parts.map((part) =>
    typeof part === 'string' ? partNames[part][language] : part.text === '\n' ? '⏎' : `\`${part.text}\``,
  )
  return names.join(' + ') + (algorithm === 'hmac-sha256' ? `; ${words[language].keyed}` : '')
}

function holdsText(holds: SentPart | 'signature' | { readonly text: string }, language: Language): string {
  if (holds === 'signature') return words[language].signature
  return typeof holds === 'object' ? `\`${holds.text}\`` : partNames[holds][language]
}
