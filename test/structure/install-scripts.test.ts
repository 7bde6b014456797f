import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { root } from './sources.ts'

interface LockedPackage {
  readonly integrity?: string
  readonly link?: boolean
  readonly dev?: boolean
  readonly hasInstallScript?: boolean
}

function jsonOf(file: string): unknown {
  return JSON.parse(readFileSync(path.join(root, file), 'utf8'))
}

test('every package is pinned by its digest, and none that runs with Berth has an install script', () => {
  const { packages } = jsonOf('package-lock.json') as { readonly packages: Readonly<Record<string, LockedPackage>> }
  const installed = Object.entries(packages).filter(([place, { link }]) => place.includes('node_modules/') && !link)
  expect(installed.length).toBeGreaterThan(100)
  expect(installed.filter(([, { integrity }]) => !/^sha512-/.test(integrity ?? '')).map(([place]) => place)).toEqual([])
  // What a docking does not install with Berth may have one, such as a driver of its own: it is not run here either.
  const scripted = installed.filter(([, { hasInstallScript, dev }]) => hasInstallScript === true && dev !== true)
  expect(scripted.map(([place]) => place)).toEqual([])
  const { allowScripts } = jsonOf('package.json') as { readonly allowScripts: unknown }
  expect(allowScripts).toEqual({ node: true })
})
