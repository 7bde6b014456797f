import { Secret } from '@berth/core'
import { identifierPattern } from '@berth/manifest'
import { describe, expect, it } from 'vitest'
import type { AskDocking } from '../../src/init/ask-docking.ts'
import { ownerCodeProblem, systemIdProblem } from '../../src/init/docking-problems.ts'
import { guessSystemId } from '../../src/init/guess-system-id.ts'
import { planDocking } from '../../src/init/plan-docking.ts'

const registry = { connector: 'sqlite', options: { file: '../registry.db' }, found: '../registry.db' }
const land = { connector: 'soap', options: { wsdl: 'land.wsdl' }, found: 'land.wsdl' }
const wishes = { folder: '/x/marriage', title: '系统', owner: '单位', ownerCode: '91350100M000100Y43', options: {} }

describe('guessSystemId', () => {
  it.each([
    ['/x/Marriage Registry', 'marriage-registry'],
    ['/x/civil-affairs.marriage', 'civil-affairs.marriage'],
    ['/x/2024_land-', 'land'],
    ['/x/land - 2024 (new)', 'land-2024-new'],
    ['/x/land_.old..db', 'land.old.db'],
    ['/x/婚姻', undefined],
  ])('%s gives %s', (folder, guess) => {
    expect(guessSystemId(folder)).toBe(guess)
  })
})

it.each([
  ['land-2024.old', true],
  ['land--2024', false],
  ['land-', false],
  ['land.-a', false],
  ['land..a', false],
  ['2land', false],
])('%s is a system id here and in the manifest: %s', (id, expected) => {
  expect(systemIdProblem(id) === undefined).toBe(expected)
  expect(new RegExp(identifierPattern).test(id)).toBe(expected)
})

describe('planDocking', () => {
  it('asks for what the command line leaves open, and for nothing else', async () => {
    const asked: string[] = []
    const answer = (question: string, text: string): Promise<string> => {
      asked.push(question)
      return Promise.resolve(text)
    }
    const ask: AskDocking = {
      system: (near) => {
        asked.push(`system of ${near.length}`)
        return Promise.resolve(undefined)
      },
      connector: () => answer('connector', 'firebird'),
      systemId: (guess) => answer(`systemId ${guess}`, 'civil.marriage'),
      title: () => answer('title', '婚姻登记系统'),
      owner: () => answer('owner', '某市民政局'),
      ownerCode: () => answer('ownerCode', '91350100M000100Y43'),
      options: (manifest) => {
        asked.push(`options of ${manifest.name}`)
        return Promise.resolve({ database: 'HYDJ.FDB' })
      },
      secrets: (manifest, given) => {
        asked.push(`secrets of ${manifest.name} at ${given['database']}`)
        return Promise.resolve({ DB_PASSWORD: new Secret('canary-4711') })
      },
    }
    const near = [registry, land]
    const plan = await planDocking({ folder: '/x/marriage', title: '已有名称', options: {}, near }, ask)
    expect(asked).toEqual([
      'system of 2',
      'connector',
      'systemId marriage',
      'owner',
      'ownerCode',
      'options of firebird',
      'secrets of firebird at HYDJ.FDB',
    ])
    expect(plan).toMatchObject({
      systemId: 'civil.marriage',
      title: '已有名称',
      connector: '@berth/connector-firebird',
      options: { database: 'HYDJ.FDB' },
    })
    expect(JSON.stringify(plan)).not.toContain('canary-4711')
  })

  it('guesses from the one file that fits, and never from several', async () => {
    const plan = await planDocking({ ...wishes, near: [registry] })
    expect(plan).toMatchObject({
      connector: '@berth/connector-sqlite',
      options: { file: '../registry.db' },
      guessed: '../registry.db',
    })
    const named = await planDocking({
      ...wishes,
      connector: 'soap',
      options: { wsdl: 'own.wsdl' },
      near: [registry, land],
    })
    expect(named).toMatchObject({ connector: '@berth/connector-soap', options: { wsdl: 'own.wsdl' } })
    await expect(planDocking({ ...wishes, near: [registry, land] })).rejects.toMatchObject({
      code: 'PARAMETER_MISSING',
      details: { parameter: '--connector' },
    })
  })

  it('needs nothing for a sample', async () => {
    const plan = await planDocking({ folder: '/x/trial', options: {}, sample: true, near: [registry, land] })
    expect(plan).toMatchObject({ systemId: 'trial', options: { file: 'sample.db' }, sample: true })
    expect(ownerCodeProblem(plan.owner.code)).toBeUndefined()
  })
})
