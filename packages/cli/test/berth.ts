import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** What a run of the command left. */
export interface Ran {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

export interface RunSettings {
  readonly cwd?: string
  readonly environment?: Readonly<Record<string, string>>
  /** What comes through standard input. Absent: nothing, and it is closed. */
  readonly input?: string | Uint8Array
  /** Sends SIGINT, as Ctrl-C does. */
  readonly stop?: AbortSignal
  /** Called with all of standard output so far, as it grows. */
  readonly watchOut?: (out: string) => void
  /** Closes both outputs before anything is written, as `| true` does. */
  readonly unread?: boolean
}

const bin = fileURLToPath(new URL('../bin/berth.ts', import.meta.url))

/** Runs the real command in a process of its own, in English unless the words say otherwise. */
export function berth(words: readonly string[], settings: RunSettings = {}): Promise<Ran> {
  const { NODE_OPTIONS: _options, FORCE_COLOR: _colour, ...inherited } = process.env
  const child = spawn(process.execPath, ['--conditions=@berth/source', bin, ...words], {
    ...(settings.cwd === undefined ? {} : { cwd: settings.cwd }),
    env: { ...inherited, LC_ALL: 'C.UTF-8', ...settings.environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  child.stdin.on('error', () => undefined).end(settings.input)
  settings.stop?.addEventListener('abort', () => void child.kill('SIGINT'), { once: true })
  let out = ''
  let err = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text
    settings.watchOut?.(out)
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text
  })
  if (settings.unread === true) for (const output of [child.stdout, child.stderr]) output.destroy()
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, out, err }))
  })
}

/** The JSON that a run printed. */
export function jsonOf<Result>(ran: Ran): Result {
  return JSON.parse(ran.out)
}
