import { BerthError } from '@berth/core'
import { Args, Flags, type Interfaces } from '@oclif/core'
import { BerthCommand } from '../command/berth-command.ts'
import { dockingFolder } from '../command/docking-flags.ts'
import { say, tell } from '../messages/say.ts'
import { paint } from '../output/paint.ts'

/** What `berth receipts verify --json` prints. */
export interface ReceiptsVerifyResult {
  readonly ok: boolean
  /** How many receipts were verified. */
  readonly count: number
  /** Where the chain breaks, and how. */
  readonly number?: number
  readonly problem?: string
}

const args = {
  file: Args.string({
    description: tell({
      zh: '每行一条存证的文件，缺省读本对接的状态文件',
      en: "a file with one receipt a line, else the docking's own state",
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
}

export class ReceiptsVerify extends BerthCommand<ReceiptsVerifyResult> {
  static override summary: string = tell({ zh: '核验存证链', en: 'Verify the chain of receipts' })
  static override description: string = tell({
    zh: '逐条核验：被改动、删除、插入或移位的存证都会被发现。要发现末尾被截断，须给出别处留存的 --head。链断开时退出码为 1。',
    en: 'Verifies every receipt: one that was altered, deleted, inserted or moved is found. To find a chain that was cut off at its end, give --head as it was kept elsewhere. Ends with 1 when the chain is broken.',
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
    const { filePages, statePages } = await import('../receipts/receipt-pages.ts')
    const { verifyPages } = await import('../receipts/verify-pages.ts')
    const pages = given.file === undefined ? statePages(wished.folder) : filePages(given.file)
    const verdict = await verifyPages(pages, head)
    if (verdict.ok) {
      this.print(paint('green', say('receipts.whole', { count: verdict.count })))
      return verdict
    }
    this.print(paint('red', say('receipts.broken', { number: verdict.number, problem: verdict.problem })))
    this.notOk()
    return { ok: false, count: verdict.number - 1, number: verdict.number, problem: verdict.problem }
  }
}

function anchor(text: string): { number: number; hash: string } {
  const [, number, hash] = /^(\d+):([0-9a-f]{64})$/.exec(text) ?? []
  if (hash !== undefined) return { number: Number(number), hash }
  throw new BerthError('PARAMETER_INVALID', { parameter: '--head', problem: 'NUMBER:HASH' })
}
