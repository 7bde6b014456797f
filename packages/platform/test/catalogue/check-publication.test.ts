import { fileURLToPath } from 'node:url'
import { publicationOf, requireManifest } from '@berth/manifest'
import { expect, test } from 'vitest'
import { checkPublication } from '../../src/catalogue/check-publication.ts'

const manifests = [
  '../../../manifest/test/fixtures/good/berth.yaml',
  '../../../../examples/city/departments/civil-affairs/berth.yaml',
  '../../../../examples/city/departments/provident-fund/berth.yaml',
  '../../../../examples/city/departments/real-estate/berth.yaml',
]

test.each(manifests)('what %s publishes is accepted as it is', async (path) => {
  const manifest = await requireManifest(fileURLToPath(new URL(path, import.meta.url)))
  const publication = publicationOf(manifest)
  expect(publication.resources.length + publication.operations.length).toBeGreaterThan(0)
  const wire: unknown = JSON.parse(JSON.stringify(publication))
  expect(checkPublication(wire, manifest.system.id)).toEqual(wire)
})
