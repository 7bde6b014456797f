import { execFileSync } from 'node:child_process'

/** Runs git in a folder, as nobody in particular. Returns what it prints. */
export function git(folder, ...words) {
  const identity = ['-c', 'user.name=release', '-c', 'user.email=release@berth.invalid', '-c', 'commit.gpgsign=false']
  return execFileSync('git', [...identity, ...words], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
}
