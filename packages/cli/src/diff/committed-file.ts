import { execFile } from 'node:child_process'
import { BerthError } from '@berth/core'

const timeoutMs = 30_000
const maxBytes = 16_777_216

/** Never an option of git's, and never another file of the repository. */
const revisionPattern = /^[^\s:-][^\s:]*$/

/**
 * The bytes of a file as they stand in a revision of the repository around it. `file` is a name in `folder`. Nothing
 * but the object is read: no filter, no pager, no hook of the repository runs.
 *
 * Rejects with `REVISION_UNREADABLE` or `ABORTED`.
 */
export function committedFile(
  revision: string,
  folder: string,
  file: string,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const unreadable = (nativeCode: string, cause?: unknown): BerthError =>
    new BerthError('REVISION_UNREADABLE', { revision, file, nativeCode }, { cause })
  if (!revisionPattern.test(revision)) return Promise.reject(unreadable('not a revision'))
  const options = {
    cwd: folder,
    encoding: 'buffer',
    signal,
    timeout: timeoutMs,
    maxBuffer: maxBytes,
    env: gitEnvironment(),
  } as const
  return new Promise((resolve, reject) => {
    execFile('git', ['cat-file', 'blob', `${revision}:./${file}`], options, (error, output) => {
      if (error === null) resolve(output)
      else if (signal.aborted) reject(new BerthError('ABORTED', { call: 'git' }, { cause: error }))
      else reject(unreadable(String(error.code ?? error.signal ?? 'unknown'), error))
    })
  })
}

/**
 * A hook of git's is told the repository and its top by these: what then stands at the top would be read. Nothing is
 * fetched, also where git is too old for a switch of its own: a repository may name a command for it.
 */
function gitEnvironment(): NodeJS.ProcessEnv {
  const { GIT_DIR: _dir, GIT_WORK_TREE: _tree, GIT_COMMON_DIR: _common, GIT_PREFIX: _prefix, ...own } = process.env
  return { ...own, GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', GIT_NO_LAZY_FETCH: '1', GIT_ALLOW_PROTOCOL: '' }
}
