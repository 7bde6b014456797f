import { BerthError } from '@berth/core'
import type { ReceiptReport } from '@berth/trust'
import { Args, Flags, type Interfaces } from '@oclif/core'
import { BerthCommand } from '../command/berth-command.ts'
import { dockingFolder } from '../command/docking-flags.ts'
import { say, tell } from '../messages/say.ts'
import { paint } from '../output/paint.ts'

/** What `berth receipts verify --json` prints. */
export interface ReceiptsVerifyResult extends ReceiptReport {
  /** Only some receipts were chosen when it was exported: nothing is proven of what is left out. */
  readonly excerpt: boolean
}

const args = {
  file: Args.string({
    description: tell({
      zh: '导出或归档的目录，或每行一条存证的文件；缺省为本对接（含其归档）',
      en: 'a folder that was exported or archived, or a file with one receipt a line; else the docking itself with its archives',
    }),
  }),
}
const flags = {
  folder: dockingFolder,
  head: Flags.string({
    helpValue: 'NUMBER:HASH',
    description: tell({
      zh: '别处留存的一条存证的编号与摘要，用来发现被截断的链',
      en: 'number and hash of a receipt known from elsewhere; it shows a chain that was cut off',
    }),
  }),
  keys: Flags.string({
    helpValue: 'JWKS',
    description: tell({
      zh: '系统公钥文件，代替随目录而来的',
      en: 'public keys of the system, in place of those that came along',
    }),
  }),
  'platform-keys': Flags.string({
    helpValue: 'JWKS',
    description: tell({
      zh: '平台公钥文件，代替随目录而来的',
      en: 'public keys of the platform, in place of those that came along',
    }),
  }),
  platform: Flags.boolean({
    description: tell({
      zh: '向平台索取它见证过的链头，用来发现截断与重做',
      en: 'ask the platform for the heads that it has seen; they show what was cut off or made anew',
    }),
  }),
}

export class ReceiptsVerify extends BerthCommand<ReceiptsVerifyResult> {
  static override summary: string = tell({ zh: '核验存证链', en: 'Verify the chain of receipts' })
  static override description: string = tell({
    zh: '逐条核验，找出并定位每处改动、删除、移位、重复与截断，并说明证明了什么：平台见证到哪条、系统签名到哪条、其后只有链。有问题时退出码为 1。',
    en: 'Verifies every receipt, finds and locates whatever was altered, removed, moved, repeated or cut off, and says what is proven: how far the platform has seen it, how far the system signed it, and what is chained only. Ends with 1 when something is wrong.',
  })
  static override examples: { command: string; description: string }[] = [
    {
      command: '<%= config.bin %> receipts verify',
      description: tell({ zh: '核验本对接', en: 'Verify this docking' }),
    },
    {
      command: '<%= config.bin %> receipts verify receipts.ndjson --json',
      description: tell({ zh: '核验导出的文件，不需要对接目录', en: 'Verify an exported file, without a docking' }),
    },
  ]
  static override args: Interfaces.ArgInput = args
  static override flags: Interfaces.FlagInput = flags

  override async run(): Promise<ReceiptsVerifyResult> {
    const { args: given, flags: wished } = await this.given({ args, flags })
    const head = wished.head === undefined ? undefined : anchor(wished.head)
    const { givenChain } = await import('../receipts/given-chain.ts')
    const { auditChain } = await import('../receipts/audit-chain.ts')
    const { reportLines } = await import('../receipts/report-lines.ts')
    await using chain = await givenChain({
      folder: wished.folder,
      ...(given.file === undefined ? {} : { path: given.file }),
      ...(wished.keys === undefined ? {} : { keys: wished.keys }),
      ...(wished['platform-keys'] === undefined ? {} : { platformKeys: wished['platform-keys'] }),
      platform: wished.platform,
    })
    const report = await auditChain(chain.part, head)
    const excerpt = chain.part.description.excerpt === true
    const { ok, count } = report
    this.print(paint(ok ? 'green' : 'red', say(ok ? 'receipts.whole' : 'receipts.broken', { count })))
    this.print(reportLines(report, excerpt))
    if (!ok) this.notOk()
    return { ...report, excerpt }
  }
}

function anchor(text: string): { number: number; hash: string } {
  const [, number, hash] = /^(\d+):([0-9a-f]{64})$/.exec(text) ?? []
  if (hash !== undefined) return { number: Number(number), hash }
  throw new BerthError('PARAMETER_INVALID', { parameter: '--head', problem: 'NUMBER:HASH' })
}
