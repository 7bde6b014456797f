import { spawn } from 'node:child_process'
import { BerthError } from '@berth/core'

/**
 * Installs what the package.json of a docking names. npm's output goes to standard error, so that `--json` stays whole. Rejects with
 * `INSTALL_FAILED`, or `ABORTED` once the signal is given.
 */
export async function installDocking(folder: string, signal: AbortSignal): Promise<void> {
  const words = ['install', '--no-audit', '--no-fund', '--loglevel=error']
  // Started by npm, this is its program, which runs the same on every system; a bare npm is a batch file on Windows.
  const program = process.env['npm_execpath']
  const byNode = program !== undefined && /npm-cli\.c?js$/.test(program)
  const child = spawn(byNode ? process.execPath : 'npm', byNode ? [program, ...words] : words, {
    cwd: folder,
    stdio: ['ignore', 2, 2],
    shell: !byNode && process.platform === 'win32',
    signal,
    killSignal: 'SIGINT',
  })
  const problem = await new Promise<string | undefined>((resolve) => {
    child.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.name))
    child.once('close', (code) => resolve(code === 0 ? undefined : String(code)))
  })
  if (signal.aborted) throw new BerthError('ABORTED', { call: 'npm install' })
  if (problem !== undefined) throw new BerthError('INSTALL_FAILED', { problem })
}
