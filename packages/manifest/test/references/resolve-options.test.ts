import { inspect } from 'node:util'
import { type OptionsSchema, Secret } from '@berth/core'
import { expect, test } from 'vitest'
import { type Connection, resolveOptions } from '../../src/index.ts'

const reference = (kind: string, name: string): string => `\${${kind}:${name}}`
const connection = (options: Connection['options']): Connection => ({ id: 'registry', use: 'x', options, datasets: {} })
const sources = {
  env: { HOST: 'db.example', PORT: '3050', READ_ONLY: 'true', EMPTY: '', PASSWORD: 'canary' } as const,
  secret: (name: string) => (name === 'DB' ? 'canary' : undefined),
}
const title = { zh: '选项' }
const schema: OptionsSchema = {
  host: { type: 'string', title },
  port: { type: 'integer', title },
  readOnly: { type: 'boolean', title },
  password: { type: 'string', secret: true, title },
}

test('references are filled in, also inside longer texts', () => {
  const url = `fb://${reference('env', 'HOST')}:${reference('env', 'PORT')}/x`
  expect(resolveOptions(connection({ url, port: 1, on: true, plain: 'a$b', brace: '$${x}' }), sources)).toEqual({
    url: 'fb://db.example:3050/x',
    port: 1,
    on: true,
    plain: 'a$b',
    brace: `\${x}`,
  })
})

test('a text with a secret in it cannot be printed', () => {
  const given = connection({
    dsn: `user=x;password=${reference('secret', 'DB')}`,
    password: reference('env', 'PASSWORD'),
  })
  const { dsn, password } = resolveOptions(given, sources, schema)
  expect(inspect([dsn, password]) + JSON.stringify([dsn, password])).not.toContain('canary')
  expect(dsn instanceof Secret && dsn.reveal()).toBe('user=x;password=canary')
  expect(password instanceof Secret && password.reveal()).toBe('canary')
})

test('with a schema, numbers and booleans come out of the environment as such', () => {
  const options = {
    port: reference('env', 'PORT'),
    readOnly: reference('env', 'READ_ONLY'),
    host: reference('env', 'PORT'),
  }
  expect(resolveOptions(connection(options), sources, schema)).toEqual({ port: 3050, readOnly: true, host: '3050' })
  expect(resolveOptions(connection(options), sources)).toEqual({ port: '3050', readOnly: 'true', host: '3050' })
  expect(resolveOptions(connection({ port: reference('env', 'HOST') }), sources, schema)).toEqual({
    port: 'db.example',
  })
})

test('every reference without a value is named at once', () => {
  const options = {
    user: reference('env', 'NOBODY'),
    password: reference('secret', 'NOTHING'),
    host: reference('env', 'EMPTY'),
    again: reference('env', 'NOBODY'),
  }
  expect(() => resolveOptions(connection(options), sources)).toThrow(
    expect.objectContaining({
      code: 'SECRET_MISSING',
      details: { reference: [options.user, options.password, options.host].join(', ') },
    }),
  )
})
