import { resolve } from 'node:path'
import { BerthError } from '@berth/core'
import { Flags, type Interfaces } from '@oclif/core'
import type { CheckResult } from '../check/check-docking.ts'
import type { PlatformCheckResult } from '../check/platform/check-platform.ts'
import { BerthCommand } from '../command/berth-command.ts'
import { dockingFolder } from '../command/docking-flags.ts'
import { catchInterruption } from '../command/interruption.ts'
import { kitFlags } from '../command/kit-flags.ts'
import { platformFlags } from '../command/platform-flags.ts'
import { reportFlags } from '../command/report-flags.ts'
import { say, tell } from '../messages/say.ts'

const flags = {
  folder: dockingFolder,
  live: Flags.boolean({
    description: tell({
      zh: '打开每个连接，与实际的表和字段核对，并用一致性套件检验整个对接；只读，不写业务系统',
      en: 'open every connection, compare with the real tables and columns, and try the whole docking with the conformance kit; nothing is written to a system',
    }),
  }),
  ...platformFlags,
  ...kitFlags,
  ...reportFlags,
}

type Given = Interfaces.InferredFlags<typeof flags>

/** What is asked of the kit is not passed over where the kit is not run: a check of nothing would look like one that passed. */
function requireNoCases(given: Pick<Given, 'only' | 'seed' | 'level'>): void {
  const asked = (['only', 'seed', 'level'] as const).find((name) => given[name] !== undefined)
  if (asked === undefined) return
  throw new BerthError('PARAMETER_INVALID', { parameter: `--${asked}`, problem: '--live | --platform' })
}

export class Check extends BerthCommand<CheckResult | PlatformCheckResult> {
  static override summary: string = tell({ zh: '检查清单，或检验平台', en: 'Check the manifest, or try a platform' })
  static override description: string = tell({
    zh: '检查 berth.yaml 与连接器的选项，每条发现都给出行、列、原因和下一步。--platform 用一致性套件检验平台。有错误时退出码为 1。',
    en: 'Checks berth.yaml and the options of its connectors. Every finding names line, column, cause and next step. With --platform it tries a platform with the conformance kit. Ends with 1 when there are errors.',
  })
  static override examples: { command: string; description: string }[] = [
    {
      command: '<%= config.bin %> check',
      description: tell({ zh: '不连接业务系统', en: 'Without touching the system' }),
    },
    {
      command: '<%= config.bin %> check --live --json',
      description: tell({ zh: '在持续集成中与实际系统核对', en: 'In continuous integration, against the live system' }),
    },
    {
      command: '<%= config.bin %> check --live --only guard --seed 42',
      description: tell({
        zh: '只检验一组用例，数据与上次相同',
        en: 'One group of cases, with the data of an earlier run',
      }),
    },
    {
      command: '<%= config.bin %> check --platform http://127.0.0.1:8480 --admin-token-file berth-platform/admin.token',
      description: tell({ zh: '检验本机的平台', en: 'Try a platform on this machine' }),
    },
  ]
  static override flags: Interfaces.FlagInput = flags

  override async run(): Promise<CheckResult | PlatformCheckResult> {
    const { flags: given } = await this.given({ flags })
    if (given.platform !== undefined) return await this.#tryPlatform(given, given.platform)
    if (given.live) {
      const { chosenLive } = await import('../check/live/check-live.ts')
      chosenLive(given.only)
    } else requireNoCases(given)
    const { checkDocking } = await import('../check/check-docking.ts')
    const { checkLines } = await import('../check/check-lines.ts')
    const { formatOf } = await import('../report/report-format.ts')
    const base = process.cwd()
    const files = (given.report ?? []).map((file) => resolve(base, file))
    for (const file of files) formatOf(file)
    using interruption = catchInterruption()
    const checked = await checkDocking({ folder: given.folder, live: given.live, signal: interruption.signal })
    this.print(checkLines(checked))
    const { checkLive, plainRun } = await import('../check/live/check-live.ts')
    const told = {
      print: (lines: readonly string[]) => this.print(lines),
      progress: !this.jsonEnabled(),
      signal: interruption.signal,
    }
    const run = given.live ? await checkLive(checked, { ...given, ...told }) : undefined
    if (files.length > 0) {
      const { writeCheckReport } = await import('../report/check-report.ts')
      await writeCheckReport(checked, { files, sign: given.sign, base }, run)
      this.print((given.report ?? []).map((file) => say('report.wrote', { file })))
    }
    const result = run === undefined ? checked.result : { ...checked.result, conformance: plainRun(run) }
    const ok = result.ok && (run === undefined || run.counts.failed === 0)
    if (!ok) this.notOk()
    return { ...result, ok }
  }
  async #tryPlatform(given: Given, platform: string): Promise<PlatformCheckResult> {
    const { checkPlatform, writesElsewhere } = await import('../check/platform/check-platform.ts')
    const { formatOf } = await import('../report/report-format.ts')
    const base = process.cwd()
    const files = (given.report ?? []).map((file) => resolve(base, file))
    for (const file of files) formatOf(file)
    if (writesElsewhere(platform)) this.print(say('kit.writes'))
    using interruption = catchInterruption()
    const result = await checkPlatform({
      ...given,
      platform,
      tokenFile: given['admin-token-file'],
      agentUrl: given['agent-url'],
      agentListen: given['agent-listen'],
      print: (lines) => this.print(lines),
      progress: !this.jsonEnabled(),
      signal: interruption.signal,
    })
    if (files.length > 0) {
      const { writePlatformReport } = await import('../report/check-report.ts')
      await writePlatformReport(result, { files, sign: given.sign, base })
      this.print((given.report ?? []).map((file) => say('report.wrote', { file })))
    }
    if (!result.ok) this.notOk()
    return result
  }
}
