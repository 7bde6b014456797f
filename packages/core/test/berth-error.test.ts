import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { BerthError, errorCatalogue, fileProblems, Secret, serviceProblems, transferProblems } from '../src/index.ts'

test('a printed error holds neither its cause nor an unfilled place', () => {
  const error = new BerthError('AUTH_FAILED', {}, { cause: new Error('canary-in-native-message') })
  for (const printed of [inspect(error), JSON.stringify(error), String(error), error.text('zh'), error.next('en')]) {
    expect(printed).not.toContain('canary')
    expect(printed).not.toMatch(/\{\w+\}/)
  }
  expect((error.cause as Error).message).toContain('canary')
})

test('an error of another installed copy is recognised', () => {
  const foreign = Object.defineProperty(new Error('x'), Symbol.for('berth.error'), { value: true })
  expect(BerthError.is(foreign)).toBe(true)
  expect(BerthError.is(new Error('x'))).toBe(false)
})

test('every code has both languages, and the same places in each', () => {
  const places = (text: string): string[] =>
    [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '').sort((a, b) => a.localeCompare(b))
  for (const [code, { message, next }] of Object.entries(errorCatalogue)) {
    expect(message.zh, code).toMatch(/\p{Script=Han}/u)
    expect(next.zh, code).toMatch(/\p{Script=Han}/u)
    expect(places(message.zh), code).toEqual(places(message.en))
  }
})

test('every problem of a file or service has both languages, and the same places in each', () => {
  const places = (text: string): string[] =>
    [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '').sort((a, b) => a.localeCompare(b))
  for (const [problem, { zh, en }] of Object.entries({ ...fileProblems, ...serviceProblems, ...transferProblems })) {
    if (problem !== 'xml-doctype') expect(zh, problem).toMatch(/\p{Script=Han}/u)
    expect(places(zh), problem).toEqual(places(en))
  }
})

test('a problem with a name is told in the language asked for, once with its place; another stands as it is', () => {
  const details = { file: 'a.xml', format: 'XML', problem: 'byte-invalid', offset: 7, line: 2, position: 5 }
  const error = new BerthError('FILE_MALFORMED', details)
  expect(error.text('zh')).toBe('a.xml 不是完好的 XML 文件：第 7 字节在该编码中无效（第 2 行，第 5 个字符）')
  expect(error.text('en')).toBe(
    'a.xml is not a sound XML file: byte 7 is not valid in its charset (line 2, character 5)',
  )
  expect(
    new BerthError('OPTION_INVALID', { connector: 'ftp', option: 'user', problem: 'a line break' }).text('zh'),
  ).toBe('连接器 ftp 的选项 user 不合规定：a line break')
})

test('a problem in an English sentence, of a value or of an option is told in Chinese too', () => {
  const key = new BerthError('KEY_INVALID', { problem: 'it is no JSON' })
  expect([key.text('zh'), key.text('en')]).toEqual(['密钥不可用：不是 JSON', 'the key cannot be used: it is no JSON'])
  const value = { parameter: 'husbandId', problem: 'value-check-digit', element: 'person.citizenNumber' }
  expect(new BerthError('PARAMETER_INVALID', value).text('zh')).toBe(
    '参数 husbandId 不合规定：校验位与 person.citizenNumber 不符',
  )
  const option = { connector: 'sqlite', option: 'timeout', problem: 'option-least', least: 1 }
  expect(new BerthError('OPTION_INVALID', option).text('en')).toBe(
    'option timeout of connector sqlite is not valid: at least 1 is expected',
  )
})

test('a secret is not printed', () => {
  const secret = new Secret('s3cr3t')
  expect(`${secret} ${JSON.stringify({ secret })} ${inspect(secret)} ${inspect({ deep: { secret } })}`).not.toContain(
    's3cr3t',
  )
  expect(secret.reveal()).toBe('s3cr3t')
})

test('the place in a file is told behind a message that does not name it', () => {
  const details = { column: 'XM', offset: 7, charset: 'gbk', file: 'a.csv', line: 12 }
  const error = new BerthError('TEXT_UNDECODABLE', details)
  expect(error.message).toBe('column XM: byte 7 is not valid gbk (file a.csv, line 12)')
  expect(error.text('zh')).toBe('列 XM 第 7 字节不是合法的 gbk（文件 a.csv，第 12 行）')
  expect(new BerthError('FILE_EXISTS', { file: 'a.csv' }).message.match(/a\.csv/g)).toHaveLength(1)
})
