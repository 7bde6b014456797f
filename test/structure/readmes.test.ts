import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { ConnectorManifest } from '@berth/core'
import { expect, test } from 'vitest'
import { root, workspacePackages } from './sources.ts'

const connectors = workspacePackages.filter(({ kind }) => kind === 'connectors')

async function manifestOf(folder: string): Promise<ConnectorManifest> {
  const module: unknown = await import(path.join(root, 'connectors', folder, 'src', 'manifest.ts'))
  return (module as { readonly manifest: ConnectorManifest }).manifest
}

test.each(connectors)('the README of $folder names every option', async ({ folder }) => {
  const readme = readFileSync(path.join(root, 'connectors', folder, 'README.md'), 'utf8')
  const { options } = await manifestOf(folder)
  expect(Object.keys(options).filter((option) => !readme.includes(`\`${option}\``))).toEqual([])
})

test.each(connectors)('the library of $folder is the docking’s own, a peer', async ({ folder, manifest: declared }) => {
  const { driver } = await manifestOf(folder)
  const peers = declared.peerDependencies ?? {}
  expect(peers).toMatchObject(driver === undefined ? {} : { [driver.package]: driver.range })
  expect(Object.keys(peers).length > 0).toBe(driver !== undefined)
  const needed = Object.keys(declared.dependencies ?? {})
  expect(needed.filter((name) => name in peers)).toEqual([])
})
