import { type ChildProcess, spawn } from 'node:child_process'
import type { Socket } from 'node:net'

/** What isql says when it is asked which dialect it speaks: outside of a transaction, and behind all that came before. */
const question = 'SHOW SQL DIALECT;'
const answer = /^.*SQL dialect .*\n/m

/** What a script may do with its own connection, or with the database, so that it gets an isql of its own. */
const ownConnection =
  /^\s*(?:create\s+database|drop\s+database|connect|exit|quit|set\s+(?:names|sql|transaction|autoddl|bail))\b/im

/** What isql says when its server has gone in the meantime. */
const gone = /Error (?:reading|writing) data|connection (?:lost|shutdown)|shutdown|Unable to complete network/i

/** Whether a script may run beside others on one connection, one after the other. */
export function canShare(script: string | Uint8Array): boolean {
  return !ownConnection.test(Buffer.from(script).toString('latin1'))
}

/**
 * An isql that stays connected to one database between scripts: a login and the end of a process take it more than most
 * scripts do. It ends at the first error, as one with a single script does, and nothing is uncommitted between two.
 */
export class IsqlSession {
  readonly #child: ChildProcess
  #output = ''
  #problems = ''
  #code: number | null | undefined
  #changed: () => void = () => undefined
  #busy = false

  constructor(parameters: readonly string[]) {
    this.#child = spawn('isql-fb', parameters, { stdio: ['pipe', 'pipe', 'pipe'] })
    const { stdin, stdout, stderr } = this.#child
    stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.#output += text
      this.#changed()
    })
    stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#problems += text
    })
    stdin?.on('error', () => undefined)
    this.#child.once('error', (error) => this.#end(-1, String(error)))
    this.#child.once('close', (code) => this.#end(code))
    this.#hold(false)
  }

  /** Whether a script can be run now. */
  get free(): boolean {
    return !this.#busy && this.#code === undefined
  }

  /** Whether a script is running. */
  get running(): boolean {
    return this.#busy
  }

  /** Runs a script and returns what was printed. Undefined: the server had gone before. Rejects with the first error. */
  async run(script: string | Uint8Array): Promise<string | undefined> {
    this.#busy = true
    this.#hold(true)
    this.#output = ''
    this.#problems = ''
    const text = Buffer.from(script).toString('latin1')
    const terminator = [...text.matchAll(/\bset\s+term\s+(\S)/gi)].at(-1)?.[1] ?? ';'
    const finished = text.trimEnd() === '' || text.trimEnd().endsWith(terminator) || text.trimEnd().endsWith(';')
    const reset = terminator === ';' ? '' : `SET TERM ;${terminator}\n`
    this.#child.stdin?.write(script)
    this.#child.stdin?.write(`${finished ? '' : terminator}\n${reset}COMMIT;\n${question}\n`)
    try {
      while (this.#code === undefined) {
        const end = answer.exec(this.#output)
        if (end !== null) return this.#output.slice(0, end.index)
        await new Promise<void>((resolve) => {
          this.#changed = resolve
        })
      }
      if (gone.test(this.#problems)) return undefined
      throw new Error(`isql-fb ended with ${this.#code}: ${this.#problems}\n${this.#output.slice(-500)}`)
    } finally {
      this.#busy = false
      this.#hold(false)
    }
  }

  /** Takes leave of the database. */
  async end(): Promise<void> {
    this.#hold(true)
    this.#child.stdin?.end()
    while (this.#code === undefined)
      await new Promise<void>((resolve) => {
        this.#changed = resolve
      })
  }

  #end(code: number | null, problem = ''): void {
    this.#code ??= code
    this.#problems += problem
    this.#changed()
  }

  /** Between scripts it keeps no test process alive; with that its input ends, and it too. */
  #hold(on: boolean): void {
    const { stdin, stdout, stderr } = this.#child
    for (const each of [this.#child, stdin as Socket, stdout as Socket, stderr as Socket]) {
      if (on) each.ref()
      else each.unref()
    }
  }
}
