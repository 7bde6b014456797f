import { describe, expect, it } from 'vitest'
import type { AskDocking } from '../../src/init/ask-docking.ts'
import { guessSystemId } from '../../src/init/guess-system-id.ts'
import { planDocking } from '../../src/init/plan-docking.ts'

describe('guessSystemId', () => {
  it.each([
    ['/x/Marriage Registry', 'marriage-registry'],
    ['/x/civil-affairs.marriage', 'civil-affairs.marriage'],
    ['/x/2024_land-', 'land'],
    ['/x/婚姻', undefined],
  ])('%s gives %s', (folder, guess) => {
    expect(guessSystemId(folder)).toBe(guess)
  })
})

describe('planDocking', () => {
  it('asks for what the command line leaves open, and for nothing else', async () => {
    const asked: string[] = []
    const answer = (question: string, text: string): Promise<string> => {
      asked.push(question)
      return Promise.resolve(text)
    }
    const ask: AskDocking = {
      connector: () => answer('connector', 'sqlite'),
      systemId: (guess) => answer(`systemId ${guess}`, 'civil.marriage'),
      title: () => answer('title', '婚姻登记系统'),
      owner: () => answer('owner', '某市民政局'),
      ownerCode: () => answer('ownerCode', '91350100M000100Y43'),
      options: (manifest) => {
        asked.push(`options of ${manifest.name}`)
        return Promise.resolve({ file: 'registry.db' })
      },
    }
    const plan = await planDocking({ folder: '/x/marriage', title: '已有名称', options: {} }, ask)
    expect(asked).toEqual(['connector', 'systemId marriage', 'owner', 'ownerCode', 'options of sqlite'])
    expect(plan).toMatchObject({
      systemId: 'civil.marriage',
      title: '已有名称',
      connector: '@berth/connector-sqlite',
      options: { file: 'registry.db' },
    })
  })
})
