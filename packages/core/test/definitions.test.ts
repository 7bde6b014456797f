import { expect, test } from 'vitest'
import { type Connector, defineConnector, openSession } from '../src/index.ts'

const connector = (takes: boolean): Connector =>
  defineConnector({
    manifest: {
      name: 'probe',
      contract: 1,
      title: { zh: '试' },
      testedServers: [],
      options: {},
      ...(takes
        ? {
            datasets: {
              type: 'object',
              title: { zh: '数据集' },
              members: { files: { type: 'text', title: { zh: '文件' }, required: true } },
            },
          }
        : {}),
      capabilities: {},
      exemptions: [],
    },
    open: async (_options, { datasets }) => ({
      ping: async () => ({ product: Object.keys(datasets).join(','), writable: false }),
      [Symbol.asyncDispose]: async () => undefined,
    }),
  })

test('definitions reach the connector', async () => {
  await using session = await openSession(connector(true), {}, { datasets: { permits: { files: '*.csv' } } })
  expect((await session.ping()).product).toBe('permits')
})

test('a definition that is not valid is refused before anything is opened, without its value', async () => {
  const opening = openSession(connector(true), {}, { datasets: { permits: { files: 7, other: 'canary' } } })
  await expect(opening).rejects.toMatchObject({
    code: 'DEFINITION_INVALID',
    details: { connector: 'probe', dataset: 'permits', path: 'files' },
  })
  await expect(opening).rejects.not.toThrow('canary')
})

test('a connector that takes none refuses them', async () => {
  await expect(openSession(connector(false), {}, { datasets: { permits: {} } })).rejects.toMatchObject({
    code: 'DEFINITION_UNUSED',
  })
})
