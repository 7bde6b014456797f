import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Language } from '@berth/core'
import type { SystemKind } from './known-connectors.ts'

/** The folder of all templates: inside the published package, or in the repository when the sources run. */
export function templatesFolder(): string {
  const packed = fileURLToPath(new URL('../../templates', import.meta.url))
  return existsSync(packed) ? packed : fileURLToPath(new URL('../../../../templates', import.meta.url))
}

/** The folder of one template. */
export function templateFolder(name: string): string {
  return join(templatesFolder(), name)
}

/** What is copied, and what it is called in the docking: npm leaves dot files out of packages. */
export function templateFiles(language: Language): readonly { readonly from: string; readonly to: string }[] {
  return [
    { from: 'berth.yaml', to: 'berth.yaml' },
    { from: 'env.example', to: '.env.example' },
    { from: 'gitignore', to: '.gitignore' },
    { from: 'package.json', to: 'package.json' },
    { from: 'docking.test.js', to: 'test/docking.test.js' },
    { from: 'berth.js', to: 'test/berth.js' },
    { from: `README.${language}.md`, to: 'README.md' },
  ]
}

/** What the README says of one kind of system. */
export function kindFile(kind: SystemKind, language: Language): string {
  return `${kind}.${language}.md`
}
