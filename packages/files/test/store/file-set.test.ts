import { expect, test } from 'vitest'
import { filePattern } from '../../src/store/file-pattern.ts'
import { FileSets } from '../../src/store/file-set.ts'
import type { FileStore, StoredFile } from '../../src/store/file-store.ts'

const { signal } = new AbortController()

/** A store elsewhere, as one sees it at each look; it counts what it is asked. */
function watchedStore(looks: readonly (readonly StoredFile[])[]): {
  readonly store: FileStore
  readonly asked: string[]
} {
  const asked: string[] = []
  const seen = new Map<string, number>()
  const store: Pick<FileStore, 'list' | 'folders' | 'find'> = {
    list(folder) {
      asked.push(`list ${folder}`)
      const look = seen.get(folder) ?? 0
      seen.set(folder, look + 1)
      const files = looks[Math.min(look, looks.length - 1)] ?? []
      return Promise.resolve(files.filter(({ path }) => path.startsWith(`${folder}/`)))
    },
    folders: () => Promise.resolve(['a', 'b']),
    find(path) {
      asked.push(`find ${path}`)
      return Promise.resolve(undefined)
    },
  }
  return { store: store as FileStore, asked }
}

test('files of a clock that is not ours are told to rest by a second look at each folder, not at each file', async () => {
  const file = (path: string, size = 1): StoredFile => ({ path, size, modified: 1 })
  const first = Array.from({ length: 300 }, (_, index) => file(`${index % 2 === 0 ? 'a' : 'b'}/${index}.csv`))
  const second = [...first.filter(({ path }) => path !== 'b/1.csv' && path !== 'a/2.csv'), file('a/2.csv', 2)]
  const { store, asked } = watchedStore([first, second])
  const pattern = filePattern('*/*.csv')
  if (pattern === undefined) throw new Error('no pattern')
  const sets = new FileSets(store)
  const reading = { dataset: 'd', files: '*/*.csv', pattern, settledMs: 5, maxFiles: 1000, waits: false }
  const { files, unsettled } = await sets.list(reading, signal)
  expect(asked).toEqual(['list a', 'list b', 'list a', 'list b'])
  expect(files).toHaveLength(298)
  expect(unsettled.map(({ path }) => path).sort()).toEqual(['a/2.csv', 'b/1.csv'])
  // What rested is not looked at again; the one that grew is.
  asked.length = 0
  expect((await sets.list(reading, signal)).files).toHaveLength(299)
  expect(asked).toEqual(['list a', 'list b', 'list a'])
})
