import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { DoomedWork } from './doomed-work.ts'

/** A process that works until it is killed. */
export interface DoomedProcess {
  /** The whole lines that it has said until now. */
  said(): unknown[]
  readonly ended: boolean
  kill(): void
  /** Resolves when it is gone; rejects where it ended otherwise than by being killed. */
  gone(): Promise<void>
}

/** Starts a process that does this work, through a connector that it loads itself. */
export function startDoomed(work: DoomedWork): DoomedProcess {
  const fromSource = import.meta.url.endsWith('.ts')
  const program = fileURLToPath(new URL(fromSource ? 'doomed.ts' : 'doomed.js', import.meta.url))
  const condition = fromSource ? ['--conditions=@berth/source'] : []
  const child = spawn(process.execPath, [...condition, program, JSON.stringify(work)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_OPTIONS: '' },
  })
  let printed = ''
  let failed = ''
  child.stdout.on('data', (chunk: Buffer) => {
    printed += chunk.toString()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    failed = `${failed}${chunk.toString()}`.slice(-2000)
  })
  const closed = once(child, 'close')
  return {
    said: () =>
      printed
        .split('\n')
        .slice(0, -1)
        .map((line): unknown => JSON.parse(line)),
    get ended() {
      return child.exitCode !== null || child.signalCode !== null
    },
    kill: () => void child.kill('SIGKILL'),
    gone: async () => {
      await closed
      if (child.signalCode !== 'SIGKILL')
        throw new Error(`the process that was to be killed ended by itself: ${failed.trim()}`)
    },
  }
}
