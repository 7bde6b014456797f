import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { yamlComment, yamlList, yamlScalar } from '../../src/draft/yaml-scalar.ts'

test('simple names and titles stand as they are', () => {
  for (const text of ['T_HYDJ', '姓名', '姓名（NF_XM）', 'a.b-c']) expect(yamlScalar(text)).toBe(text)
})

test('what YAML takes for something else is quoted', () => {
  for (const text of ['true', 'No', 'null', '12', '1e3', '~', '', 'a b', '- a', '{x}', '@a', 'y']) {
    expect(yamlScalar(text)).toBe(JSON.stringify(text))
  }
})

test('any text comes back as it was, in block, in braces and in a list', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string(),
    fc.constantFrom('a: b', 'x #y', '\u0085', '\ufeff', '\u2028'),
  )
  fc.assert(
    fc.property(fc.array(texts, { minLength: 1 }), (values) => {
      const scalars = values.map((value) => `  - ${yamlScalar(value)}`).join('\n')
      expect(parse(`a:\n${scalars}\nb: { c: ${yamlScalar(values[0] ?? '')}, d: ${yamlList(values)} } # e\n`)).toEqual({
        a: values,
        b: { c: values[0], d: values },
      })
    }),
  )
})

test('a comment stays on its line', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(parse(`a: 1 # ${yamlComment(text)}\nb: 2\n`)).toEqual({ a: 1, b: 2 })
    }),
  )
})
