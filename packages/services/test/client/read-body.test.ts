import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { readBody } from '../../src/client/read-body.ts'

/** Pieces of one byte, each with as much memory behind it as a line reads at once. */
function* crumbs(count: number): Generator<Buffer> {
  for (let index = 0; index < count; index++) yield Buffer.alloc(65_536, index % 251).subarray(0, 1)
}

test('a body in crumbs takes the memory of its bytes, not of what they came in', async () => {
  const before = process.memoryUsage().arrayBuffers
  let most = 0
  const pieces = function* (): Generator<Buffer> {
    for (const piece of crumbs(20_000)) {
      most = Math.max(most, process.memoryUsage().arrayBuffers - before)
      yield piece
    }
  }
  const body = await readBody(Readable.from(pieces()), '', 1_000_000, 'permits', AbortSignal.timeout(20_000))
  expect(Buffer.from(body)).toEqual(Buffer.from(Array.from({ length: 20_000 }, (_, index) => index % 251)))
  expect(most).toBeLessThan(600_000_000)
})
