import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { PutFileRequest } from '@berth/core'
import { expectEqual, expectRejects, expectThat } from '../../run/expect.ts'
import type { CaseContext, ConformanceCase } from '../case.ts'

/** A file on this machine that is to be handed over. */
async function localFile({ atEnd }: CaseContext, name: string, bytes: Buffer): Promise<PutFileRequest> {
  const folder = await mkdtemp(path.join(tmpdir(), 'berth-kit-'))
  atEnd(() => rm(folder, { recursive: true }))
  const from = path.join(folder, 'data')
  await writeFile(from, bytes)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  return { folder: 'out/数据', name, from, bytes: bytes.length, sha256 }
}

/** Finished files that are handed over. */
export const filePutCases: readonly ConformanceCase[] = [
  {
    id: 'files/put',
    clause: 'FIL-1',
    needs: ['files.put'],
    run: async (context) => {
      const { target, open, freshName, note } = context
      if (target.file === undefined)
        return note({ zh: '文件的结果：目标不展示', en: 'what became of a file: the target does not show it' })
      const session = await open('write')
      for (const length of [0, 1, 3_000_000]) {
        const bytes = Buffer.alloc(length, '数据文件\r\n')
        const request = await localFile(context, `${freshName()}.csv`, bytes)
        const where = `${request.folder}/${request.name}`
        expectEqual(await session.putFile(request), { repeated: false }, `what comes of a file of ${length} bytes`)
        expectThat(
          bytes.equals((await target.file(where)) ?? Buffer.from('-')),
          `the file of ${length} bytes is another`,
        )
        expectEqual(await session.putFile(request), { repeated: true }, 'what comes of the same file once more')
        const other = await localFile(context, request.name, Buffer.alloc(length + 1, 'x'))
        await expectRejects(session.putFile(other), ['FILE_EXISTS'], 'another file of the same name')
        expectThat(bytes.equals((await target.file(where)) ?? Buffer.from('-')), 'a file was overwritten by another')
      }
    },
  },
  {
    id: 'files/put-whole-or-not-at-all',
    clause: 'FIL-1',
    needs: ['files.put'],
    run: async (context) => {
      const { target, open, freshName, note } = context
      if (target.file === undefined)
        return note({ zh: '文件的结果：目标不展示', en: 'what became of a file: the target does not show it' })
      const request = await localFile(context, `${freshName()}.csv`, Buffer.alloc(3_000_000, 'a'))
      const where = `${request.folder}/${request.name}`
      const longer = { ...request, bytes: request.bytes + 1 }
      await expectRejects(
        (await open('write')).putFile(longer),
        ['FILE_GROWING'],
        'a file that is shorter than announced',
      )
      expectEqual(await target.file(where), undefined, 'what is there of a file that was not as announced')
      const abort = new AbortController()
      const putting = (await open('write')).putFile(request, { signal: abort.signal })
      setImmediate(() => abort.abort())
      await putting.catch(() => undefined)
      const left = await target.file(where)
      expectThat(left === undefined || left.length === request.bytes, 'a part of a file is there after an abort')
      await (await open('write')).putFile(request)
      expectEqual((await target.file(where))?.length, request.bytes, 'bytes of the file when it was sent again')
    },
  },
]
