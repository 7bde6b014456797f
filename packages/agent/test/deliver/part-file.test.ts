import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { BerthError } from '@berth/core'
import { expect, test } from 'vitest'
import { PartFile } from '../../src/deliver/part-file.ts'
import { TemporaryFolder } from '../temporary-folder.ts'

test('texts stand in the file in the order they came, counted and digested as bytes', async () => {
  using folder = new TemporaryFolder()
  const path = join(folder.path, 'data.part')
  const texts = Array.from({ length: 50 }, (_, index) => `${'泊位𠮷'.repeat(index * 400)}${index}\n`)
  const part = await PartFile.create(path)
  for (const text of texts) await part.append([text.slice(0, 8), text.slice(8)])
  await part.sync()
  const bytes = Buffer.from(texts.join(''))
  expect(readFileSync(path).equals(bytes)).toBe(true)
  expect(part.bytes).toBe(bytes.length)
  expect(part.digest()).toBe(createHash('sha256').update(bytes).digest('hex'))
  await part.close()
})

test('an empty text between two others leaves the one that is being written alone', async () => {
  using folder = new TemporaryFolder()
  const path = join(folder.path, 'data.part')
  const texts = ['a', 'b'].map((letter) => letter.repeat(8 << 20))
  const part = await PartFile.create(path)
  for (const text of texts) await part.append([text]).then(() => part.append([]))
  await part.close()
  expect(createHash('sha256').update(readFileSync(path)).digest('hex')).toBe(part.digest())
})

test('one that goes on holds what was kept and what comes, and nothing of what was cut', async () => {
  using folder = new TemporaryFolder()
  const path = join(folder.path, 'data.part')
  writeFileSync(path, 'kept\nand a longer tail that a crash left behind\n')
  const part = await PartFile.resume(path, 5)
  await part?.append(['new\n'])
  await part?.close()
  expect(readFileSync(path, 'utf8')).toBe('kept\nnew\n')
  expect(part?.digest()).toBe(createHash('sha256').update('kept\nnew\n').digest('hex'))
})

test('one that is gone or too short does not go on', async () => {
  using folder = new TemporaryFolder()
  const path = join(folder.path, 'data.part')
  expect(await PartFile.resume(path, 1)).toBeUndefined()
  writeFileSync(path, 'abc')
  expect(await PartFile.resume(path, 4)).toBeUndefined()
  expect(readFileSync(path, 'utf8')).toBe('abc')
})

test('a folder that is not there is FILE_UNWRITABLE', async () => {
  using folder = new TemporaryFolder()
  const error = await PartFile.create(join(folder.path, 'none', 'data.part')).catch((failure: unknown) => failure)
  expect(BerthError.is(error) && [error.code, error.details['nativeCode']]).toEqual(['FILE_UNWRITABLE', 'ENOENT'])
})
