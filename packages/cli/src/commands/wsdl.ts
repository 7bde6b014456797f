import { BerthError } from '@berth/core'
import { Flags, type Interfaces } from '@oclif/core'
import { BerthCommand } from '../command/berth-command.ts'
import { dockingFolder } from '../command/docking-flags.ts'
import { tell } from '../messages/say.ts'

/** What `berth wsdl --json` prints. */
export interface WsdlResult {
  readonly system: string
  readonly wsdl: string
}

const flags = {
  folder: dockingFolder,
  url: Flags.string({
    helpValue: 'URL',
    description: tell({
      zh: '使用方访问 SOAP 服务的完整地址；缺省按 berth.yaml 的 soap.url',
      en: 'where consumers reach the SOAP service; else soap.url of berth.yaml',
    }),
  }),
}

export class Wsdl extends BerthCommand<WsdlResult> {
  static override summary: string = tell({ zh: '打印 SOAP 服务的 WSDL', en: 'Print the WSDL of the SOAP service' })
  static override description: string = tell({
    zh: '由 berth.yaml 生成，与代理在 /soap?wsdl 给出的相同，可交给只会 SOAP 的使用方。不连接业务系统。',
    en: 'Made from berth.yaml, the same that the agent serves at /soap?wsdl: for consumers that speak SOAP only. Connects to nothing.',
  })
  static override examples: { command: string; description: string }[] = [
    {
      command: '<%= config.bin %> wsdl > docking.wsdl',
      description: tell({ zh: '存为文件', en: 'Into a file' }),
    },
    {
      command: '<%= config.bin %> wsdl --url https://docking.example/soap',
      description: tell({ zh: '写明对外的地址', en: 'With the address that consumers use' }),
    },
  ]
  static override flags: Interfaces.FlagInput = flags

  override async run(): Promise<WsdlResult> {
    const { flags: given } = await this.given({ flags })
    if (given.url !== undefined && !/^https?:$/.test(URL.parse(given.url)?.protocol ?? ''))
      throw new BerthError('PARAMETER_INVALID', { parameter: '--url', problem: 'https://' })
    const { serviceAddress, wsdlDocument } = await import('@berth/agent')
    const { loadDocking } = await import('../connections/load-docking.ts')
    const manifest = await loadDocking(given.folder)
    const system = manifest.system.id
    if (manifest.soap === undefined) throw new BerthError('MODE_NOT_OFFERED', { resource: system, mode: 'soap' })
    const wsdl = wsdlDocument(manifest, given.url ?? serviceAddress(manifest, undefined, 'http://127.0.0.1:8470'))
    this.printAsIs(wsdl.trimEnd())
    return { system, wsdl }
  }
}
