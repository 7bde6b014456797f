import type { LogicalType } from '@berth/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Detection, detectElement } from '../../src/index.ts'

const citizens = ['11010519491231002X', '440524188001010014', '110101190001011009']
const text = (maxLength: number): LogicalType => ({ name: 'text', maxLength })
const money: LogicalType = { name: 'decimal', precision: 12, scale: 2 }

const named: readonly [string, LogicalType, string | undefined][] = [
  ['SFZH', text(18), 'person.citizenNumber'],
  ['NF_SFZHM', text(18), 'person.citizenNumber'],
  ['nfsfzh', text(20), 'person.citizenNumber'],
  ['ZJHM', text(30), 'certificate.number'],
  ['XM', text(20), 'person.name'],
  ['xing_ming', text(20), 'person.name'],
  ['XB', text(1), 'person.sex'],
  ['XB', { name: 'integer' }, 'person.sex'],
  ['CSRQ', text(8), 'person.birthDate'],
  ['CSRQ', { name: 'datetime' }, 'person.birthDate'],
  ['LXDH', text(20), 'person.phone'],
  ['LXDH2', text(20), 'person.phone'],
  ['SJHM', text(11), 'person.mobilePhone'],
  ['DJRQ', { name: 'date' }, 'event.date'],
  ['DJRQ', { name: 'datetime' }, 'event.datetime'],
  ['GXSJ', { name: 'datetime' }, 'event.datetime'],
  ['JTZZ', text(100), 'person.address'],
  ['DZ', text(100), 'person.address'],
  ['TYSHXYDM', text(18), 'organisation.creditCode'],
  ['QYMC', text(100), 'organisation.name'],
  ['XZQHDM', text(6), 'place.division'],
  ['JFJE', money, 'money.amount'],
  ['YZBM', text(6), 'contact.postalCode'],
  ['HYZK', text(2), 'person.maritalStatus'],
  ['CPH', text(10), 'vehicle.plate'],
  ['PHONE_NO', text(20), 'person.phone'],
  ['HIRE_DATE', { name: 'datetime' }, 'event.datetime'],
  ['FIRST_NAME', text(15), 'person.name'],
  ['SALARY', money, 'money.amount'],
  ['JOB_COUNTRY', text(15), 'place.country'],
  ['ADDRESS_LINE1', text(30), 'person.address'],
  ['POSTAL_CODE', text(12), 'contact.postalCode'],
  ['idCardNo', text(18), 'person.citizenNumber'],
  ['身份证号', text(18), 'person.citizenNumber'],
  ['联系电话', text(30), 'person.phone'],
  ['DATE_NEEDED', { name: 'datetime' }, 'event.datetime'],
  ['XMMC', text(100), undefined],
  ['STATE', text(10), undefined],
  ['UPDATED_AT', { name: 'instant' }, undefined],
  ['EMP_NO', { name: 'integer' }, undefined],
  ['PHONE_EXT', text(4), undefined],
  ['SFZH', text(2), undefined],
  ['JE', text(20), undefined],
  ['BZ', text(500), undefined],
  ['', text(500), undefined],
]

test.each(named)('the name %s with the type %o stands for %s', (name, type, element) => {
  expect(detectElement({ name, type })?.element).toBe(element)
})

const commented: readonly [string, LogicalType, string | undefined][] = [
  ['男方身份证号', text(18), 'person.citizenNumber'],
  ['公民身份号码（18位）', text(18), 'person.citizenNumber'],
  ['统一社会信用代码', text(18), 'organisation.creditCode'],
  ['联系电话1', text(18), 'person.phone'],
  ['登记日期', { name: 'date' }, 'event.date'],
  ['性别：1男 2女', text(1), 'person.sex'],
  ['法定代表人姓名', text(30), 'person.name'],
  ['缴费金额', money, 'money.amount'],
  ['证件号码', text(30), 'certificate.number'],
  ['Date of birth', { name: 'date' }, 'person.birthDate'],
  ['证件号码类型', text(30), undefined],
  ['姓名拼音', text(30), undefined],
  ['备注', text(30), undefined],
]

test.each(commented)('the comment %s with the type %o stands for %s', (comment, type, element) => {
  expect(detectElement({ name: 'C1', type, comment })?.element).toBe(element)
})

const repeated = (values: readonly string[], times: number): string[] =>
  Array.from({ length: times }, () => values).flat()

const sampled: readonly [string, readonly string[]][] = [
  ['person.citizenNumber', citizens],
  ['organisation.creditCode', repeated(['91350100M000100Y43', '91000000T000002470'], 2)],
  ['organisation.organisationCode', repeated(['D2143569-X', 'M000100Y-4', 'T0000006-0'], 3)],
  ['person.mobilePhone', repeated(['13800000000', '15912345678'], 3)],
  ['contact.email', ['a@example.cn', 'b@example.cn']],
  ['vehicle.plate', ['京A12345', '闽AD12345', '沪B1234学']],
  ['bank.cardNumber', repeated(['4111111111111111'], 12)],
  ['person.name', repeated(['张三', '李小四', '欧阳某某', '王五'], 2)],
  ['person.address', repeated(['某省某市某路1号', '某县某镇某村2号'], 3)],
  ['organisation.name', repeated(['某某有限公司', '某市民政局', '某区第一小学'], 2)],
  ['event.date', ['20010203', '19991231']],
  ['event.datetime', ['2001-02-03 04:05:06']],
]

test.each(sampled)('samples alone show %s', (element, samples) => {
  expect(detectElement({ name: 'C1', type: { name: 'text' }, samples })?.element).toBe(element)
})

test('a name alone is believed less than a name and samples, and those less than with a comment', () => {
  const column = { name: 'SFZH', type: text(18) }
  const byName = detectElement(column)?.confidence ?? 0
  const byBoth = detectElement({ ...column, samples: ['11010519491231002X'] })?.confidence ?? 0
  expect(byName).toBeGreaterThan(0.5)
  expect(byBoth).toBeGreaterThan(byName)
  const byComment = detectElement({ ...column, comment: '身份证号' })
  expect(byComment?.confidence).toBeGreaterThan(byName)
  expect(byComment?.confidence).toBeLessThanOrEqual(0.9)
  expect(byComment?.reasons.map((reason) => reason.zh)).toEqual(['列名', '注释'])
})

test('samples that fail speak against a name', () => {
  const samples = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth']
  expect(detectElement({ name: 'SFZH', type: text(18), samples })).toBeUndefined()
  const commented = detectElement({ name: 'LXDH', type: text(18), comment: '联系电话', samples })
  expect(commented?.confidence ?? 0).toBeLessThan(0.3)
  const dates = detectElement({ name: 'DJRQ', type: text(18), comment: '登记日期', samples })
  expect(dates).toBeUndefined()
})

test('samples decide what a number of a certificate is', () => {
  const column = { name: 'ZJHM', type: text(30), comment: '证件号码' }
  expect(detectElement({ ...column, samples: citizens })?.element).toBe('person.citizenNumber')
  expect(detectElement({ ...column, samples: ['a1', 'b2', 'c3', 'd4', 'e5'] })?.element).toBe('certificate.number')
})

test('a comment that says something else takes a pinyin name its weight', () => {
  expect(detectElement({ name: 'XM', type: text(50), comment: '项目' })).toBeUndefined()
})

test('a text date is told with its pattern', () => {
  const birth = detectElement({ name: 'CSRQ', type: text(8), samples: ['19491231', '18800101'] })
  expect(birth).toMatchObject({ element: 'person.birthDate', datePattern: { pattern: 'yyyyMMdd', type: 'date' } })
  const changed = detectElement({ name: 'DJRQ', type: text(20), samples: ['2001/02/03 04:05:06'] })
  expect(changed).toMatchObject({ element: 'event.datetime', datePattern: { pattern: 'yyyy/MM/dd HH:mm:ss' } })
})

test('an unsure guess proposes no grade below that of an unknown text', () => {
  expect(detectElement({ name: 'CUSTOMER', type: text(50) })).toMatchObject({ element: 'organisation.name', grade: 3 })
  expect(detectElement({ name: 'QYMC', type: text(50) })).toMatchObject({ element: 'organisation.name', grade: 1 })
})

test('null, blank, padded and binary samples are borne', () => {
  const samples = [null, '', '   ', new Uint8Array(3), true, '11010519491231002X   ', 440524188001010, ...citizens]
  expect(detectElement({ name: 'C1', type: text(30), samples })?.element).toBe('person.citizenNumber')
  expect(detectElement({ name: 'SFZH', type: text(30), samples: [null, ''] })?.confidence).toBe(0.8)
})

test('whatever the column: no throw, a confidence between 0.3 and 0.99, reasons, and nothing of a sample', () => {
  const types: readonly LogicalType[] = [text(30), { name: 'int64' }, { name: 'datetime' }, { name: 'binary' }, money]
  const samples = fc.array(fc.oneof(fc.constantFrom(...citizens), fc.stringMatching(/^[a-z]{4}Q[0-9]{6}$/)))
  const detect = fc
    .record({
      name: fc.oneof(fc.string(), fc.constantFrom('SFZH', 'XM', 'LXDH', 'DJRQ')),
      comment: fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('身份证号', '电话', '（）', '：')),
      type: fc.constantFrom(...types),
      samples,
    })
    .map((column): [readonly string[], Detection | undefined] => [column.samples, detectElement(column)])
  fc.assert(
    fc.property(detect, ([given, detection]) => {
      if (detection === undefined) return
      expect(detection.confidence).toBeGreaterThanOrEqual(0.3)
      expect(detection.confidence).toBeLessThanOrEqual(0.99)
      expect(detection.reasons.length).toBeGreaterThan(0)
      const told = JSON.stringify(detection)
      for (const sample of given) expect(told).not.toContain(sample)
    }),
  )
})
