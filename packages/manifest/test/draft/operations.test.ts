import type { Dataset } from '@berth/core'
import { expect, test } from 'vitest'
import { draftResources } from '../../src/index.ts'

const manifestText = `berth: 1
system: { id: test.permits, title: { zh: 许可系统 }, owner: { title: 某市某局, code: 91350100M000100Y43 } }
connections:
  permits: { use: "@berth/connector-soap", options: { wsdl: permits.wsdl } }
`
const submit: Dataset = {
  name: 'submit',
  kind: 'procedure',
  columns: [],
  key: [],
  definition: { operation: 'submit', submits: true },
  doubts: [{ entry: 'submits', text: { zh: '按办理操作起草', en: 'drafted as what does something' } }],
}

test('what may be called is defined and not drafted as a resource', () => {
  const request = { manifestText, connection: 'permits', datasets: [], operations: [submit], language: 'zh' } as const
  const draft = draftResources(request)
  expect(draft.added).toEqual([])
  expect(draft.text).toContain('operation: submit')
  expect(draft.text).toMatch(/# 按办理操作起草\n\s+submits: true/)
  expect(draftResources({ ...request, manifestText: draft.text }).text).toBe(draft.text)
})
