import { expect, test } from 'vitest'
import type { RoleCase, RoleKit } from '../src/index.ts'
import { notesOf, runCases, triedInPart } from '../src/index.ts'

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

test.each(['open', 'end'] as const)('what never ends at its %s fails its case, and the run goes on', async (way) => {
  const kit = { ...kitOf('passes', 'passes', 'passes') }
  const never = new Promise<never>(() => undefined)
  kit.open = async () => (way === 'open' ? await never : { context: '', notes: [], end: () => never })
  const { counts, results } = await runCases(kit, { caseTimeoutMs: 10 })
  expect(counts.failed).toBe(3)
  expect(results[0]?.message).toBe('did not end within 10 ms')
})

test('a level says how many of its cases were tried in part only', async () => {
  const kit = kitOf('passes', 'passes', 'fails')
  const noted = {
    ...kit,
    open: async () => ({ context: '', notes: [{ zh: '锁', en: 'locks' }], end: async () => undefined }),
  }
  expect(triedInPart(await runCases(kit))).toBe(0)
  const run = await runCases(noted)
  expect(run.reached).toBe('standard')
  expect(triedInPart(run)).toBe(2)
  expect(notesOf(run.results)).toEqual([{ zh: '锁', en: 'locks' }])
})
