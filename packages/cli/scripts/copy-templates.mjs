// The templates stand at the top of the repository, and the package carries a copy: made before packing, removed after.
import { cpSync, rmSync } from 'node:fs'

const target = new URL('../templates', import.meta.url)
rmSync(target, { recursive: true, force: true })
if (!process.argv.includes('--remove')) {
  cpSync(new URL('../../../templates', import.meta.url), target, { recursive: true })
}
