// Before packing: the templates stand at the top of the repository, and the package carries a copy.
import { cpSync, rmSync } from 'node:fs'

const target = new URL('../templates', import.meta.url)
rmSync(target, { recursive: true, force: true })
cpSync(new URL('../../../templates', import.meta.url), target, { recursive: true })
