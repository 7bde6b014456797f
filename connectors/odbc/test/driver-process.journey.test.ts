import { fork } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import type { DriverAnswer, DriverCall } from '../src/driver-call.ts'

const source = fileURLToPath(new URL('../src', import.meta.url))

test('a package that is not installed is told by the process, which ends when it is left alone', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'berth-odbc-process-'))
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  cpSync(source, folder, { recursive: true })
  const child = fork(join(folder, 'driver-process.ts'), [], { execArgv: [], serialization: 'advanced' })
  const ended = new Promise<string | null>((resolve) => child.once('exit', (_code, signal) => resolve(signal)))
  const answer = new Promise<DriverAnswer>((resolve) => child.once('message', (told: DriverAnswer) => resolve(told)))
  const call: DriverCall = { id: 1, name: 'connect', connectionString: 'DSN=none', secrets: [] }
  child.send(call)
  expect(await answer).toMatchObject({ id: 1, error: { missing: true } })
  child.disconnect()
  expect(await ended).toBe('SIGKILL')
  rmSync(folder, { recursive: true })
})
