import { resolve } from 'node:path'
import type { Interfaces } from '@oclif/core'
import type { TargetPlatform } from '../bundle/target-platform.ts'
import { BerthCommand } from '../command/berth-command.ts'
import { bundleFlags } from '../command/bundle-flags.ts'
import { catchInterruption } from '../command/interruption.ts'
import { tell } from '../messages/say.ts'

/** What `berth bundle --json` prints. */
export interface BundleResult {
  readonly file: string
  readonly bytes: number
  readonly id: string
  readonly platform: string
  readonly node: string
  /** `name@version` */
  readonly packages: readonly string[]
  /** Files of the docking's folder that did not go in. */
  readonly left: readonly string[]
  readonly signed: boolean
}

const flags = { ...bundleFlags }

export class Bundle extends BerthCommand<BundleResult> {
  static override summary: string = tell({ zh: '制作离线安装包', en: 'Make a bundle that installs without a network' })
  static override description: string = tell({
    zh: '把 Node、berth、所用连接器及其生产依赖、清单、文档、物料清单和校验和放进一个压缩包，在没有网络的机器上解开即装。什么也不下载。密钥、.env、.berth 和样例数据不会放进去；文件里有明文凭据时拒绝。同样的输入得到同样的字节。',
    en: 'Puts Node, berth, the connectors in use with what they need to run, the manifest, docs, a bill of materials and checksums into one archive, which is unpacked and installed where there is no network. Downloads nothing. Secrets, .env, .berth and sample data stay out; a credential in a file is refused. The same input makes the same bytes.',
  })
  static override examples: { command: string; description: string }[] = [
    {
      command: '<%= config.bin %> bundle --node node-v24.21.0-linux-x64.tar.gz',
      description: tell({ zh: '旁边放有 SHASUMS256.txt', en: 'With SHASUMS256.txt beside the archive' }),
    },
    {
      command: '<%= config.bin %> bundle -C marriage --platform win32-x64 --node node-v24.21.0-win-x64.zip --sign',
      description: tell({ zh: '给 Windows，并签名', en: 'For Windows, signed' }),
    },
  ]
  static override flags: Interfaces.FlagInput = flags

  override async run(): Promise<BundleResult> {
    const { flags: given } = await this.given({ flags })
    const { requireArchiveName } = await import('../bundle/archive-name.ts')
    const { madeLines } = await import('../bundle/bundle-lines.ts')
    const { makeBundle } = await import('../bundle/make-bundle.ts')
    const { agentKeyFile } = await import('../connections/docking-files.ts')
    const { loadDocking } = await import('../connections/load-docking.ts')
    const { reportKey } = await import('../report/report-key.ts')
    using interruption = catchInterruption()
    const platform = given.platform as TargetPlatform
    requireArchiveName(given.out, platform)
    // Loading a docking changes the current folder: what the command line names starts from here.
    const node = given.node === 'current' ? given.node : resolve(given.node)
    const out = resolve(given.out ?? '.')
    const manifest = await loadDocking(given.folder)
    const own = { file: agentKeyFile(manifest), system: manifest.system.id }
    const made = await makeBundle({
      manifest,
      platform,
      node,
      out,
      checksum: given['node-checksum'],
      include: given.include ?? [],
      key: given.sign ? await reportKey({ folder: manifest.folder, own }) : undefined,
      signal: interruption.signal,
    })
    const { file, bytes, facts, left } = made
    this.print(madeLines(made, given.sign))
    const { id, packages, node: program } = facts
    return { file, bytes, id, platform, node: program.version, packages, left, signed: given.sign }
  }
}
