import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { PackageManifest, PlacedPackage } from '../../src/bundle/needed-packages.ts'
import { packageContents, requirePlatformPackages } from '../../src/bundle/package-contents.ts'
import { targetPlatforms } from '../../src/bundle/target-platform.ts'

const oracledb = dirname(createRequire(import.meta.url).resolve('oracledb/package.json'))
const addon = (platform: string): string =>
  join(oracledb, 'build', 'Release', `oracledb-${String(installedVersion())}-${platform}.node`)

function installedVersion(): unknown {
  return createRequire(import.meta.url)('oracledb/package.json').version
}

function placed(
  manifest: Partial<PackageManifest>,
  files: Readonly<Record<string, string>>,
  optional = false,
): PlacedPackage {
  const folder = join(mkdtempSync(join(tmpdir(), 'berth-package-')), 'node_modules', 'some')
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    if (content.startsWith('/')) cpSync(content, join(folder, name))
    else writeFileSync(join(folder, name), content)
  }
  return { manifest: { name: 'some', version: '1.0.0', ...manifest }, folder, place: 'node_modules/some', optional }
}

describe('what of a package goes into a bundle', () => {
  it.each(targetPlatforms)('is the add-on of %s alone', (platform) => {
    const manifest = { name: 'oracledb', version: String(installedVersion()) }
    const found = packageContents({ manifest, folder: oracledb, place: '', optional: false }, platform) ?? []
    expect(found.filter((name) => name.endsWith('.node'))).toEqual([
      `build/Release/oracledb-${String(installedVersion())}-${platform}.node`,
    ])
    expect(found).toContain('package.json')
  })

  it('is what Node runs, and nothing of tools or secrets', () => {
    const files = {
      'index.js': '',
      'index.d.ts': '',
      'src/index.ts': '',
      'index.js.map': '',
      'data.json': '{}',
      '.npmrc': 'token=canary',
      'lib/.env': 'canary',
      LICENSE: '',
    }
    expect(packageContents(placed({}, files), 'linux-x64')).toEqual(['LICENSE', 'data.json', 'index.js'])
  })

  it('is what a linked package would publish', () => {
    const entry = placed(
      { files: ['dist', 'bin/run.js'] },
      { 'dist/a.js': '', 'bin/run.js': '', 'bin/b.js': '', 'out.log': '', README: '' },
    )
    const folder = join(mkdtempSync(join(tmpdir(), 'berth-linked-')), 'some')
    cpSync(entry.folder, folder, { recursive: true })
    expect(packageContents({ ...entry, folder }, 'linux-x64')).toEqual(['README', 'bin/run.js', 'dist/a.js'])
  })

  it('is refused where an add-on is for other machines, and left out where it is optional', () => {
    const files = { 'build/addon.node': addon('linux-x64'), 'index.js': '' }
    expect(packageContents(placed({}, files), 'linux-x64')).toEqual(['build/addon.node', 'index.js'])
    expect(() => packageContents(placed({}, files), 'linux-arm64')).toThrow(
      expect.objectContaining({ code: 'ADDON_UNFIT', details: { package: 'some', platform: 'linux-arm64' } }),
    )
    expect(packageContents(placed({}, files, true), 'linux-arm64')).toBeUndefined()
    expect(packageContents(placed({ os: ['!win32'] }, { 'index.js': '' }, true), 'win32-x64')).toBeUndefined()
    expect(packageContents(placed({ os: ['!win32'] }, { 'index.js': '' }), 'linux-x64')).toEqual(['index.js'])
  })

  it('is not an add-on for another C library', () => {
    const files = { 'prebuilds/linux-x64/musl.node': addon('linux-x64') }
    expect(() => packageContents(placed({}, files), 'linux-x64')).toThrow(
      expect.objectContaining({ code: 'ADDON_UNFIT' }),
    )
  })

  it('is refused where npm installed the part for this platform alone', () => {
    const part = placed({ name: 'some-linux-x64', os: ['linux'], cpu: ['x64'] }, {}, true)
    const whole = placed({ optionalDependencies: { 'some-linux-x64': '1', 'some-win32-x64': '1' } }, {})
    expect(() => requirePlatformPackages([whole, part], 'linux-x64')).not.toThrow()
    expect(() => requirePlatformPackages([whole, part], 'win32-x64')).toThrow(
      expect.objectContaining({ code: 'ADDON_UNFIT' }),
    )
  })
})
