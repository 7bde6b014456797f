import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type DockingManifest, requireManifest } from '@berth/manifest'
import { beforeAll, describe, expect, it } from 'vitest'
import { dockingContents } from '../../src/bundle/docking-contents.ts'

const manifestText = `berth: 1
system: { id: a.b, title: 系统, owner: { title: 单位, code: 91350100M000100Y43 } }
connections:
  registry: { use: "@berth/connector-sqlite", options: { file: ./registry.db } }
  service: { use: ./connectors/own.ts, options: { wsdl: service.wsdl, openapi: layouts/a.json } }
resources: {}
`
const files: Readonly<Record<string, string>> = {
  'berth.yaml': manifestText,
  'package.json': '{}',
  'package-lock.json': '{}',
  '.env': 'BERTH_SECRET_X=canary',
  '.env.production': 'canary',
  '.env.example': 'BERTH_SECRET_X=',
  '.npmrc': 'canary',
  '.berth/agent.key': 'canary',
  '.berth/secrets/X': 'canary',
  '.git/config': 'canary',
  'connectors/own.ts': 'export {}',
  'connectors/.env': 'canary',
  'service.wsdl': '<definitions/>',
  'layouts/a.json': '{}',
  'layouts/people.json': '[]',
  'registry.db': 'canary',
  'export.csv': 'canary',
  'berth-a.b-1.0.0-linux-x64.tar.gz': 'made before',
  'people.xlsx': 'canary',
  'README.md': '',
  'out/hydj-1.ndjson': 'canary',
  'berth-report/report.json': '{}',
  'node_modules/a/index.js': '',
  'test/docking.test.js': '',
}
let manifest: DockingManifest

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'berth-contents-'))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  manifest = await requireManifest(join(folder, 'berth.yaml'))
})

describe('what of a docking goes into a bundle', () => {
  it('is what it is defined by; data stay and are named', () => {
    expect(dockingContents(manifest, [])).toEqual({
      taken: [
        '.env.example',
        'README.md',
        'berth.yaml',
        'connectors/own.ts',
        'package-lock.json',
        'package.json',
        'service.wsdl',
      ],
      left: ['export.csv', 'layouts/a.json', 'layouts/people.json', 'people.xlsx', 'registry.db'],
      named: ['layouts/a.json', 'registry.db'],
    })
  })

  it('is what was asked for besides, by file or by folder', () => {
    const { taken, left } = dockingContents(manifest, ['export.csv', './layouts/'])
    expect(taken).toEqual(expect.arrayContaining(['export.csv', 'layouts/people.json']))
    expect(left).toEqual(['people.xlsx', 'registry.db'])
  })

  it.each(['.env', '.berth', '.berth/agent.key', 'absent.txt', '../berth.yaml', 'node_modules', '.'])(
    'is never %s, even when it is asked for',
    (name) => {
      expect(() => dockingContents(manifest, [name])).toThrow(
        expect.objectContaining({
          code: 'PARAMETER_INVALID',
          details: expect.objectContaining({ parameter: '--include' }),
        }),
      )
    },
  )

  it('is no link, and every link is named as left', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'berth-links-'))
    writeFileSync(join(folder, 'berth.yaml'), manifestText)
    for (const name of ['service.wsdl', 'shared', '.env']) symlinkSync(manifest.folder, join(folder, name))
    expect(dockingContents(await requireManifest(join(folder, 'berth.yaml')), [])).toEqual({
      taken: ['berth.yaml'],
      left: ['service.wsdl', 'shared'],
      named: ['service.wsdl'],
    })
  })

  it('is nothing where the manifest itself is a link', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'berth-links-'))
    symlinkSync(join(manifest.folder, 'berth.yaml'), join(folder, 'berth.yaml'))
    const linked = await requireManifest(join(folder, 'berth.yaml'))
    expect(() => dockingContents(linked, [])).toThrow(expect.objectContaining({ code: 'PARAMETER_INVALID' }))
  })
})
