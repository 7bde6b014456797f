import { type ChildProcess, spawn } from 'node:child_process'
import { openSync } from 'node:fs'
import { connect, createServer } from 'node:net'

/** A server process that ends with the process that started it, however that one ends. */
export interface ServerProcess {
  /** Whether the server still runs. */
  readonly alive: () => boolean
  /** The server's own process id, once known. */
  readonly pid: () => number
  stop(): Promise<void>
}

/**
 * The shell waits on a pipe that only this process holds. When the pipe closes, by `stop` or because this process is
 * gone, the server is killed and its directory removed. The shell first prints the server's process id.
 */
const keeper = `"$@" >>"$LOG" 2>&1 </dev/null & server=$!
echo $server
cat >/dev/null
kill -9 $server 2>/dev/null
wait $server 2>/dev/null
[ -n "$REMOVE" ] && rm -rf "$REMOVE"
exit 0`

/** Starts a server; its output goes to `log`, never to ours. `remove` is deleted after it has ended. */
export async function startProcess(
  command: readonly string[],
  settings: { readonly environment: NodeJS.ProcessEnv; readonly log: string; readonly remove?: string },
): Promise<ServerProcess> {
  const child: ChildProcess = spawn('/bin/sh', ['-c', keeper, 'keeper', ...command], {
    stdio: ['pipe', 'pipe', openSync(settings.log, 'a')],
    env: { ...settings.environment, LOG: settings.log, REMOVE: settings.remove ?? '' },
    detached: true,
  })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const pid = await new Promise<number>((resolve, reject) => {
    child.stdout?.once('data', (line: Buffer) => resolve(Number(line.toString().trim())))
    child.once('error', reject)
    child.once('close', () => reject(new Error(`${command[0]} did not start`)))
  })
  child.unref()
  return {
    alive: () => isAlive(pid),
    pid: () => pid,
    async stop() {
      child.ref()
      child.stdin?.end()
      child.stdout?.destroy()
      await ended
    },
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** The first free loopback port from `first` on. Test ports stay below the ephemeral range, which begins at 32768. */
export async function freePort(first: number): Promise<number> {
  for (let port = first; port < 32_768; port++) {
    const free = await new Promise<boolean>((resolve) => {
      const probe = createServer()
      probe.once('error', () => resolve(false))
      probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
    })
    if (free) return port
  }
  throw new Error(`no free port from ${first} to 32767`)
}

/** Waits until something listens, or `alive` says no more, or the time is over. */
export async function listening(port: number, alive: () => boolean, timeoutMs = 10_000): Promise<boolean> {
  const end = Date.now() + timeoutMs
  while (alive() && Date.now() < end) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1')
      socket.once('connect', () => {
        socket.destroy()
        resolve(true)
      })
      socket.once('error', () => resolve(false))
    })
    if (open) return true
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return false
}
