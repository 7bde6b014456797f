import { chmodSync, mkdirSync, mkdtempSync, readdirSync, statSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { berth } from '../berth.ts'

const name = `berth-compile-cache-${process.geteuid?.() ?? ''}`

/** What lies among the temporary files after the command has run there. */
async function runIn(folder: string): Promise<readonly string[]> {
  const { code, err } = await berth(['--version'], { environment: { TMPDIR: folder } })
  expect([code, err]).toEqual([0, ''])
  return readdirSync(folder)
}

const temporary = (): string => mkdtempSync(join(tmpdir(), 'berth-temporary-'))

it('compiled code is kept in a folder that nobody else can write', async () => {
  const folder = temporary()
  expect(await runIn(folder)).toEqual([name])
  expect(statSync(join(folder, name)).mode & 0o077).toBe(0)
  expect(readdirSync(join(folder, name))).not.toEqual([])
})

it.each<[string, (place: string, other: string) => void]>([
  ['that everybody can write', (place) => [mkdirSync(place), chmodSync(place, 0o777)]],
  ['that a link leads to', (place, other) => symlinkSync(other, place)],
])('compiled code is neither kept in nor run from a folder %s', async (_what, make) => {
  const [folder, other] = [temporary(), temporary()]
  make(join(folder, name), other)
  expect(await runIn(folder)).toEqual([name])
  expect(readdirSync(join(folder, name))).toEqual([])
})
