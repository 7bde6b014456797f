import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exportPublicJwk, signRequest } from '@berth/trust'
import { platform } from '../docking/running-docking.ts'
import { submitGrant } from './queued-docking.ts'

const script = new URL('./queue-child.ts', import.meta.url).pathname
const cache = mkdtempSync(join(tmpdir(), 'berth-compile-'))
process.on('exit', () => rmSync(cache, { recursive: true, force: true }))

/** An agent in a process of its own, to be killed. */
export class AgentProcess implements AsyncDisposable {
  readonly #child: ChildProcess
  readonly #ended: Promise<void>
  #address: string | undefined
  #gone = false

  private constructor(folder: string, crashAt: number) {
    const keys = JSON.stringify({ keys: [exportPublicJwk(platform)] })
    this.#child = spawn(process.execPath, ['--conditions=@berth/source', '--no-warnings', script, folder, keys], {
      env: { ...process.env, NODE_COMPILE_CACHE: cache, CRASH_AT: String(crashAt) },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    this.#ended = new Promise((resolve) =>
      this.#child.on('close', () => {
        this.#gone = true
        resolve()
      }),
    )
  }

  /** Starts it, and resolves when it answers or has ended. */
  static async start(folder: string, crashAt = 0): Promise<AgentProcess> {
    const agent = new AgentProcess(folder, crashAt)
    const ready = new Promise<void>((resolve) => {
      agent.#child.stdout?.once('data', (text: Buffer) => {
        agent.#address = String(text).trim()
        resolve()
      })
    })
    await Promise.race([ready, agent.#ended])
    return agent
  }

  get gone(): boolean {
    return this.#gone
  }

  /** Kills it, as a loss of the machine would. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL')
    await this.#ended
  }

  /** Undefined: it ended before it answered. */
  async send(path: string, key: string, content: unknown): Promise<Record<string, unknown> | undefined> {
    const body = JSON.stringify(content)
    const headers = {
      'content-type': 'application/json',
      'berth-signature': signRequest(platform, { method: 'POST', path, body }),
      'berth-grant': submitGrant(),
      'idempotency-key': key,
    }
    const answer = await this.post(path, headers, body).catch(() => undefined)
    return answer === undefined ? undefined : (JSON.parse(answer) as Record<string, unknown>)
  }

  /** The text of the answer. */
  async post(path: string, headers: Readonly<Record<string, string>>, body: string): Promise<string> {
    return await (await fetch(`${this.#address}${path}`, { method: 'POST', headers, body })).text()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill()
  }
}
