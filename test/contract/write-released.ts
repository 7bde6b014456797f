// Keeps what others rely on as it is released: run it with `changeset version`, and at no other time.
import { writeFileSync } from 'node:fs'
import { contractState } from './contract-state.ts'

for (const [name, { content }] of Object.entries(contractState())) {
  writeFileSync(new URL(`released/${name}.snap.json`, import.meta.url), `${JSON.stringify(content, null, 2)}\n`)
}
