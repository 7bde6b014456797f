/** `berth gateway explain`. */
export const gatewayMessages = {
  'gateway.holds': {
    zh: '签名与方言相符：查授权、密钥是否到期、请求是否被改写，或用 receivedAt 核对时钟',
    en: 'the signature is as the dialect asks: look at what the caller may call, at the end of the secret, at what rewrites requests, or give receivedAt to look at the clock',
  },
  'gateway.differs': {
    zh: '{count} 处不同（试了 {tried} 种签名）；改好后重新签名再发',
    en: '{count} differences ({tried} signatures tried); mend them, sign anew and send again',
  },
  'gateway.unconfirmed': {
    zh: '方言未经真实网关确认，依据见 docs/gateways.md',
    en: 'the dialect is not confirmed against a real gateway: see docs/gateways.md',
  },
} as const
