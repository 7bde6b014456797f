import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { bundlePlaces, nodePlace } from '../bundle-facts.ts'
import type { AgentService } from './agent-service.ts'
import { type Installation, installedPlaces } from './installation.ts'
import { memoryOptions, startWords } from './launchers.ts'
import { runProgram } from './run-program.ts'

/** The account LOCAL SERVICE, by its well-known identifier: its name differs between languages of Windows. */
const localService = 'S-1-5-19'

/** The agent as a task that starts with Windows: what Windows has without a further program. */
export function windowsTask(prefix: string, installation: Installation): AgentService {
  const name = `\\Berth\\${installation.system}`
  return {
    hint: `schtasks /Run /TN "${name}"`,
    async register() {
      const file = join(prefix, 'task.xml')
      await writeFile(file, Buffer.from(`\uFEFF${taskText(prefix, installation)}`, 'utf16le'))
      await runProgram('schtasks', ['/Create', '/F', '/TN', name, '/XML', file])
      const docking = join(prefix, installedPlaces.docking)
      await runProgram('icacls', [
        docking,
        '/inheritance:r',
        '/grant:r',
        `*${localService}:(OI)(CI)M`,
        '*S-1-5-32-544:(OI)(CI)F',
        '*S-1-5-18:(OI)(CI)F',
      ])
    },
    start: async () => void (await runProgram('schtasks', ['/Run', '/TN', name])),
    // A task that is not running is ended with exit code 1, and that is no harm.
    stop: async () => void (await runProgram('schtasks', ['/End', '/TN', name]).catch(() => undefined)),
  }
}

/** The definition of the task, as Task Scheduler 1.2 of Windows 7 and later reads it. */
export function taskText(prefix: string, installation: Installation): string {
  const { system } = installation
  // Not through a command file: ending the task would end that, and leave Node running.
  const current = join(prefix, installedPlaces.current)
  const command = join(current, nodePlace('win32'))
  const words = [...memoryOptions, `"${join(current, bundlePlaces.command)}"`, ...startWords(installation)].join(' ')
  return `<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo><Description>Berth docking agent ${system}</Description></RegistrationInfo>
  <Triggers><BootTrigger><Enabled>true</Enabled></BootTrigger></Triggers>
  <Principals><Principal id="Author"><UserId>${localService}</UserId><RunLevel>LeastPrivilege</RunLevel></Principal></Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
    <RestartOnFailure><Interval>PT1M</Interval><Count>999</Count></RestartOnFailure>
  </Settings>
  <Actions Context="Author"><Exec>
    <Command>${escaped(command)}</Command>
    <Arguments>${escaped(words)}</Arguments>
    <WorkingDirectory>${escaped(join(prefix, installedPlaces.docking))}</WorkingDirectory>
  </Exec></Actions>
</Task>
`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
