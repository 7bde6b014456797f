import { BerthError } from '@berth/core'
import { expect, test } from 'vitest'
import { lines, typescriptFiles, workspacePackages } from './sources.ts'

/** An English sentence that an error says its problem in: a text of several words behind what problems are told with. */
const spoken =
  /(?:problem: |(?:invalid|unusable|refuse)\((?:[\w.]+, |'[\w.-]+', )?)(?:[^'"`]*\? )?'((?=[^']*[a-z]{2} [a-z]{2})[^'{}|/<\u4e00-\u9fff]+ [^'{}|<\u4e00-\u9fff]+)'/g

test('what errors say in English in the sources is told in Chinese too', () => {
  const sources = workspacePackages
    .filter(({ folder }) => folder !== 'conformance')
    .flatMap(({ kind, folder }) => typescriptFiles(`${kind}/${folder}/src`))
  const sentences = sources.flatMap((file) =>
    lines(file).flatMap((line) => [...line.matchAll(spoken)].map((match) => ({ file, sentence: match[1] ?? '' }))),
  )
  expect(sentences.length).toBeGreaterThan(50)
  const inChinese = (problem: string): string => new BerthError('KEY_INVALID', { problem }).text('zh')
  expect(sentences.filter(({ sentence }) => inChinese(sentence).includes(sentence))).toEqual([])
})
