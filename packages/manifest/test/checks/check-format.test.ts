import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseManifest } from '../../src/index.ts'

const good = readFileSync(new URL('../fixtures/good/berth.yaml', import.meta.url), 'utf8')

test.each<[type: string, format: string, problem: string | undefined]>([
  ['date', 'yyyyMMdd', undefined],
  ['date', 'yyyyMMddHHmmss', undefined],
  ['date', 'HH:mm', 'it lacks yyyy MM dd'],
  ['time', 'HHmm', undefined],
  ['time', 'yyyyMMddHHmm', 'yyyy MM dd is too much'],
  ['datetime', "yyyy-MM-dd'T'HH:mm:ss.SSSSSS", undefined],
  ['datetime', 'yyyyMMdd', 'it lacks HH mm'],
  ['instant', 'yyyyMMddHHmm', 'only date, time and datetime have one'],
  ['text', 'yyyyMMdd', 'only date, time and datetime have one'],
  ['boolean', '{ true: ["1"], false: ["0"] }', undefined],
  ['date', '{ true: ["1"], false: ["0"] }', 'it is no boolean'],
])('%s with %s', (type, format, problem) => {
  const text = good.replace(
    'type: date, from: DJRQ, grade: 2, format: yyyyMMdd',
    `type: ${type}, from: DJRQ, grade: 2, format: ${format}`,
  )
  const { findings } = parseManifest(text, { file: 'berth.yaml', folder: '/docking' })
  expect(findings.map(({ rule, message }) => `${rule} ${message.en}`)).toEqual(
    problem === undefined ? [] : [`MAN-135 the format does not fit the type ${type}: ${problem}`],
  )
})
