import { BerthError } from '@berth/core'
import type { SigningKey } from './key.ts'
import { readKeyFile } from './key-file.ts'
import { parsePrivateKey } from './parse-private-key.ts'
import { outputOf } from './program-output.ts'

/** Where a private key comes from; each gives it as JSON Web Key or PEM. */
export type KeySource =
  | { readonly file: string }
  /** The name of a variable of the environment. */
  | { readonly environment: string }
  /** A program and its parameters, run without a shell; it prints the key. */
  | { readonly command: readonly [string, ...string[]]; readonly timeoutMs?: number }

export interface LoadKeyOptions {
  /** @default process.env */
  readonly environment?: Readonly<Record<string, string | undefined>>
  readonly signal?: AbortSignal
}

const commandTimeoutMs = 10_000

/**
 * Reads the key of the party `id` from its source.
 *
 * Rejects with `KEY_FILE_UNUSABLE`, `SECRET_MISSING` (no such variable), `KEY_COMMAND_FAILED` (missing, failed, too slow, or printed no
 * key; what it printed is told nowhere), `KEY_INVALID` or `ABORTED`.
 */
export async function loadKey(source: KeySource, id: string, options: LoadKeyOptions = {}): Promise<SigningKey> {
  if ('file' in source) {
    const key = await readKeyFile(source.file, id)
    if (key === undefined) throw new BerthError('KEY_FILE_UNUSABLE', { file: source.file, problem: 'ENOENT' })
    return key
  }
  if ('environment' in source) {
    const text = (options.environment ?? process.env)[source.environment]
    if (text === undefined || text === '') throw new BerthError('SECRET_MISSING', { reference: source.environment })
    return parsePrivateKey(text, id)
  }
  const [program, ...parameters] = source.command
  const text = await outputOf({
    program,
    parameters,
    timeoutMs: source.timeoutMs ?? commandTimeoutMs,
    signal: options.signal,
    failed: (problem) => new BerthError('KEY_COMMAND_FAILED', { command: program, problem }),
  })
  try {
    return parsePrivateKey(text, id)
  } catch {
    throw new BerthError('KEY_COMMAND_FAILED', { command: program, problem: 'it printed no private key' })
  }
}
