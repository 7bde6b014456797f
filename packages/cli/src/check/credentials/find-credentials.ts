import { execFile } from 'node:child_process'
import { lstat, readdir, readFile } from 'node:fs/promises'
import { basename, extname, join, relative } from 'node:path'
import { BerthError } from '@berth/core'
import type { Mismatch } from '../compare-with-system.ts'
import { credentialsInLine } from './credential-in-line.ts'

/** Kept for secrets, made by others, or made anew. */
const passedOver: ReadonlySet<string> = new Set(['node_modules', '.git', '.berth', 'berth-report'])
const settingsFiles: ReadonlySet<string> = new Set(
  '.properties .ini .conf .cfg .env .yaml .yml .json .toml .xml .sh'.split(' '),
)
const largestFile = 1_048_576
const mostFiles = 20_000
const gitTimeoutMs = 10_000

/**
 * The credentials that were typed into the files of a docking's folder: private keys, addresses and connection strings with a password,
 * passwords in settings. A `.env` is for secrets, and counts once git holds it. Files over 1 MiB, binary ones, links, `.berth`,
 * `node_modules` and what lies behind 20,000 files are not read.
 */
export async function findCredentials(folder: string, signal: AbortSignal): Promise<Mismatch[]> {
  const problems: Mismatch[] = []
  let tracked: ReadonlySet<string> | undefined
  let files = 0
  for await (const path of filesIn(folder)) {
    if (signal.aborted) throw new BerthError('ABORTED', { call: 'check' })
    if (++files > mostFiles) break
    const file = relative(folder, path).replaceAll('\\', '/')
    const environment = basename(path) === '.env' || basename(path).startsWith('.env.')
    if (environment) {
      tracked ??= await filesOfGit(folder, signal)
      if (basename(path) === '.env' && !tracked.has(file)) continue
    }
    for (const { line, kind } of await credentialsOf(path, environment || settingsFiles.has(extname(path)))) {
      // The manifest's own rule SEC-303 says so already, with its column.
      if (file === 'berth.yaml' && kind !== 'credential-private-key' && kind !== 'credential-connection-string')
        continue
      problems.push({
        path: `${file}:${line}`,
        error: new BerthError('CREDENTIAL_IN_FILE', { file, line, problem: kind }),
      })
    }
  }
  return problems
}

async function* filesIn(folder: string): AsyncGenerator<string> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
    const path = join(folder, entry.name)
    if (entry.isFile()) yield path
    else if (entry.isDirectory() && !passedOver.has(entry.name)) yield* filesIn(path)
  }
}

async function credentialsOf(
  path: string,
  settings: boolean,
): Promise<readonly { readonly line: number; readonly kind: string }[]> {
  const bytes = await lstat(path)
    .then(
      ({ size }) => (size > largestFile ? undefined : readFile(path)),
      () => undefined,
    )
    .catch(() => undefined)
  if (bytes === undefined || bytes.subarray(0, 8_192).includes(0)) return []
  return bytes
    .toString('utf8')
    .split(/\r?\n/)
    .flatMap((line, index) => credentialsInLine(line, settings).map((kind) => ({ line: index + 1, kind })))
}

/** The files that git holds, by their names in the folder; none where there is no git. Nothing of the repository is run. */
function filesOfGit(folder: string, signal: AbortSignal): Promise<ReadonlySet<string>> {
  const words = ['-c', 'core.fsmonitor=false', '-c', 'core.quotePath=false', 'ls-files', '-z', '--', '.']
  const env = { ...process.env, GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0' }
  const options = { cwd: folder, env, signal, timeout: gitTimeoutMs, maxBuffer: 16_777_216 }
  return new Promise((resolve) => {
    execFile('git', words, options, (error, output) => resolve(new Set(error === null ? output.split('\0') : [])))
  })
}
