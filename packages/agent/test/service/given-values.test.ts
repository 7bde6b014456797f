import { BerthError } from '@berth/core'
import { expect, test } from 'vitest'
import { mentionable, readRequestBody } from '../../src/service/given-values.ts'

const bytes = (text: string): Uint8Array => Buffer.from(text)

test('a body is read as it is', () => {
  const body = bytes('{"purpose":"贷款","by":{"__proto__":1,"id":2}}')
  const { purpose, values } = readRequestBody(body, 'by')
  expect(purpose).toBe('贷款')
  expect(Object.keys(values)).toEqual(['__proto__', 'id'])
})

test('bytes that are not UTF-8 are refused, never replaced', () => {
  const body = Buffer.concat([bytes('{"purpose":"'), Buffer.from([0xc4, 0xe3]), bytes('","by":{}}')])
  expect(() => readRequestBody(body, 'by')).toThrow(
    expect.objectContaining({ code: 'PARAMETER_INVALID', details: { parameter: 'body', problem: 'UTF-8' } }),
  )
})

test('an error about a body quotes nothing of it, not even as its cause', () => {
  try {
    readRequestBody(bytes('{"purpose": CANARY'), 'by')
    expect.fail()
  } catch (error) {
    expect(BerthError.is(error) && error.cause).toBeUndefined()
  }
})

test('only what can be a name is mentioned', () => {
  expect(['husbandId', 'a.b-c_1'].map(mentionable)).toEqual(['husbandId', 'a.b-c_1'])
  for (const odd of ['', '110105194912310021', '张三', 'a b', 'x'.repeat(65), '1']) expect(mentionable(odd)).toBe('?')
})

test('a purpose is one short line, for it stands in refusals and their log', () => {
  for (const purpose of ['', 'x'.repeat(201), 'a\nb', '\ud800']) {
    expect(() => readRequestBody(bytes(JSON.stringify({ purpose, by: {} })), 'by')).toThrow(
      expect.objectContaining({ code: 'PARAMETER_INVALID', details: { parameter: 'purpose', problem: '1..200' } }),
    )
  }
})
