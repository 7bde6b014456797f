import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, expect, test } from 'vitest'
import { berth, jsonOf } from '../berth.ts'
import { referenceDocking } from './reference-docking.ts'

interface Checked {
  readonly ok: boolean
  readonly conformance?: {
    readonly seed: number
    readonly results: readonly { readonly id: string; readonly outcome: string; readonly message?: string }[]
  }
}

const docking = referenceDocking()
afterAll(() => docking[Symbol.dispose]())
const cwd = docking.folder

test('tries the cases that are named, with the data of an earlier run', async () => {
  const ran = await berth(['check', '--live', '--only', 'questions', '--only', 'SEC-1', '--seed', '42', '--json'], {
    cwd,
  })
  expect(ran.code, ran.err).toBe(0)
  const { conformance } = jsonOf<Checked>(ran)
  expect(conformance?.seed).toBe(42)
  expect(conformance?.results.map(({ id, outcome }) => [id, outcome])).toEqual([
    ['guard/answers', 'passed'],
    ['guard/columns-read', 'passed'],
    ['guard/deliveries', 'passed'],
    ['questions/wrong-parameters', 'passed'],
    ['questions/limit', 'passed'],
    ['questions/together', 'passed'],
    ['questions/answers', 'passed'],
  ])
  const unknown = await berth(['check', '--live', '--only', 'nothing', '--json'], { cwd })
  expect([unknown.code, jsonOf(unknown)]).toEqual([
    2,
    { error: expect.objectContaining({ code: 'PARAMETER_INVALID' }) },
  ])
})

test('asks for no case where none is run, and touches nothing for a name that none answers to', async () => {
  for (const words of [
    ['--only', 'guard'],
    ['--seed', '42'],
    ['--level', 'basic'],
  ]) {
    const ran = await berth(['check', ...words, '--json'], { cwd })
    expect([ran.code, jsonOf(ran)]).toEqual([2, { error: expect.objectContaining({ code: 'PARAMETER_INVALID' }) }])
  }
  const unknown = await berth(['check', '--live', '--only', 'nothing'], { cwd })
  expect(unknown.code).toBe(2)
  expect(unknown.out).not.toContain('registry')
})

test('ends where it is stopped, leaves nothing behind, and does not end well', async () => {
  const temporary = mkdtempSync(join(tmpdir(), 'berth-stopped-'))
  const before = readdirSync(cwd)
  const stop = new AbortController()
  const ran = await berth(['check', '--live'], {
    cwd,
    environment: { TMPDIR: temporary },
    stop: stop.signal,
    watchOut: (out) => {
      if (out.includes('registry')) stop.abort()
    },
  })
  expect(ran.code).not.toBe(0)
  expect(ran.err).toContain('ABORTED')
  // What node itself keeps of the programs that it has read.
  expect(readdirSync(temporary).filter((name) => !name.startsWith('berth-compile-cache-'))).toEqual([])
  expect(readdirSync(cwd)).toEqual(before)
  rmSync(temporary, { recursive: true })
})

test('says what does not fit the system, whose it is and how to try it again, and ends with 1', async () => {
  const database = new DatabaseSync(docking.database)
  database.exec("UPDATE T_HYDJ SET DJRQ = '二零二四年' WHERE ID % 2 = 0")
  database.close()
  const ran = await berth(['check', '--live', '--only', 'system', '--seed', '42'], { cwd })
  expect(ran.code).toBe(1)
  expect(ran.out).toContain('✗ system/rows  SYS-3')
  expect(ran.out).toMatch(/marriage: \d+ of the first 200 rows would be left out \(row 2, registeredOn: \w+, length 5/)
  expect(ran.out).toContain('the developers of the docking')
  expect(ran.out).toContain('berth check --live --only system/rows --seed 42')
  expect(ran.out).not.toContain('二零二四年')
})

test('tries nothing where a system cannot be reached', async () => {
  const ran = await berth(['check', '--live', '--json'], {
    cwd,
    environment: { LEGACY_DATABASE: '/nowhere/legacy.sqlite' },
  })
  expect(ran.code).toBe(1)
  expect(jsonOf(ran)).toMatchObject({ ok: false, problems: [{ path: 'connections.registry' }] })
  expect(jsonOf<Checked>(ran).conformance).toBeUndefined()
})
