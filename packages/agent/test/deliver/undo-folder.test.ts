import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { UndoFolder } from '../../src/deliver/undo-folder.ts'
import { TemporaryFolder } from '../temporary-folder.ts'

test('a script is written to a file of its own, whatever stands where its draft will', async () => {
  using folder = new TemporaryFolder()
  const undo = join(folder.path, 'undo')
  mkdirSync(undo)
  const victim = join(folder.path, 'victim')
  writeFileSync(victim, 'kept')
  symlinkSync(victim, join(undo, '999999998-a_1.sql.part'))
  writeFileSync(join(undo, '999999997-a_2.sql.part'), 'old', { mode: 0o644 })
  const scripts = new UndoFolder(undo)
  await scripts.keep('a/1', 'DELETE 1;')
  await scripts.keep('a/2', 'DELETE 2;')
  expect(readFileSync(victim, 'utf8')).toBe('kept')
  expect(readdirSync(undo).toSorted()).toEqual(['999999997-a_2.sql', '999999998-a_1.sql'])
  for (const name of readdirSync(undo)) expect(statSync(join(undo, name)).mode & 0o077).toBe(0)
})
