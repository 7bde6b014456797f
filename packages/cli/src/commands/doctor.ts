import type { Interfaces } from '@oclif/core'
import { BerthCommand } from '../command/berth-command.ts'
import { dockingFolder } from '../command/docking-flags.ts'
import { catchInterruption } from '../command/interruption.ts'
import type { Diagnosis } from '../doctor/diagnosis.ts'
import { say, tell } from '../messages/say.ts'
import { paint } from '../output/paint.ts'

/** What `berth doctor --json` prints. */
export interface DoctorResult {
  readonly ok: boolean
  readonly failed: number
  readonly warnings: number
  readonly diagnoses: readonly Diagnosis[]
}

const flags = { folder: dockingFolder }

export class Doctor extends BerthCommand<DoctorResult> {
  static override summary: string = tell({ zh: '逐项检查运行环境', en: 'Examine everything a docking needs' })
  static override description: string = tell({
    zh: '检查 Node 版本、目录与磁盘、清单、状态文件，以及每个连接的连接器、密钥、域名、端口、登录、字符集、时钟和读取权限，最后检查平台。每个问题都给出原因、责任方和下一步。有问题时退出码为 1。',
    en: 'Examines Node, folders and disk, manifest, state file, and for each connection its connector, secrets, name, port, login, charset, clock and rights, then the platform. Every problem comes with its cause, whose it is, and the next step. Ends with 1 when there is one.',
  })
  static override examples: { command: string; description: string }[] = [
    {
      command: '<%= config.bin %> doctor',
      description: tell({ zh: '检查当前目录的对接', en: 'Examine the docking here' }),
    },
    {
      command: '<%= config.bin %> doctor -C marriage --json',
      description: tell({ zh: '检查另一个目录，供程序读取', en: 'Examine another folder, for a program' }),
    },
  ]
  static override flags: Interfaces.FlagInput = flags

  override async run(): Promise<DoctorResult> {
    const { flags: given } = await this.given({ flags })
    const { examineDocking } = await import('../doctor/examine-docking.ts')
    const { diagnosisLines } = await import('../doctor/diagnosis-lines.ts')
    using interruption = catchInterruption()
    const diagnoses: Diagnosis[] = []
    for await (const diagnosis of examineDocking(given.folder, interruption.signal)) {
      this.print(diagnosisLines(diagnosis))
      diagnoses.push(diagnosis)
    }
    const count = (state: Diagnosis['state']): number => diagnoses.filter((each) => each.state === state).length
    const [failed, warnings] = [count('failed'), count('warning')]
    const well = failed + warnings === 0
    this.print(['', paint(well ? 'green' : 'yellow', say(well ? 'doctor.well' : 'doctor.ill', { failed, warnings }))])
    if (failed > 0) this.notOk()
    return { ok: failed === 0, failed, warnings, diagnoses }
  }
}
