import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadConnector } from '../../src/connections/load-connector.ts'

let folder = ''

async function install(name: string, source: string): Promise<void> {
  const place = join(folder, 'node_modules', name)
  await mkdir(place, { recursive: true })
  await writeFile(join(place, 'package.json'), JSON.stringify({ name, type: 'module', exports: './index.js' }))
  await writeFile(join(place, 'index.js'), source)
}

const connectorSource = (name: string): string =>
  `export const connector = Object.defineProperty({ manifest: { name: '${name}' } }, Symbol.for('berth.connector'), { value: true })`

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'berth-load-'))
  await install('@city/connector-own', connectorSource('own'))
  await install('not-a-connector', 'export const connector = {}')
  await install('broken', 'throw new Error("at import")')
  await writeFile(join(folder, 'local.js'), connectorSource('local'))
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('loadConnector', () => {
  it('finds a connector in the docking, by path, and beside the command', async () => {
    expect((await loadConnector('@city/connector-own', folder)).manifest.name).toBe('own')
    expect((await loadConnector('./local.js', folder)).manifest.name).toBe('local')
    expect((await loadConnector('@berth/connector-sqlite', folder)).manifest.name).toBe('sqlite')
  })

  it.each([
    ['@city/connector-missing', 'CONNECTOR_MISSING'],
    ['./missing.js', 'CONNECTOR_MISSING'],
    ['not-a-connector', 'CONNECTOR_INVALID'],
    ['broken', 'CONNECTOR_INVALID'],
  ])('%s is %s', async (use, code) => {
    await expect(loadConnector(use, folder)).rejects.toMatchObject({ code, details: { package: use } })
  })
})
