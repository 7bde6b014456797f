import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { type Exit, runDockingConformance } from '@berth/conformance'
import { afterAll, expect, test } from 'vitest'
import { berth } from '../berth.ts'
import { citizenNumber } from '../legacy-database.ts'
import { referenceDocking } from './reference-docking.ts'

const docking = referenceDocking({ hours: false })
afterAll(() => docking[Symbol.dispose]())

const { folder } = docking
// So much that rows which cannot be carried are left out, and told in the rejects file.
writeFileSync(join(folder, 'berth.yaml'), docking.text.replace('clearance: 2', 'clearance: 3'))
/** What is no exit: the manifest, its environment, the legacy system itself, and what was delivered with another clearance. */
const given = /^(?:berth\.yaml|\.env|legacy\.sqlite.*|out)(?:$|[/\\])/

/** What the commands print, each run as a person does, and what they leave in the folder. */
async function commands(): Promise<readonly Exit[]> {
  const exits: Exit[] = []
  const run = async (
    words: readonly string[],
    code: number,
    environment: Record<string, string> = {},
  ): Promise<void> => {
    const ran = await berth(words, { cwd: folder, environment })
    expect([words, ran.code], ran.out + ran.err).toEqual([words, code])
    exits.push({ name: `berth ${words[0]}`, bytes: Buffer.from(ran.out + ran.err) })
  }
  const bad = `坏号码Canary7`
  await run(['check', '--json'], 0)
  await run(['doctor', '--json'], 1)
  await run(['discover', '--tables', 'T_XK', '--dry-run', '--json'], 0)
  await run(['preview', 'marriage', '--as', '1', '--json'], 0)
  await run(['preview', 'marriage', '--as', '1', '--debug'], 0)
  await run(['lookup', 'marriage', 'id=7', '--as', '1', '--json'], 0)
  await run(['lookup', 'marriage', 'id=7', '--as', '4', '--debug'], 6)
  await run(['lookup', 'marriage', `husbandId=${citizenNumber(9)}`, '--as', '1', '--debug'], 7)
  await run(['lookup', 'marriage', `husbandId=${bad}`, '--as', '4', '--json'], 2)
  await run(['sync', 'marriage', '--json'], 1)
  await run(['receipts', 'show', '--json'], 0)
  // A driver that throws outside of every call ends the process: Node would print its words.
  await run(['preview', 'marriage', '--as', '1'], 70, { LEGACY_CRASH: '金丝雀备注-Canary-7Q' })
  await run(['preview', 'marriage', '--as', '1', '--json', '--debug'], 70, { LEGACY_CRASH: '金丝雀备注-Canary-7Q' })
  return [...exits, ...left()]
}

/** The files of the folder: the state and the rejects. */
function left(): Exit[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)))
    .filter((name) => !given.test(name))
    .map((name) => ({
      name: `the file ${name}`,
      bytes: readFileSync(join(folder, name)),
      mode: statSync(join(folder, name)).mode & 0o777,
    }))
}

test('no command prints or leaves a value above the clearance it was asked with, nor a secret', {
  timeout: 240_000,
}, async () => {
  const subject = await docking.subject(commands)
  const { results } = await runDockingConformance(subject, { seed: 20_261_123, only: ['leaks/commands'] })
  expect(results.map(({ id, outcome, message, notes }) => ({ id, outcome, message, notes }))).toEqual([
    { id: 'leaks/commands', outcome: 'passed', message: undefined, notes: [] },
  ])
  const files = left().map(({ name }) => name)
  expect(files.some((name) => name.includes('rejects'))).toBe(true)
  expect(files.some((name) => name.endsWith('state.sqlite'))).toBe(true)
})
