import { expect, test } from 'vitest'
import type { RoleCase, RoleKit } from '../src/index.ts'
import { runCases } from '../src/index.ts'

/** A kit of one case a level, which passes, fails, or does not apply. */
function kitOf(...ways: readonly ('passes' | 'fails' | 'not declared')[]): RoleKit<string> {
  const cases = ways.map((way, at): RoleCase<string> & { readonly way: string } => ({
    id: `level/${at}`,
    clause: 'CAP-1',
    level: (['basic', 'standard', 'full'] as const)[at] ?? 'full',
    way,
    run: async () => {
      if (way === 'fails') throw new Error('it fails')
    },
  }))
  return {
    role: 'connector',
    subject: { name: 'levels', digests: {} },
    cases,
    exemptions: [],
    missing: ({ id }) => (cases.find((tried) => tried.id === id)?.way === 'not declared' ? 'it' : undefined),
    tryMissing: async () => undefined,
    open: async () => ({ context: '', notes: [], end: async () => undefined }),
  }
}

test.each([
  [['passes', 'passes', 'passes'], 'full'],
  [['passes', 'fails', 'passes'], 'basic'],
  [['fails', 'passes', 'passes'], 'none'],
  [['passes', 'passes', 'not declared'], 'standard'],
  [['not declared', 'not declared', 'not declared'], 'none'],
] as const)('cases that are %j reach %s', async (ways, reached) => {
  expect(await runCases(kitOf(...ways))).toMatchObject({ reached, complete: true })
})

test('a run of some of the cases claims no more than they prove', async () => {
  const kit = kitOf('passes', 'passes', 'passes')
  expect(await runCases(kit, { only: ['level/0'] })).toMatchObject({ reached: 'basic', complete: false })
  expect(await runCases(kit, { level: 'standard' })).toMatchObject({ reached: 'standard', complete: false })
})
