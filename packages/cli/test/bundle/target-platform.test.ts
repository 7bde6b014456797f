import { readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { binaryPlatform, filePlatform, ownPlatform } from '../../src/bundle/target-platform.ts'

/** A package that brings its add-on for every platform in one. */
const oracledb = join(dirname(createRequire(import.meta.url).resolve('oracledb/package.json')), 'build', 'Release')

describe('the platform of a program', () => {
  it('is that of the Node that runs this', () => {
    expect(filePlatform(process.execPath)).toBe(ownPlatform())
  })

  it('is that in the names of add-ons', () => {
    const addons = readdirSync(oracledb).filter((name) => name.endsWith('.node'))
    expect(addons.length).toBeGreaterThanOrEqual(4)
    for (const name of addons) {
      const named = /(?:linux|win32)-\w+/.exec(name)?.[0]
      expect(filePlatform(join(oracledb, name)), name).toBe(named)
    }
  })

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['a text', Buffer.from('MZ is how this text begins, and it is no program of any machine that there is')],
    ['half a header', Buffer.from('7f454c46', 'hex')],
    ['an offset beyond the end', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(58), Buffer.from('ffffff7f', 'hex')])],
  ])('is none for %s', (_what, bytes) => {
    expect(binaryPlatform(bytes)).toBeUndefined()
  })
})
