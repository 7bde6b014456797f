import { type ErrorDetails, Secret } from '@berth/core'
import { expect, test } from 'vitest'
import { attributesOf, connectionString } from '../src/connection-string.ts'
import type { OdbcOptions } from '../src/options.ts'
import { guessedProfile, profileNamed } from '../src/profiles.ts'

const defaults = { dialect: 'auto', maxCellBytes: 1000, ledger: 'BERTH_LEDGER' } as const

function built(options: Partial<OdbcOptions>, profile = 'generic'): string {
  return connectionString({ ...defaults, ...options }, profileNamed(profile))
}

function refused(options: Partial<OdbcOptions>): ErrorDetails {
  try {
    built(options)
  } catch (error) {
    expect(error).toMatchObject({ code: 'OPTION_INVALID' })
    return (error as { readonly details: ErrorDetails }).details
  }
  throw new Error('nothing was refused')
}

test('a data source and a driver', () => {
  expect(built({ dsn: 'hydj' })).toBe('DSN=hydj')
  expect(built({ driver: 'Adaptive Server', attributes: 'Server=a;Port=5000', user: 'u' })).toBe(
    'Driver={Adaptive Server};Server=a;Port=5000;UID=u',
  )
})

test('no value ends its attribute and begins another', () => {
  expect(built({ dsn: 'a', password: new Secret('p;UID=sa') })).toBe('DSN=a;PWD={p;UID=sa}')
  expect(built({ dsn: 'a;UID=sa' })).toBe('DSN={a;UID=sa}')
  expect(built({ dsn: 'a', attributes: 'Options={x;UID=sa}' })).toBe('DSN=a;Options={x;UID=sa}')
  expect(refused({ dsn: 'a', password: new Secret('p};UID=sa') })).toMatchObject({ option: 'password' })
})

test('what is refused never holds the value', () => {
  const details = refused({ dsn: 'a', attributes: 'Server=b;PWD=synthetic' })
  expect(details).toMatchObject({ option: 'attributes' })
  expect(JSON.stringify(details)).not.toContain('synthetic')
  expect(refused({})).toMatchObject({ option: 'dsn' })
  expect(refused({ dsn: 'a', driver: 'b' })).toMatchObject({ option: 'dsn' })
  expect(refused({ dsn: 'a', attributes: 'synthetic' })).toMatchObject({ option: 'attributes' })
})

test('attributes of a profile stand where the options say nothing', () => {
  expect(built({ dsn: 'a' }, 'mysql')).toBe('DSN=a;CHARSET=utf8mb4')
  expect(built({ dsn: 'a', attributes: 'charset=gbk' }, 'mysql')).toBe('DSN=a;charset=gbk')
})

test('names and values of an environment', () => {
  expect([...attributesOf('CLIENT_LOCALE=zh_cn.gb18030; DB_LOCALE={a;b}', 'environment')]).toEqual([
    ['CLIENT_LOCALE', 'zh_cn.gb18030'],
    ['DB_LOCALE', 'a;b'],
  ])
})

test.each([
  ['PostgreSQL Unicode', 'postgresql'],
  ['MariaDB Unicode', 'mysql'],
  ['IBM INFORMIX ODBC DRIVER', 'informix'],
  ['/opt/ibm/lib/libdb2o.so', 'db2'],
  ['Adaptive Server Enterprise', 'sybase'],
  ['FreeTDS', 'generic'],
])('behind %s is likely %s', (driver, profile) => {
  expect(guessedProfile(driver).name).toBe(profile)
})
