import { cpSync, existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { neededPackages, type PackageManifest, type PlacedPackage } from '../../src/bundle/needed-packages.ts'

type Written = Omit<PackageManifest, 'name'>

/** Writes packages into a folder as npm lays them out: the keys are their places. */
function tree(packages: Readonly<Record<string, Written>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'berth-packages-'))
  for (const [place, manifest] of Object.entries(packages)) {
    const name = place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length)
    mkdirSync(join(folder, place), { recursive: true })
    writeFileSync(join(folder, place, 'package.json'), JSON.stringify({ name, ...manifest }))
  }
  return folder
}

const places = (found: readonly PlacedPackage[]): string[] =>
  found.map(({ place, manifest }) => `${place}@${manifest.version}`)

describe('the packages that are needed to run', () => {
  it('are those named for production, and theirs, once each', () => {
    const folder = tree({
      'node_modules/root': { version: '1.0.0', dependencies: { one: '*', '@scope/two': '*' } },
      'node_modules/one': { version: '1.0.0', dependencies: { '@scope/two': '*' } },
      'node_modules/@scope/two': { version: '2.0.0', dependencies: { one: '*' } },
      'node_modules/developed-with': { version: '1.0.0' },
    })
    const found = neededPackages([{ name: 'root', from: [folder] }])
    expect(places(found)).toEqual([
      'node_modules/@scope/two@2.0.0',
      'node_modules/one@1.0.0',
      'node_modules/root@1.0.0',
    ])
  })

  it('are found again in their new places in the very versions of before', () => {
    const folder = tree({
      'node_modules/root': { version: '1.0.0', dependencies: { one: '*', two: '*', deep: '*' } },
      'node_modules/deep': { version: '1.0.0' },
      'node_modules/one': { version: '1.0.0', dependencies: { deep: '*', two: '*' } },
      'node_modules/one/node_modules/deep': { version: '3.0.0' },
      'node_modules/one/node_modules/two': { version: '9.0.0', dependencies: { deep: '*' } },
      'node_modules/two': { version: '1.0.0', dependencies: { deep: '*' } },
      'node_modules/two/node_modules/deep': { version: '2.0.0', dependencies: { one: '*' } },
    })
    const found = neededPackages([{ name: 'root', from: [folder] }])
    const moved = mkdtempSync(join(tmpdir(), 'berth-moved-'))
    for (const { folder: from, place } of found) {
      mkdirSync(join(moved, place), { recursive: true })
      cpSync(join(from, 'package.json'), join(moved, place, 'package.json'))
    }
    const seen = (at: string, name: string): unknown => {
      const require = createRequire(join(at, 'package.json'))
      return require(`${name}/package.json`).version
    }
    for (const { folder: from, place, manifest } of found)
      for (const name of Object.keys(manifest.dependencies ?? {}))
        expect(seen(join(moved, place), name), `${place} needs ${name}`).toBe(seen(from, name))
    expect(places(found)).toContain('node_modules/one/node_modules/two@9.0.0')
  })

  it('have the drivers among them that a connector cannot do without, and no peer that it can', () => {
    const folder = tree({
      'node_modules/connector': {
        version: '1.0.0',
        peerDependencies: { driver: '*', runner: '*' },
        peerDependenciesMeta: { runner: { optional: true } },
        optionalDependencies: { faster: '*', absent: '*' },
      },
      'node_modules/driver': { version: '1.0.0' },
      'node_modules/runner': { version: '1.0.0' },
      'node_modules/faster': { version: '1.0.0', dependencies: { part: '*' } },
      'node_modules/part': { version: '1.0.0' },
    })
    const found = neededPackages([{ name: 'connector', from: [folder] }])
    expect(places(found).map((place) => place.split('/')[1])).toEqual([
      'connector@1.0.0',
      'driver@1.0.0',
      'faster@1.0.0',
      'part@1.0.0',
    ])
    expect(found.filter(({ optional }) => optional).map(({ manifest }) => manifest.name)).toEqual(['faster', 'part'])
  })

  it('are not optional where somebody needs them after all', () => {
    const folder = tree({
      'node_modules/root': { version: '1.0.0', optionalDependencies: { faster: '*' }, dependencies: { late: '*' } },
      'node_modules/faster': { version: '1.0.0', dependencies: { part: '*' } },
      'node_modules/part': { version: '1.0.0', dependencies: { last: '*' } },
      'node_modules/last': { version: '1.0.0' },
      'node_modules/late': { version: '1.0.0', dependencies: { later: '*' } },
      'node_modules/later': { version: '1.0.0', dependencies: { part: '*' } },
    })
    const found = neededPackages([{ name: 'root', from: [folder] }])
    expect(found.filter(({ optional }) => optional).map(({ manifest }) => manifest.name)).toEqual(['faster'])
  })

  it('are looked for in one place after the other', () => {
    const folder = tree({ 'node_modules/command': { version: '1.0.0' } })
    const empty = mkdtempSync(join(tmpdir(), 'berth-empty-'))
    expect(existsSync(join(dirname(empty), 'node_modules'))).toBe(false)
    expect(places(neededPackages([{ name: 'command', from: [empty, folder] }]))).toEqual(['node_modules/command@1.0.0'])
  })

  it('are all to be there', () => {
    const folder = tree({ 'node_modules/connector': { version: '1.0.0', peerDependencies: { driver: '*' } } })
    expect(() => neededPackages([{ name: 'connector', from: [folder] }])).toThrow(
      expect.objectContaining({ code: 'PACKAGE_MISSING', details: { package: 'driver', neededBy: 'connector' } }),
    )
  })
})
