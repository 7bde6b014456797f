import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { AgentService } from './agent-service.ts'
import { type Installation, installedPlaces } from './installation.ts'
import { launcherName } from './launchers.ts'
import { systemdService } from './systemd.ts'
import { windowsTask } from './windows-task.ts'

/** How long a trial has to finish what is under way before it is ended. */
const graceMs = 20_000

export function agentService(prefix: string, installation: Installation): AgentService {
  if (installation.service === 'systemd') return systemdService(prefix, installation)
  if (installation.service === 'task') return windowsTask(prefix, installation)
  return trial(prefix)
}

/** Nobody runs the agent here but its operator: it is started to see that it gets ready, and stopped again. */
function trial(prefix: string): AgentService {
  const command = join(prefix, 'bin', launcherName('start'))
  let child: ReturnType<typeof spawn> | undefined
  return {
    hint: command,
    register: () => Promise.resolve(),
    async start() {
      // What root wrote into `.berth` the user who runs the agent could not open.
      const { uid, gid } = await stat(join(prefix, installedPlaces.docking))
      const owner = process.getuid?.() === 0 && uid !== 0 ? { uid, gid } : {}
      child = spawn(command, [], { stdio: 'ignore', shell: process.platform === 'win32', ...owner })
      await once(child, 'spawn')
    },
    async stop() {
      if (child === undefined) return
      const ended = child
      child = undefined
      if (ended.exitCode !== null || ended.signalCode !== null) return
      const timer = setTimeout(() => ended.kill('SIGKILL'), graceMs)
      ended.kill('SIGTERM')
      await once(ended, 'exit')
      clearTimeout(timer)
    },
  }
}
