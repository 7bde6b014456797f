// Runs before the first install, on whatever Node the machine has: plain JavaScript for Node 18 and up.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const bin = path.join(root, 'node_modules', '.bin')
const stamp = path.join(root, 'node_modules', '.berth-lock-digest')

/** Installs the dependencies when they are missing or the lock file has changed, and returns the project's own Node. */
export function ensureToolchain() {
  const digest = createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex')
  const installed = existsSync(stamp) && readFileSync(stamp, 'utf8') === digest
  if (!installed) {
    process.stderr.write('Berth: installing dependencies, once / 正在安装依赖（仅首次）…\n')
    // Not npm ci: it refuses a lock file that lacks the optional binaries of other platforms.
    const npm = spawnSync('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
      shell: process.platform === 'win32',
    })
    if (npm.status !== 0) {
      process.stderr.write('Berth: npm install failed, see above / 依赖安装失败，原因见上。\n')
      process.exit(npm.status ?? 1)
    }
    writeFileSync(stamp, digest)
  }
  const node = path.join(bin, process.platform === 'win32' ? 'node.exe' : 'node')
  const version = spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout?.trim() ?? ''
  if (!/^v(2[4-9]|[3-9]\d)\./.test(version)) {
    process.stderr.write(
      `Berth: the "node" dependency should bring Node 24, found ${version || 'none'}; run npm install with install scripts allowed.\n`,
    )
    process.exit(1)
  }
  return node
}

/** The environment in which the project's own Node and tools are found first. */
export function toolchainEnvironment(extra = {}) {
  return {
    ...process.env,
    PATH: bin + path.delimiter + (process.env.PATH ?? ''),
    TURBO_TELEMETRY_DISABLED: '1',
    ...extra,
  }
}

/**
 * Runs a command in the project's environment; resolves with its exit code and what it printed when `capture` is set.
 * Interrupts reach the child through the terminal's process group, so they are only waited for here.
 */
export function run(command, parameters, { capture = false, env = {}, cwd = root } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, parameters, {
      cwd,
      env: toolchainEnvironment(env),
      stdio: capture ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
    })
    let output = ''
    child.stdout?.on('data', (chunk) => (output += chunk))
    child.stderr?.on('data', (chunk) => (output += chunk))
    const wait = () => undefined
    process.on('SIGINT', wait)
    const forward = () => child.kill('SIGTERM')
    process.on('SIGTERM', forward)
    const done = () => {
      process.off('SIGINT', wait)
      process.off('SIGTERM', forward)
    }
    child.on('error', (error) => {
      done()
      reject(error)
    })
    child.on('close', (code, signal) => {
      done()
      resolve({ code: code ?? (signal === 'SIGINT' ? 130 : 1), output })
    })
  })
}
