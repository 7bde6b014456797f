import type { Dataset } from '@berth/core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { askDataset, RawService } from './raw-service.ts'

let service: RawService
beforeEach(async () => {
  service = await RawService.start()
})
afterEach(() => service[Symbol.asyncDispose]())

async function described(datasets: Readonly<Record<string, unknown>>, names?: readonly string[]): Promise<Dataset[]> {
  await using session = await service.open({}, datasets)
  const told: Dataset[] = []
  for await (const dataset of session.describe(names === undefined ? {} : { names })) told.push(dataset)
  return told
}

test('what is defined is told as it is, the rest as drafts, and nothing is asked of the service', async () => {
  const told = await described(askDataset())
  expect(told.map(({ name, kind, definition }) => [name, kind, definition === undefined])).toEqual([
    ['other', 'procedure', false],
    ['people', 'service', true],
  ])
  expect((await described(askDataset(), ['people'])).map(({ name }) => name)).toEqual(['people'])
  expect(service.received).toEqual([])
})

test('a draft says what the WSDL does not', async () => {
  const [draft] = await described({}, ['other'])
  expect(draft?.doubts?.map(({ entry }) => entry)).toEqual(['submits', 'answer'])
})

test('two operations of one name are told with the reason why neither can be asked', async () => {
  const original = service.document('').text
  service.document = () => ({
    text: original.replace(/<operation name="other"><input.*?<\/operation>/, (other) => other + other),
  })
  const told = await described({})
  expect(told.map(({ name, refusal, columns }) => [name, refusal?.code, columns.length])).toEqual([
    ['ask', undefined, 2],
    ['other', 'DEFINITION_INVALID', 0],
  ])
  await expect(service.open({}, { d: { operation: 'other' } })).rejects.toMatchObject({ code: 'DEFINITION_INVALID' })
})
