import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { verifyReceipts } from '@berth/trust'
import { describe, expect, test } from 'vitest'
import { openSqliteState } from '../../src/index.ts'
import { marriageDatabase } from '../docking/marriage-database.ts'
import { citizenNumbers } from '../docking/marriage-tables.ts'
import { randomOf, seed } from '../exchange/random.ts'
import { TemporaryFolder } from '../temporary-folder.ts'
import { AgentProcess } from './agent-process.ts'
import { closed, open } from './queued-docking.ts'

/** An agent that is killed and started again, and the one who submits to it until each submission is answered. */
class Killed {
  readonly folder: TemporaryFolder = new TemporaryFolder()
  readonly applications: () => unknown[]
  kills = 0
  readonly #crashAt: () => number
  #starting: Promise<AgentProcess> | undefined

  constructor(crashAt: () => number = () => 0) {
    this.applications = marriageDatabase(this.folder.path).applications
    this.#crashAt = crashAt
  }

  clock(now: number): void {
    writeFileSync(join(this.folder.path, 'clock'), String(now))
  }

  /** The one that runs, or a new one. */
  async agent(): Promise<AgentProcess> {
    for (;;) {
      const starting = this.#starting ?? AgentProcess.start(this.folder.path, this.#crashAt())
      this.#starting = starting
      const agent = await starting
      if (!agent.gone) return agent
      // Whoever finds it gone first starts the next.
      if (this.#starting !== starting) continue
      this.kills++
      this.#starting = undefined
    }
  }

  async end(): Promise<void> {
    await (await this.#starting)?.kill()
  }

  /** Submits until there is an answer, as a caller does whose line was cut. */
  async submit(copies: number): Promise<unknown> {
    const input = { husbandId: citizenNumbers[0], copies }
    for (;;) {
      const agent = await this.agent()
      const answer = await agent.send('/operations/apply', `key-${copies}`, { purpose: 'housing-loan', input })
      if (answer !== undefined) return answer['accepted'] ?? answer['code']
      await agent.kill()
    }
  }

  async settled(copies: number): Promise<unknown> {
    for (;;) {
      const agent = await this.agent()
      const answer = await agent.send('/operations/apply/submission', `key-${copies}`, { purpose: 'housing-loan' })
      if (answer === undefined) await agent.kill()
      else if (answer['state'] !== 'queued' && answer['state'] !== 'running') return answer['state']
      else await setTimeout(5)
    }
  }

  /** Every submission is in the system's table once, in the order in which they came, and so say the receipts. */
  async check(submissions: number, moment: string): Promise<void> {
    for (let copies = 1; copies <= submissions; copies++) {
      expect(await this.settled(copies), moment).toBe('accepted')
    }
    await this.end()
    const order = Array.from({ length: submissions }, (_, index) => index + 1)
    const applied = this.applications() as { readonly FS: number }[]
    expect(
      applied.map(({ FS }) => FS),
      moment,
    ).toEqual(order)
    await using state = openSqliteState(this.folder.path, 'civil-affairs.marriage')
    expect(await state.waitingOperations(), moment).toEqual([])
    const receipts = await state.receipts(0, 10_000)
    expect(verifyReceipts(receipts), moment).toEqual({ ok: true, count: receipts.length })
    expect(
      receipts.filter(({ outcome }) => outcome === 'accepted'),
      moment,
    ).toHaveLength(submissions)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.end()
    this.folder[Symbol.dispose]()
  }
}

describe(`kill -9, seed ${seed}`, () => {
  test('at random moments: what was answered is done once, in order', { timeout: 240_000 }, async () => {
    const random = randomOf(seed)
    await using docking = new Killed()
    docking.clock(closed)
    let going = true
    const killing = (async () => {
      while (going) {
        await setTimeout(random() * 80)
        const agent = await docking.agent()
        await setTimeout(random() * 120)
        await agent.kill()
      }
    })()
    for (let copies = 1; copies <= 30; copies++) expect(await docking.submit(copies), `seed ${seed}`).toBe('queued')
    expect(docking.applications()).toEqual([])
    docking.clock(open)
    for (let copies = 31; copies <= 40; copies++) {
      expect([true, 'queued'], `seed ${seed}`).toContain(await docking.submit(copies))
    }
    for (let kills = docking.kills; docking.kills < kills + 5; ) await setTimeout(50)
    going = false
    await killing
    await docking.check(40, `seed ${seed}`)
    expect(docking.kills).toBeGreaterThan(5)
  })

  test('at each step that leaves a trace', { timeout: 240_000 }, async () => {
    const submissions = 2
    // One commit for each that is queued; begun, applied and done for each that is carried out.
    for (const [phase, steps] of [
      ['queueing', submissions],
      ['delivering', submissions * 3],
    ] as const) {
      for (let step = 1; step <= steps; step++) {
        let crashAt = phase === 'queueing' ? step : 0
        await using docking = new Killed(() => {
          const at = crashAt
          crashAt = 0
          return at
        })
        const moment = `${phase}, step ${step} of ${steps}`
        docking.clock(closed)
        for (let copies = 1; copies <= submissions; copies++)
          expect(await docking.submit(copies), moment).toBe('queued')
        docking.clock(open)
        await (await docking.agent()).kill()
        const { kills } = docking
        if (phase === 'delivering') crashAt = step
        await docking.check(submissions, moment)
        expect(docking.kills - kills, moment).toBe(phase === 'delivering' ? 2 : 1)
      }
    }
  })
})
