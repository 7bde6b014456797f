// The pages that an offline bundle carries along: made before packing, removed after.
import { cpSync, rmSync } from 'node:fs'

rmSync(new URL('../docs', import.meta.url), { recursive: true, force: true })
if (!process.argv.includes('--remove')) {
  for (const page of ['offline', 'operate', 'errors', 'cli'].flatMap((name) => [name, `zh/${name}`]))
    cpSync(new URL(`../../../docs/${page}.md`, import.meta.url), new URL(`../docs/${page}.md`, import.meta.url))
}
