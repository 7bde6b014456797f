import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Language } from '@berth/core'

/** The folder of a template: inside the published package, or in the repository when the sources run. */
export function templateFolder(name: 'docking' | 'ci'): string {
  const packed = fileURLToPath(new URL(`../../templates/${name}`, import.meta.url))
  return existsSync(packed) ? packed : fileURLToPath(new URL(`../../../../templates/${name}`, import.meta.url))
}

/** What is copied, and what it is called in the docking: npm leaves dot files out of packages. */
export function templateFiles(language: Language): readonly { readonly from: string; readonly to: string }[] {
  return [
    { from: 'berth.yaml', to: 'berth.yaml' },
    { from: 'env.example', to: '.env.example' },
    { from: 'gitignore', to: '.gitignore' },
    { from: 'package.json', to: 'package.json' },
    { from: `README.${language}.md`, to: 'README.md' },
  ]
}
