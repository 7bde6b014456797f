import { Validator } from '@seriousme/openapi-schema-validator'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { openApiDocument } from '../../src/index.ts'
import { marriageManifest } from '../docking/marriage-manifest.ts'
import { citizenNumbers } from '../docking/marriage-tables.ts'
import { RunningDocking } from '../docking/running-docking.ts'

const document = openApiDocument(marriageManifest)

test('it is valid OpenAPI 3.1', async () => {
  const validator = new Validator()
  const result = await validator.validate(structuredClone(document))
  expect(result).toMatchObject({ valid: true })
  expect(validator.version).toBe('3.1')
  const broken = { ...structuredClone(document), info: {} }
  expect((await new Validator().validate(broken)).valid).toBe(false)
})

test('it offers what the docking offers and tells nothing of the inside', () => {
  expect(Object.keys(document['paths'] as object)).toEqual([
    '/resources/marriage/lookup',
    '/operations/apply',
    '/operations/apply/submission',
    '/health',
    '/ready',
    '/metrics',
    '/openapi.json',
  ])
  const text = JSON.stringify(document)
  for (const inside of ['T_HYDJ', 'NF_SFZH', 'registry', 'T_SQ', 'yyyyMMdd']) expect(text).not.toContain(`"${inside}`)
  expect(text).toContain('结婚登记信息 / Marriages')
})

test('the agent serves it', async () => {
  await using docking = await RunningDocking.start()
  expect((await docking.get('/openapi.json')).body).toEqual(document)
})

test('requests and answers of the agent are as it says', async () => {
  await using docking = await RunningDocking.start()
  const check = (path: string, part: 'request' | number, value: unknown): void => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false })
    ajv.addSchema({ ...document, $id: 'berth:openapi' })
    const at =
      part === 'request' ? 'requestBody/content/application~1json' : `responses/${part}/content/application~1json`
    const pointer = `berth:openapi#/paths/${path.replaceAll('/', '~1')}/post/${at}/schema`
    const validate = ajv.compile({ $ref: pointer })
    expect(validate(value), JSON.stringify(validate.errors)).toBe(true)
  }
  const lookup = '/resources/marriage/lookup'
  for (const by of [
    { husbandId: citizenNumbers[0] },
    { id: 3 },
    { valid: true },
    { district: '东区', registeredOn: '2024-01-01' },
  ]) {
    check(lookup, 'request', { purpose: 'housing-loan', by })
    const { status, body } = await docking.ask(by)
    expect(status).toBe(200)
    check(lookup, 200, body)
  }
  expect(() => check(lookup, 'request', { purpose: 'housing-loan', by: { id: '3' } })).toThrow()
  const input = { husbandId: citizenNumbers[0], copies: null }
  check('/operations/apply', 'request', { purpose: 'x', input })
  check('/operations/apply', 200, (await docking.submit(input)).body)
  const problem = await docking.ask({ id: 'x' })
  const ajv = new Ajv2020({ strict: false, validateFormats: false })
  ajv.addSchema({ ...document, $id: 'berth:openapi' })
  const validate = ajv.compile({ $ref: 'berth:openapi#/components/schemas/Problem' })
  expect(validate(problem.body), JSON.stringify(validate.errors)).toBe(true)
})
