import type { BerthError } from '@berth/core'
import type { DockingManifest } from '@berth/manifest'
import type { Logger } from 'pino'
import { asBerthError } from '../command/as-berth-error.ts'
import { type RunningDocking, startDocking } from '../start/start-docking.ts'

/** How the agent stands. */
export interface AgentState {
  /** Absent: it does not run. */
  readonly address?: string
  /** Why it does not run. */
  readonly problem?: BerthError
}

export interface DevAgentSettings {
  readonly host: string
  readonly port: number
  readonly log: Logger
  readonly signal: AbortSignal
}

/**
 * The agent beside the developer: started anew with every manifest that holds. It answers as `berth start` does, but
 * delivers nothing of itself: a schedule is for the docking at work.
 */
export class DevAgent implements AsyncDisposable {
  readonly #settings: DevAgentSettings
  #running: RunningDocking | undefined
  #state: AgentState = {}

  constructor(settings: DevAgentSettings) {
    this.#settings = settings
  }

  get state(): AgentState {
    return this.#state
  }

  /** Stops the agent that runs, and starts one with this manifest. What hinders it is its state, and no failure. */
  async restart(manifest: DockingManifest): Promise<void> {
    await this.#stop()
    try {
      this.#running = await startDocking({ ...this.#settings, manifest, scheduled: false })
      this.#state = { address: this.#running.address }
    } catch (failure) {
      this.#state = { problem: asBerthError(failure) }
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stop()
  }

  async #stop(): Promise<void> {
    const running = this.#running
    this.#running = undefined
    this.#state = {}
    await running?.[Symbol.asyncDispose]()
  }
}
