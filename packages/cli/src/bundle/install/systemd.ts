import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { BerthError } from '@berth/core'
import { bundlePlaces, nodePlace } from '../bundle-facts.ts'
import { nativeCode } from '../native-code.ts'
import type { AgentService } from './agent-service.ts'
import type { Owner } from './docking-links.ts'
import { type Installation, installedPlaces } from './installation.ts'
import { memoryOptions, startWords } from './launchers.ts'
import { runProgram } from './run-program.ts'

const units = '/etc/systemd/system'

/** The agent as a service of systemd. */
export function systemdService(prefix: string, installation: Installation): AgentService {
  const unit = unitName(installation)
  return {
    hint: `systemctl start ${unit}`,
    async register() {
      const file = join(units, unit)
      const text = unitText(prefix, installation)
      if ((await readFile(file, 'utf8').catch(() => '')) !== text) {
        await writeFile(file, text).catch((cause: unknown) => {
          throw new BerthError('FILE_UNWRITABLE', { file, nativeCode: nativeCode(cause) }, { cause })
        })
        await runProgram('systemctl', ['daemon-reload'])
      }
      await runProgram('systemctl', ['enable', unit])
    },
    start: async () => void (await runProgram('systemctl', ['restart', unit])),
    stop: async () => void (await runProgram('systemctl', ['stop', unit])),
  }
}

export function unitName({ system }: Pick<Installation, 'system'>): string {
  return `berth-${system}.service`
}

/**
 * The unit. The agent reads what its user may read, and writes nothing but the folder of its docking; further folders are named in a drop-in.
 * `MemoryDenyWriteExecute` is missing for a reason: V8 compiles at run time.
 */
export function unitText(prefix: string, installation: Installation): string {
  const { system, user = 'berth' } = installation
  const current = join(prefix, installedPlaces.current)
  const docking = join(prefix, installedPlaces.docking)
  const command = [join(current, nodePlace('linux')), ...memoryOptions, join(current, bundlePlaces.command)]
  return `# berth bundle install 所写；改动请放进 ${unitName(installation)}.d/*.conf
# Written by berth bundle install. Put changes into ${unitName(installation)}.d/*.conf
[Unit]
Description=Berth docking agent ${system}
Wants=network-online.target
After=network-online.target

[Service]
User=${user}
WorkingDirectory=${docking}
ExecStart=${[...command, ...startWords(installation)].join(' ')}
Restart=always
RestartSec=5
TimeoutStopSec=60
UMask=0077
MemoryMax=512M
NoNewPrivileges=yes
ProtectSystem=strict
ReadWritePaths=${docking}
ProtectHome=read-only
PrivateTmp=yes
PrivateDevices=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
SystemCallArchitectures=native
CapabilityBoundingSet=
AmbientCapabilities=

[Install]
WantedBy=multi-user.target
`
}

/** The user that the agent runs as, made where there is none. Rejects with `INSTALL_STEP_FAILED`. */
export async function serviceUser(user: string): Promise<Owner> {
  const id = async (flag: string): Promise<number> => Number((await runProgram('id', [flag, user])).trim())
  try {
    await id('-u')
  } catch {
    await runProgram('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', user])
  }
  return { uid: await id('-u'), gid: await id('-g') }
}
