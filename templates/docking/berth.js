// Runs the berth command of this docking and returns what it prints with --json: a result, or { error }.
import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import path from 'node:path'

const home = path.dirname(createRequire(import.meta.url).resolve('@berth/cli/package.json'))
const docking = path.dirname(import.meta.dirname)

export function berth(...words) {
  const program = [path.join(home, 'bin', 'run.js'), ...words, '--json']
  return new Promise((resolve, reject) => {
    execFile(process.execPath, program, { cwd: docking, maxBuffer: 2 ** 26 }, (error, out, warnings) => {
      try {
        resolve(JSON.parse(out))
      } catch {
        reject(new Error(`berth ${words.join(' ')} printed no JSON: ${warnings}`, { cause: error }))
      }
    })
  })
}

/** What is wrong, in Chinese and English, with the next step. */
export function told({ code, message, next }) {
  return [code, message.zh, message.en, next.zh, next.en].join('\n')
}
