import { expect, test } from 'vitest'
import { MarkerTexts } from '../src/markers.ts'
import { productOf } from '../src/session.ts'

test('numbered markers become plain ones, in any order and as often as they stand', () => {
  const texts = new MarkerTexts()
  expect(texts.positional('SELECT ?2, ?1 FROM t WHERE a = ?2 LIMIT 5')).toEqual({
    sql: 'SELECT ?, ? FROM t WHERE a = ? LIMIT 5',
    order: [1, 0, 1],
  })
})

test('what is quoted is left alone', () => {
  const texts = new MarkerTexts()
  const text = "SELECT `a?1``?2`, '?3''?4' FROM `?5` WHERE `x` = ?1"
  expect(texts.positional(text)).toEqual({ sql: "SELECT `a?1``?2`, '?3''?4' FROM `?5` WHERE `x` = ?", order: [0] })
  expect(texts.positional(text)).toBe(texts.positional(text))
})

test.each([
  ['10.11.19-MariaDB-0+deb12u1', 'Debian 12', 'MariaDB 10.11.19'],
  ['5.5.5-10.4.32-MariaDB', 'mariadb.org binary distribution', 'MariaDB 10.4.32'],
  ['5.1.73', 'Source distribution', 'MySQL 5.1.73'],
  ['8.4.0-commercial', 'MySQL Enterprise Server - Commercial', 'MySQL 8.4.0'],
  ['8.0.36-28', 'Percona Server (GPL), Release 28', 'Percona Server 8.0.36'],
  ['8.0.11-TiDB-v7.5.0', 'TiDB Server (Apache License 2.0)', 'TiDB 7.5.0'],
  ['5.7.25-OceanBase_CE-v4.2.1.0', 'OceanBase_CE 4.2.1.0', 'OceanBase 4.2.1.0'],
])('%s (%s) is %s', (version, comment, product) => {
  expect(productOf(version, comment)).toBe(product)
})
