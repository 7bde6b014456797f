import { BerthError, type OptionsSchema, type Secret } from '@berth/core'
import { gatewayDialect, gatewayDialects, type SignatureEncoding } from '@berth/trust'
import type { Exchange } from '../client/service-request.ts'
import type { Authentication } from './authentication.ts'
import { clientCredentials } from './client-credentials.ts'
import { basicAuthentication, bearerAuthentication, keyAuthentication } from './fixed.ts'
import { gatewayAuthentication } from './gateway.ts'

/** How calls prove whose they are, as options of a connector. */
export interface AuthenticationOptions {
  readonly authentication: 'none' | 'basic' | 'bearer' | 'key' | 'oauth2'
  readonly user?: string
  readonly password?: Secret
  readonly token?: Secret
  readonly keyName?: string
  readonly keyPlace: 'header' | 'query'
  readonly key?: Secret
  readonly tokenUrl?: string
  readonly clientId?: string
  readonly clientSecret?: Secret
  readonly clientPlace: 'header' | 'form'
  readonly scope?: string
  readonly gateway?: string
  readonly gatewayId?: string
  readonly gatewaySecret?: Secret
  readonly gatewayService?: string
  readonly gatewayEncoding?: SignatureEncoding
}

const toGateways = gatewayDialects.filter(({ direction }) => direction === 'to-gateway').map(({ id }) => id)

export const authenticationOptions: OptionsSchema = {
  authentication: {
    type: 'string',
    enum: ['none', 'basic', 'bearer', 'key', 'oauth2'],
    default: 'none',
    title: {
      zh: '认证方式；oauth2 为客户端凭据',
      en: 'how calls prove whose they are; oauth2 means client credentials',
    },
  },
  user: { type: 'string', title: { zh: 'basic：用户名', en: 'basic: user name' } },
  password: { type: 'string', secret: true, title: { zh: 'basic：密码', en: 'basic: password' } },
  token: { type: 'string', secret: true, title: { zh: 'bearer：令牌', en: 'bearer: the token' } },
  keyName: { type: 'string', title: { zh: 'key：请求头或参数的名称', en: 'key: name of the header or parameter' } },
  keyPlace: {
    type: 'string',
    enum: ['header', 'query'],
    default: 'header',
    title: { zh: 'key：放在请求头或查询参数', en: 'key: whether it goes in a header or in the query' },
  },
  key: { type: 'string', secret: true, title: { zh: 'key：密钥', en: 'key: the key' } },
  tokenUrl: { type: 'string', title: { zh: 'oauth2：取令牌的地址', en: 'oauth2: address that gives tokens' } },
  clientId: { type: 'string', title: { zh: 'oauth2：客户端标识', en: 'oauth2: id of the client' } },
  clientSecret: { type: 'string', secret: true, title: { zh: 'oauth2：客户端密钥', en: 'oauth2: its secret' } },
  clientPlace: {
    type: 'string',
    enum: ['header', 'form'],
    default: 'header',
    title: { zh: 'oauth2：凭据放在 Basic 头或表单', en: 'oauth2: whether they go in a Basic header or in the form' },
  },
  scope: { type: 'string', title: { zh: 'oauth2：范围', en: 'oauth2: scope' } },
  gateway: {
    type: 'string',
    enum: toGateways,
    title: { zh: '网关签名方式，见 docs/gateways.md', en: 'dialect of the gateway, see docs/gateways.md' },
  },
  gatewayId: {
    type: 'string',
    title: { zh: '网关分配的标识（rid、paasid、appKey）', en: 'id that the gateway gave (rid, paasid, appKey)' },
  },
  gatewaySecret: { type: 'string', secret: true, title: { zh: '网关分配的密钥', en: 'secret that the gateway gave' } },
  gatewayService: {
    type: 'string',
    title: { zh: '网关上的服务标识（sid、serviceId）', en: 'the service at the gateway (sid, serviceId)' },
  },
  gatewayEncoding: {
    type: 'string',
    enum: ['hex', 'HEX', 'base64'],
    title: { zh: '签名的写法，默认按网关', en: 'how the signature is written; as the dialect says when absent' },
  },
}

export interface AuthenticationSettings {
  readonly connector: string
  readonly url: URL
  /** For what has to be fetched first; without proofs of its own. */
  readonly exchange: Exchange
  /** Milliseconds since 1970. */
  readonly now: () => number
}

/** What the options ask for, in the order it is applied. Throws `OPTION_MISSING` or `OPTION_INVALID`. */
export function authentications(
  options: AuthenticationOptions,
  settings: AuthenticationSettings,
): readonly Authentication[] {
  const { connector, url, exchange, now } = settings
  const needed = <Name extends keyof AuthenticationOptions>(option: Name): NonNullable<AuthenticationOptions[Name]> => {
    const value = options[option]
    if (value === undefined) throw new BerthError('OPTION_MISSING', { connector, option })
    return value as NonNullable<AuthenticationOptions[Name]>
  }
  const proofs: Authentication[] = []
  if (options.authentication === 'basic') proofs.push(basicAuthentication(needed('user'), needed('password')))
  else if (options.authentication === 'bearer') proofs.push(bearerAuthentication(needed('token')))
  else if (options.authentication === 'key')
    proofs.push(keyAuthentication(options.keyPlace, needed('keyName'), needed('key')))
  else if (options.authentication === 'oauth2') {
    const tokenUrl = needed('tokenUrl')
    if (!URL.canParse(tokenUrl, url.href))
      throw new BerthError('OPTION_INVALID', { connector, option: 'tokenUrl', problem: 'no address' })
    proofs.push(
      clientCredentials({
        tokenUrl: new URL(tokenUrl, url),
        clientId: needed('clientId'),
        clientSecret: needed('clientSecret'),
        scope: options.scope,
        place: options.clientPlace,
        exchange,
        now,
      }),
    )
  }
  if (options.gateway !== undefined)
    proofs.push(
      gatewayAuthentication({
        dialect: gatewayDialect(options.gateway),
        id: needed('gatewayId'),
        secret: needed('gatewaySecret'),
        service: options.gatewayService,
        encoding: options.gatewayEncoding,
        url,
        exchange,
        now,
      }),
    )
  return proofs
}
