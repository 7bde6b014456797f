import { BerthError, Secret } from '@berth/core'
import type { NamedSecret, RequestExplanation } from '@berth/trust'
import { Args, Flags, type Interfaces } from '@oclif/core'
import { BerthCommand } from '../command/berth-command.ts'
import { dockingFolder } from '../command/docking-flags.ts'
import { tell } from '../messages/say.ts'

const args = {
  file: Args.string({
    required: true,
    description: tell({
      zh: '被拒绝的请求，JSON：method、url、headers、body、receivedAt',
      en: 'the refused request, JSON: method, url, headers, body, receivedAt',
    }),
  }),
}
const flags = {
  secret: Flags.string({
    required: true,
    multiple: true,
    helpValue: 'NAME',
    description: tell({
      zh: '密钥的名称（BERTH_SECRET_NAME 或 .berth/secrets/NAME）；先给应当用的，再给可能误用的',
      en: 'the name of a secret (BERTH_SECRET_NAME or .berth/secrets/NAME): first the one that should sign, then those that may have',
    }),
  }),
  dialect: Flags.string({
    helpValue: 'ID',
    description: tell({
      zh: '方言（见 docs/gateways.md），缺省按字段名判断',
      en: 'the dialect, see docs/gateways.md; else the one whose fields are there',
    }),
  }),
  folder: dockingFolder,
}

export class GatewayExplain extends BerthCommand<RequestExplanation> {
  static override summary: string = tell({
    zh: '说明网关为何拒绝一个请求',
    en: 'Say why a gateway refuses a request',
  })
  static override description: string = tell({
    zh: '按该网关的签名方言重算，再逐一试常见的错法，说出不同的是哪一样：时间单位、时区、拼接顺序、分隔、末尾换行、算法、编码、大小写、密钥、字符编码、缺少的字段、参数排序。不连网络；不显示密钥，也不显示请求中的值。有不同时退出码为 1。',
    en: 'Signs it again as the dialect of the gateway asks, then in every way that callers are known to go wrong, and says which ingredient differs: clock unit, zone, order, separator, last line feed, algorithm, encoding, letter case, key, charset, a missing field, sorting of parameters. Needs no network, and prints neither a secret nor a value of the request. Ends with 1 where something differs.',
  })
  static override examples: { command: string; description: string }[] = [
    {
      command: '<%= config.bin %> gateway explain refused.json --secret gateway',
      description: tell({ zh: '方言按字段名判断', en: 'The dialect is known by its fields' }),
    },
    {
      command:
        '<%= config.bin %> gateway explain refused.json --dialect gjgxjhpt --secret fetched --secret registered --json',
      description: tell({ zh: '是否误用了登记时的密钥', en: 'Whether the registered secret signed instead' }),
    },
  ]
  static override args: Interfaces.ArgInput = args
  static override flags: Interfaces.FlagInput = flags

  override async run(): Promise<RequestExplanation> {
    const { args: given, flags: wished } = await this.given({ args, flags })
    const { dialectOfRequest, explainGatewayRequest, gatewayDialect } = await import('@berth/trust')
    const { dockingEnvironment } = await import('../connections/docking-environment.ts')
    const { readSecret } = await import('../connections/read-secret.ts')
    const { readRefusedRequest } = await import('../gateway/read-refused-request.ts')
    const { gatewayLines } = await import('../gateway/gateway-lines.ts')
    const request = await readRefusedRequest(given.file)
    const dialect = wished.dialect === undefined ? dialectOfRequest(request) : gatewayDialect(wished.dialect)
    if (dialect === undefined) throw new BerthError('PARAMETER_MISSING', { parameter: '--dialect' })
    const environment = dockingEnvironment(wished.folder)
    const secrets = wished.secret.map((name): NamedSecret => {
      const text = readSecret(name, wished.folder, environment)
      if (text === undefined || text === '') throw new BerthError('SECRET_MISSING', { reference: `secret:${name}` })
      return { name, secret: new Secret(text) }
    })
    const [first, ...others] = secrets
    if (first === undefined) throw new BerthError('PARAMETER_MISSING', { parameter: '--secret' })
    const { receivedAt } = request
    const explanation = explainGatewayRequest(dialect, request, {
      secrets: [first, ...others],
      ...(receivedAt === undefined ? {} : { receivedAt }),
    })
    this.print(gatewayLines(dialect, explanation))
    if (!explanation.holds) this.notOk()
    return explanation
  }
}
