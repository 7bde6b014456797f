import type { Column, Dataset } from '@berth/core'
import { describe, expect, it } from 'vitest'
import { draftOperation } from '../../src/draft/draft-operation.ts'
import { parseManifest } from '../../src/load-manifest.ts'

const column = (name: string, nullable: boolean): Column => ({
  name,
  nativeType: 'VARCHAR(30)',
  type: { name: 'text', maxLength: 30 },
  nullable,
})
const procedure: Dataset = {
  name: 'SP_SQ',
  kind: 'procedure',
  columns: [column('JG', true)],
  key: [],
  parameters: [column('SQR_XM', false), column('BZ', true)],
  comment: '提交申请',
}
const head = `berth: 1
system: { id: a.b, title: 系统, owner: { title: 单位, code: 91350100M000100Y43 } }
connections: { legacy: { use: "@berth/connector-memory", options: {} } }
resources: {}
`

function drafted(text: string, target: Dataset, id = 'apply'): string {
  return draftOperation({ manifestText: text, id, connection: 'legacy', target, language: 'zh' })
}

describe('draftOperation', () => {
  it.each([
    ['no operations yet', head],
    ['an empty map', `${head}operations:\n# the end\n`],
    ['windows line ends', head.replaceAll('\n', '\r\n')],
    ['a byte order mark', `\uFEFF${head}`],
  ])('takes the parameters of a procedure, with %s', (_case, text) => {
    const after = drafted(text, procedure)
    const { manifest, findings } = parseManifest(after, { file: 'berth.yaml', folder: '.' })
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([])
    const operation = manifest?.operations['apply']
    expect(operation?.accept.parameter).toMatchObject({ connection: 'legacy', procedure: 'SP_SQ', key: [] })
    expect(operation?.input.map(({ from, required }) => [from, required])).toEqual([
      ['SQR_XM', true],
      ['BZ', false],
    ])
    expect(after.startsWith(text.slice(0, 60))).toBe(true)
    expect(after.includes('\r\n')).toBe(text.includes('\r\n'))
    expect(after.replaceAll('\r\n', '').includes('\n')).toBe(!text.includes('\r\n'))
  })

  it('stands behind the operations that are there, and refuses one of its id', () => {
    const one = drafted(head, procedure)
    const two = drafted(one, { ...procedure, name: 'SP_CX', kind: 'procedure' }, 'withdraw')
    expect(two.startsWith(one.trimEnd())).toBe(true)
    expect(Object.keys(parseManifest(two, { file: 'berth.yaml', folder: '.' }).manifest?.operations ?? {})).toEqual([
      'apply',
      'withdraw',
    ])
    expect(() => drafted(one, procedure)).toThrow(expect.objectContaining({ code: 'ENTRY_EXISTS' }))
    expect(() => drafted(`${head}operations: none\n`, procedure)).toThrow(
      expect.objectContaining({ code: 'MANIFEST_INVALID' }),
    )
  })

  it('says that a table without a key has none', () => {
    const table: Dataset = { name: 'T_SQ', kind: 'table', columns: [column('XM', false)], key: [] }
    expect(drafted(head, table)).toContain('# 系统没有声明主键')
    expect(drafted(head, { ...table, key: ['XM'] })).toContain('table: T_SQ, key: [XM] }')
  })
})
