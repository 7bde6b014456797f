import { expect, test } from 'vitest'
import { answerProblem, generateKey, signAnswer, signRequest } from '../../src/index.ts'

const agent = generateKey('civil-affairs.marriage')
const platform = generateKey('platform')
const asked = { method: 'POST', path: '/resources/marriage/lookup', body: '{"purpose":"p"}' }
const answer = { request: signRequest(platform, asked), status: 200, body: '{"rows":[]}' }
const token = signAnswer(agent, answer, Date.UTC(2026, 0, 1))

test('an answer holds for its own question, status and body', async () => {
  expect(await answerProblem(token, answer, agent)).toBeUndefined()
  expect(await answerProblem(token, { ...answer, body: Buffer.from(answer.body) }, agent)).toBeUndefined()
})

test.each([
  ['taken away', undefined, {}, 'missing'],
  ['empty', '', {}, 'missing'],
  ['for another question, though it is the same text', token, { request: signRequest(platform, asked) }, 'q'],
  ['with another status', token, { status: 202 }, 'st'],
  ['with another body', token, { body: '{"rows":[{}]}' }, 'bh'],
  ['a request instead', answer.request, {}, 'typ'],
])('an answer is not proven: %s', async (_name, given, change, problem) => {
  expect(await answerProblem(given, { ...answer, ...change }, agent)).toBe(problem)
})

test('an answer of somebody else is not proven, also under the same name', async () => {
  const others = [generateKey('other.system'), generateKey(agent.id)]
  const problems = await Promise.all(others.map((key) => answerProblem(signAnswer(key, answer, 0), answer, agent)))
  expect(problems).toEqual(['iss', 'another key signed it, or it was changed'])
})
