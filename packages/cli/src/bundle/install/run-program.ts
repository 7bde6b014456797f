import { execFile } from 'node:child_process'
import { BerthError } from '@berth/core'
import { nativeCode } from '../native-code.ts'

const timeoutMs = 90_000

/** Runs a program of the operating system and returns what it printed. Rejects with `INSTALL_STEP_FAILED`, which names it and its end. */
export function runProgram(program: string, words: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(program, [...words], { timeout: timeoutMs, windowsHide: true }, (error, output) => {
      if (error === null) return resolve(output)
      const problem = typeof error.code === 'number' ? `exit ${error.code}` : nativeCode(error)
      const step = [program, ...words.slice(0, 2)].join(' ')
      reject(new BerthError('INSTALL_STEP_FAILED', { step, problem }, { cause: error }))
    })
  })
}
