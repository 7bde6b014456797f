import { BerthError } from '@berth/core'
import type { FileNames } from '@berth/files'
import type { FtpDriver } from './driver.ts'
import { type FtpPlace, ftpError } from './errors.ts'
import { type FtpLine, openLine } from './line.ts'
import type { FtpOptions } from './options.ts'

/**
 * The lines to a server. A line serves one call at a time; one that was left in the middle of a transfer is closed, for
 * what the server still says on it would be taken for an answer to the next command.
 */
export class FtpLines {
  readonly #driver: FtpDriver
  readonly #options: FtpOptions
  readonly #names: FileNames
  readonly #idle: FtpLine[] = []

  constructor(driver: FtpDriver, options: FtpOptions, names: FileNames) {
    this.#driver = driver
    this.#options = options
    this.#names = names
  }

  async borrow(signal: AbortSignal): Promise<FtpLine> {
    for (let line = this.#idle.pop(); line !== undefined; line = this.#idle.pop()) if (!line.client.closed) return line
    return await openLine(this.#driver, this.#options, this.#names, signal)
  }

  giveBack(line: FtpLine): void {
    if (!line.client.closed) this.#idle.push(line)
  }

  /** Runs a call on a line of its own; the line goes with an abort. */
  async on<Result>(
    call: FtpPlace['call'],
    file: string,
    signal: AbortSignal,
    work: (line: FtpLine) => Promise<Result>,
  ): Promise<Result> {
    const line = await this.borrow(signal)
    const abort = (): void => line.client.close()
    signal.addEventListener('abort', abort)
    if (signal.aborted) abort()
    try {
      return await work(line)
    } catch (error) {
      const failure = await this.failure(undefined, error, { call, file }, line, signal)
      // What the server still says would be taken for an answer to the next command.
      if (!BerthError.is(error) && !(error instanceof this.#driver.FTPError)) line.client.close()
      throw failure
    } finally {
      signal.removeEventListener('abort', abort)
      this.giveBack(line)
    }
  }

  /** What went wrong: the transfer knows more than the stream that it broke. */
  async failure(
    transfer: Promise<unknown> | undefined,
    error: unknown,
    place: Pick<FtpPlace, 'call' | 'file'>,
    line: FtpLine,
    signal: AbortSignal,
  ): Promise<BerthError> {
    if (signal.aborted) return new BerthError('ABORTED', { call: place.call }, { cause: error })
    const cause =
      (await transfer?.then(
        () => undefined,
        (why: unknown) => why,
      )) ?? error
    const { host, port } = this.#options
    return ftpError(cause, { host, port, ...place }, line.client.closed)
  }

  close(): void {
    for (const line of this.#idle.splice(0)) line.client.close()
  }
}
