import { tmpdir } from 'node:os'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { connectionOptions } from '../../src/init/connection-options.ts'
import { connectorFacts } from '../../src/init/connector-facts.ts'
import { filled } from '../../src/init/fill-template.ts'
import { connectorPackage, knownConnectors } from '../../src/init/known-connectors.ts'

describe('connectionOptions', () => {
  it.each(knownConnectors.map(({ name }) => name))('of %s ask for no secret that it can do without', async (name) => {
    const facts = await connectorFacts(connectorPackage(name), tmpdir())
    const { yaml, environment } = connectionOptions(facts, {})
    const written = parse(`options: ${yaml}`) as { readonly options: object }
    const needed = Object.entries(facts?.options ?? {}).filter(([, schema]) => schema.required === true)
    expect(facts?.version).toMatch(/^\d+\.\d+\.\d+/)
    expect(Object.keys(written.options)).toEqual(needed.map(([option]) => option))
    expect(environment.filter((line) => line.endsWith('='))).toHaveLength(needed.length)
  })

  it('refers to the password of a login that is given', async () => {
    const facts = await connectorFacts('@berth/connector-odbc', tmpdir())
    const { yaml, environment } = connectionOptions(facts, { user: 'reader', dsn: 'HYDJ' })
    expect(yaml).toMatch(/^ {6}password: "\$\{secret:DB_PASSWORD\}"$/m)
    expect(environment).toContain('BERTH_SECRET_DB_PASSWORD=')
  })

  it('takes a secret by reference, as it says, and by nothing else', async () => {
    const facts = await connectorFacts('@berth/connector-odbc', tmpdir())
    const given = { user: 'reader', dsn: 'HYDJ', password: `\${secret:HYDJ_PW}` }
    const { yaml, environment } = connectionOptions(facts, given)
    expect(yaml).toMatch(/^ {6}password: "\$\{secret:HYDJ_PW\}"$/m)
    expect(environment).toContain('BERTH_SECRET_HYDJ_PW=')
    expect(yaml + environment.join()).not.toContain('DB_PASSWORD')
    for (const password of ['x', `\${env:PW}`, `\${secret:A}\n`, `\${secret:A"}`])
      expect(() => connectionOptions(facts, { ...given, password })).toThrow(
        expect.objectContaining({ code: 'OPTION_INVALID' }),
      )
  })
})

it.each([
  ['@berth/connector-odbc', 'attributes', 'DSN=HYDJ;UID=reader;PWD=hX93-kkq8-Zt11'],
  ['@berth/connector-http', 'url', 'http://reader:hX93-kkq8-Zt11@10.0.0.1/api'],
  ['@city/connector-unknown', 'password', 'hX93-kkq8-Zt11'],
])('%s does not get a secret by its option %s', async (use, option, text) => {
  const facts = await connectorFacts(use, tmpdir())
  expect(() => connectionOptions(facts, { [option]: text })).toThrow(
    expect.objectContaining({ code: 'OPTION_INVALID', message: expect.not.stringContaining('hX93') }),
  )
  expect(() => connectionOptions(facts, { [option]: `\${secret:DB_PASSWORD}` })).not.toThrow()
})

describe('filled', () => {
  it('quotes, leaves what was filled in alone, and refuses an unknown place', () => {
    expect(filled('a: "{{one}}" # {{two}}', { one: 'x"{{two}}', two: 'y' })).toBe('a: "x\\"{{two}}" # y')
    expect(() => filled('{{three}}', {})).toThrow('three')
  })
})
