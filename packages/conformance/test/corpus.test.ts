import { canonicalProblem, formatLogicalType, textDecoding } from '@berth/core'
import { describe, expect, test } from 'vitest'
import { badBytes, charsetTexts } from '../src/corpus/charset-texts.ts'
import { edgeValues, illTypedValues } from '../src/corpus/edge-values.ts'

describe('the corpora agree with the contract', () => {
  test.each(edgeValues)('edge values of $type.name are canonical', ({ type, values }) => {
    const problems = values.filter((value) => canonicalProblem(value, type) !== undefined)
    expect(problems, formatLogicalType(type)).toEqual([])
  })

  test.each(illTypedValues)('cells that are no $type.name are not canonical', ({ type, values }) => {
    const canonical = values.filter((value) => canonicalProblem(value, type) !== 'shape')
    expect(canonical, formatLogicalType(type)).toEqual([])
  })

  test.each(charsetTexts)('$text in $charset', ({ charset, text, bytes }) => {
    expect(textDecoding(charset).decode(bytes, 'column')).toBe(text)
  })

  test.each(badBytes)('bad $charset at $offset', ({ charset, bytes, offset }) => {
    expect(() => textDecoding(charset).decode(bytes, 'column')).toThrow(
      expect.objectContaining({ code: 'TEXT_UNDECODABLE', details: expect.objectContaining({ offset }) }),
    )
  })
})
