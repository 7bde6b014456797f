import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { bundlePlaces, nodePlace } from '../bundle-facts.ts'
import type { Installation } from './installation.ts'

/** Options of Node that keep an agent within 512 MB, its buffers outside of the heap included. */
export const memoryOptions: readonly string[] = ['--max-old-space-size=256', '--max-semi-space-size=16']

/** The names of the commands of an installation, as the platform runs them. */
export function launcherName(name: 'berth' | 'start'): string {
  return process.platform === 'win32' ? `${name}.cmd` : name
}

/** What `berth start` of an installation is called with. */
export function startWords({ host, port }: Installation): readonly string[] {
  return ['start', '--host', host, '--port', String(port)]
}

/** Writes, each whole or not at all, `bin/berth`, the command of the current version in the folder of the docking, and `bin/start`, the agent. */
export async function writeLaunchers(prefix: string, installation: Installation): Promise<void> {
  const write = process.platform === 'win32' ? windowsLauncher : shellLauncher
  await mkdir(join(prefix, 'bin'), { recursive: true })
  const words = startWords(installation).join(' ')
  for (const [name, text] of [
    ['berth', write(installation, '')],
    ['start', write(installation, ` ${words}`)],
  ] as const) {
    const file = join(prefix, 'bin', launcherName(name))
    await writeFile(`${file}.part`, text, { mode: 0o755, flush: true })
    await rename(`${file}.part`, file)
  }
}

/** Root becomes the user of the agent first: what it wrote into `.berth` the agent could not open. */
function shellLauncher({ user }: Installation, words: string): string {
  const become =
    user === undefined
      ? ''
      : `if [ "$(id -u)" = 0 ] && [ "\${1:-}" != bundle ]; then exec runuser -u ${user} -- "$0" "$@"; fi\n`
  return `#!/bin/sh
# berth bundle install 所写，更新时会改写 / written by berth bundle install, and again by an update
${become}home=$(CDPATH='' cd -- "$(dirname -- "$(readlink -f -- "$0")")/.." && pwd -P) || exit 2
cd "$home/docking" || exit 2
exec "$home/current/${nodePlace('linux')}" ${memoryOptions.join(' ')} "$home/current/${bundlePlaces.command}"${words} "$@"
`
}

function windowsLauncher(_installation: Installation, words: string): string {
  const path = (place: string): string => `"%~dp0..\\current\\${place.replaceAll('/', '\\')}"`
  return [
    '@echo off',
    'rem berth bundle install: overwritten by updates',
    'cd /d "%~dp0..\\docking" || exit /b 2',
    `${path(nodePlace('win32'))} ${memoryOptions.join(' ')} ${path(bundlePlaces.command)}${words} %*`,
    '',
  ].join('\r\n')
}
