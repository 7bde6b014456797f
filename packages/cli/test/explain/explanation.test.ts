import { errorCatalogue } from '@berth/core'
import { expect, test } from 'vitest'
import { explain } from '../../src/explain/explanation.ts'
import { explanationLines } from '../../src/explain/explanation-lines.ts'

test.each([
  ['AUTH_FAILED', 'code', 'AUTH_FAILED'],
  ['auth-failed', 'code', 'AUTH_FAILED'],
  ['man-101', 'rule', 'MAN-101'],
  ['SEC_102', 'rule', 'SEC-102'],
  ['DIF-101', 'change', 'DIF-101'],
  ['SCH-101', 'change', 'SCH-101'],
  ['ver-2', 'clause', 'VER-2'],
  ['manifest/unknown-key', 'case', 'manifest/unknown-key'],
])('%s is explained as a %s', async (word, kind, id) => {
  const explanation = await explain(word)
  expect(explanation).toHaveProperty(kind, id)
  const lines = explanationLines(explanation)
  expect(lines[0]).toContain(id)
  expect(lines.join('\n')).not.toContain('undefined')
})

test('a clause names the cases that try it, and a case its clause', async () => {
  const clause = await explain('MAN-1')
  expect(clause).toMatchObject({ role: 'docking', cases: expect.arrayContaining(['manifest/unknown-key']) as unknown })
  expect(await explain('manifest/unknown-key')).toMatchObject({ tries: 'MAN-1' })
})

test.each([
  ['AUTH_FIALED', 'AUTH_FAILED'],
  ['SECRET_MISING', 'SECRET_MISSING'],
  ['certificate', 'CERTIFICATE_REFUSED'],
  ['manifest/unknown-keys', 'manifest/unknown-key'],
])('%s is nothing, and %s is offered', async (word, offered) => {
  const error = await explain(word).catch((failure: unknown) => failure)
  expect(error).toMatchObject({ code: 'PARAMETER_INVALID', details: { parameter: 'CODE' } })
  const { details } = error as { details: { offered: string } }
  expect(details.offered.split(', ')).toContain(offered)
  expect(details.offered.split(', ').length).toBeLessThanOrEqual(8)
})

test('a word that is near to nothing has nothing offered', async () => {
  await expect(explain('x')).rejects.toMatchObject({ details: { offered: '' } })
})

test('every error code is explained', async () => {
  for (const code of Object.keys(errorCatalogue)) expect(await explain(code)).toHaveProperty('code', code)
})
