import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ProvideByFile } from '@berth/manifest'
import { exportPrivateJwk, generateKey } from '@berth/trust'
import type { ExchangeResult } from '../../src/exchange/exchange.ts'
import type { Elsewhere } from './carried.ts'
import type { Exit } from './sync-settings.ts'

/** What ends a child early. */
export interface Interruption {
  readonly killAfterMs?: number
  readonly crashAt?: number
  /** Changes are told by comparison. */
  readonly compare?: true
  /** Finished files go there. */
  readonly carryTo?: Elsewhere
  /** How its file exit writes. */
  readonly provide?: Omit<ProvideByFile, 'to'>
  /** The largest file it may write, in blocks of 512 or 1,024 bytes as the shell has it. */
  readonly fileBlocks?: number
}

/** The key that children sign with. */
export const key: ReturnType<typeof generateKey> = generateKey('city.registry')

const script = new URL('./sync-child.ts', import.meta.url).pathname
const cache = mkdtempSync(join(tmpdir(), 'berth-compile-'))
process.on('exit', () => rmSync(cache, { recursive: true, force: true }))

/** How a child ended. */
export interface Ended {
  readonly killed: boolean
  readonly result: (ExchangeResult & { steps: number }) | undefined
  readonly ranMs: number
  /** What the child said on its error output. */
  readonly failure: string
}

/** Runs the child to its end, or kills it some time after it is ready. */
export async function sync(folder: string, exit: Exit, url: string, how: Interruption): Promise<Ended> {
  const command = [process.execPath, '--conditions=@berth/source', '--no-warnings', script, folder, exit, url]
  const blocks = how.fileBlocks === undefined ? 'unlimited' : String(how.fileBlocks)
  const child: ChildProcess = spawn(
    '/bin/sh',
    ['-c', `ulimit -f ${blocks} && exec "$@"`, 'sh', ...command, JSON.stringify(exportPrivateJwk(key))],
    {
      env: {
        ...process.env,
        NODE_COMPILE_CACHE: cache,
        CRASH_AT: String(how.crashAt ?? 0),
        COMPARE: how.compare === true ? '1' : '0',
        PROVIDE: how.provide === undefined ? '' : JSON.stringify(how.provide),
        CARRY_TO: how.carryTo === undefined ? '' : JSON.stringify(how.carryTo),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  let output = ''
  let failure = ''
  let readyAt = 0
  let timer: NodeJS.Timeout | undefined
  child.stderr?.on('data', (text) => {
    failure += String(text)
  })
  child.stdout?.on('data', (text) => {
    output += String(text)
    if (readyAt > 0) return
    readyAt = performance.now()
    if (how.killAfterMs !== undefined) timer = setTimeout(() => child.kill('SIGKILL'), how.killAfterMs)
  })
  const signal = await new Promise((resolve) => child.on('close', (_code, by) => resolve(by)))
  clearTimeout(timer)
  const ranMs = performance.now() - readyAt
  if (signal === 'SIGKILL') return { killed: true, result: undefined, ranMs, failure }
  const last = output.trim().split('\n').at(-1) ?? ''
  return { killed: false, result: last.startsWith('{') ? JSON.parse(last) : undefined, ranMs, failure }
}
