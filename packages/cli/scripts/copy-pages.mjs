// The pages that an offline bundle carries along: made before packing, removed after.
import { cpSync, rmSync } from 'node:fs'

rmSync(new URL('../docs', import.meta.url), { recursive: true, force: true })
if (!process.argv.includes('--remove')) {
  for (const page of ['offline', 'errors', 'cli', 'zh/offline', 'zh/errors', 'zh/cli'])
    cpSync(new URL(`../../../docs/${page}.md`, import.meta.url), new URL(`../docs/${page}.md`, import.meta.url))
}
