import { bundleFormat } from './bundle-facts.ts'
import { byText } from './by-text.ts'
import type { PackageManifest } from './needed-packages.ts'

/** The parts of a bundle as CycloneDX 1.6 writes them. Without a time or a number of its own: the same parts are the same bytes. */
export function billOfMaterials(system: string, node: string, packages: readonly PackageManifest[]): string {
  const once = new Map(packages.map((each) => [purl(each), each]))
  const bill = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: bundleFormat,
    metadata: { component: { type: 'application', 'bom-ref': `docking:${system}`, name: system } },
    components: [
      {
        type: 'platform',
        'bom-ref': `pkg:generic/node@${node}`,
        name: 'node',
        version: node,
        purl: `pkg:generic/node@${node}`,
      },
      ...[...once]
        .sort(([one], [other]) => byText(one, other))
        .map(([reference, each]) => ({
          type: 'library',
          'bom-ref': reference,
          name: each.name,
          version: each.version,
          purl: reference,
          ...(typeof each.license === 'string' ? { licenses: [{ expression: each.license }] } : {}),
        })),
    ],
  }
  return `${JSON.stringify(bill, undefined, 2)}\n`
}

function purl({ name, version }: PackageManifest): string {
  return `pkg:npm/${name.replace(/^@/, '%40')}@${version}`
}
