import { existsSync, readFileSync } from 'node:fs'
import { BerthError } from '@berth/core'
import { expect, test } from 'vitest'
import { RejectsFile, rejectedRecords } from '../../src/deliver/rejects-file.ts'
import { TemporaryFolder } from '../temporary-folder.ts'

test('rows left out are named by their place in the whole read, unreadable ones between the others', () => {
  const error = new BerthError('TEXT_UNDECODABLE', { column: 'XM', offset: 3, charset: 'gbk' })
  const tooLong = new BerthError('VALUE_TOO_LONG', { column: 'XM', length: 9, maxLength: 5 })
  // 1,000 rows were skipped by a resume, 200 read since; this batch has rows 1201 to 1206, 1202 and 1205 unreadable.
  const unreadable = [
    { row: 202, error },
    { row: 205, error: tooLong },
  ]
  const rejects = [
    { row: 0, item: 'a', code: 'VALUE_INVALID', length: 1 },
    { row: 1, item: 'b', code: 'VALUE_LOSS', length: 2 },
    { row: 3, item: 'c', code: 'CODE_UNKNOWN', length: 3 },
  ] as const
  expect(rejectedRecords(1200, 1000, unreadable, rejects)).toEqual([
    { row: 1201, item: 'a', code: 'VALUE_INVALID', length: 1 },
    { row: 1202, code: 'TEXT_UNDECODABLE', column: 'XM', offset: 3 },
    { row: 1203, item: 'b', code: 'VALUE_LOSS', length: 2 },
    { row: 1205, code: 'VALUE_TOO_LONG', column: 'XM', length: 9 },
    { row: 1206, item: 'c', code: 'CODE_UNKNOWN', length: 3 },
  ])
})

test('a file that goes on cuts what came after its checkpoint', async () => {
  using folder = new TemporaryFolder()
  const one = { row: 1, item: 'a', code: 'VALUE_INVALID', length: 1 } as const
  const first = new RejectsFile(folder.path, 'person-file-1')
  await first.add([one])
  const bytes = first.bytes
  await first.add([{ ...one, row: 2 }])
  await first.sync()
  await first.close()
  const second = new RejectsFile(folder.path, 'person-file-1')
  await second.begin(bytes)
  await second.add([{ ...one, row: 3 }])
  await second.close()
  expect(
    readFileSync(second.path, 'utf8')
      .split('\n')
      .map((line) => line && JSON.parse(line).row),
  ).toEqual([1, 3, ''])
})

test('a run that begins anew removes what a run that was given up had named', async () => {
  using folder = new TemporaryFolder()
  const first = new RejectsFile(folder.path, 'person-file-1')
  await first.begin(0)
  await first.add([{ row: 1, item: 'a', code: 'VALUE_INVALID', length: 1 }])
  await first.close()
  const second = new RejectsFile(folder.path, 'person-file-1')
  await second.begin(0)
  await second.close()
  expect(existsSync(first.path)).toBe(false)
})
