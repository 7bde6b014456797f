import {
  type DialectEvidence,
  type DialectWeakness,
  type GatewayDialect,
  gatewayDialects,
  type SentPart,
  type SignedPart,
} from '@berth/trust'

const partNames: Readonly<Record<SignedPart, string>> = {
  id: '标识 id',
  secret: '密钥 secret',
  service: '服务 service',
  timestamp: '时间 time',
  nonce: '随机数 nonce',
  method: '方法 method',
  path: '路径 path',
  query: '查询 query',
  user: '用户 user',
  userInformation: '用户信息 user information',
  extension: '扩展 extension',
}

const weaknesses: Readonly<Record<DialectWeakness, string>> = {
  md5: 'MD5 已被攻破。 MD5 is broken.',
  sha1: 'SHA-1 已被攻破。 SHA-1 is broken.',
  'plain-hash':
    '密钥与正文直接拼接求散列，不是 HMAC。 The secret is hashed along with the text instead of keying an HMAC.',
  'no-nonce': '没有随机数：被旁听的请求在时限内可重放。 No nonce: what was overheard holds again within the window.',
  'no-body': '正文不在签名之内。 The body is not signed.',
  'no-address': '地址（方法、路径、查询）不在签名之内。 Method, path and query are not all signed.',
  'ambiguous-join': '各段拼接没有唯一的分界。 The parts are joined so that they could be cut elsewhere.',
  'window-unknown': '时限未知，验签时按 5 分钟。 The window is not known; 5 minutes are used to verify.',
}

const evidence: Readonly<Record<DialectEvidence, string>> = {
  'primary-source': '网关方的文件 the gateway’s own document',
  'two-sources': '两处相互独立的间接来源 two independent secondary sources',
  'one-source': '仅一处来源 one source, a hint only',
}

/** The page docs/gateways.md, made from the dialects. */
export function gatewaysPage(): string {
  const sections = gatewayDialects.map((dialect) => section(dialect))
  const marks = Object.entries(weaknesses).map(([name, text]) => `- \`${name}\`: ${text}`)
  return `# 网关签名方言 / Signing dialects of gateways

Made from \`packages/trust\`; a test keeps both alike. \`signFor(gatewayDialect(id), …)\` signs, \`verifyFor\` verifies.

**均未经真实网关确认。** 这些网关从外部无法访问；测试向量只证明两个程序对公式的理解一致。上线前请与网关方联调。

**None is confirmed against a real gateway.** They cannot be reached from outside; the test vectors prove only that two programs
read the formula alike. Try yours together with those who run the gateway before you rely on it.

北京的草案与医保的 SM2 信封所知不足，没有收入。 The draft of Beijing and the SM2 envelope of medical insurance are left out: not enough is known.

请求被拒绝时，\`berth gateway explain refused.json --secret NAME\` 说出不同的是哪一样：文件是 JSON，含 method、url、headers、body、receivedAt。

Where a request is refused, \`berth gateway explain refused.json --secret NAME\` says which ingredient differs: the file is JSON with method, url,
headers, body, receivedAt.

## 弱点 / Weaknesses

方言由网关规定，弱点无法在此弥补：务必经 TLS 连接。 A gateway’s dialect is given; its weaknesses cannot be mended here: connect over TLS.

${marks.join('\n')}

${sections.join('\n')}`
}

function section(dialect: GatewayDialect): string {
  const { id, title, direction, carrier, time, nonce, vectors } = dialect
  const fields = dialect.fields.map(({ name, holds, optional }) => {
    return `| \`${name}\` | ${holdsText(holds)}${optional === true ? '（可缺 optional）' : ''} |`
  })
  const window = time.windowMs === undefined ? '时限未知 window not known' : `±${time.windowMs / 1000} s`
  const notes = dialect.notes.flatMap(({ zh, en }) => [`- ${zh}`, `- ${en}`])
  const published = vectors.some((vector) => vector.published)
    ? '含他人公布的向量 one was published by others'
    : '自造 ours'
  return `## ${id}

${title.zh} / ${title.en}

| 字段 / field | 内容 / holds |
|---|---|
${fields.join('\n')}

- 方向 / direction: ${direction === 'to-gateway' ? '发往网关 sent to the gateway' : '网关转发而来 passed on by the gateway'}; ${carrier === 'header' ? '请求头 headers' : '查询参数 query parameters'}
- 签名 / signature: ${dialect.encodings.map((encoding) => `\`${encoding}\``).join(' | ')} of \`${dialect.algorithm}\`: ${joined(dialect)}
- 时间 / time: \`${time.form}\`, ${window}; 随机数 / nonce: ${nonce === undefined ? '无 none' : `\`${nonce.form}\``}
- 密钥更新 / secret renewed by: ${dialect.refresh?.exchanges.map(({ path }) => `\`${path}\``).join(', ') ?? '—'}
- 弱点 / weaknesses: ${dialect.weaknesses.map((name) => `\`${name}\``).join(' ')}
- 依据 / evidence: ${evidence[dialect.evidence]}; 经真实网关确认 / confirmed: ${dialect.confirmed ? '是 yes' : '否 no'}; 向量 / vectors: ${published}
${notes.join('\n')}${notes.length > 0 ? '\n' : ''}`
}

function joined({ joined: parts, algorithm }: GatewayDialect): string {
  const names = parts.map((part) =>
    typeof part === 'string' ? partNames[part] : part.text === '\n' ? '⏎' : `\`${part.text}\``,
  )
  return names.join(' + ') + (algorithm === 'hmac-sha256' ? `; 以密钥为键 keyed by the ${partNames.secret}` : '')
}

function holdsText(holds: SentPart | 'signature' | { readonly text: string }): string {
  if (holds === 'signature') return '签名 signature'
  return typeof holds === 'object' ? `\`${holds.text}\`` : partNames[holds]
}
