/** What starts and stops the agent of an installation. */
export interface AgentService {
  /** Makes it known to the operating system, to be started with the machine. Again is no harm. */
  register(): Promise<void>
  start(): Promise<void>
  /** Returns when it has stopped. Nothing to stop is no harm. */
  stop(): Promise<void>
  /** How the operator starts it, and keeps it running. */
  readonly hint: string
}
