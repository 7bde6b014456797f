import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Language } from '@berth/core'
import type { CommandFacts } from './command-facts.ts'

/** Every command in one language. A process of its own, for a process speaks one language. */
export function readFacts(language: Language): CommandFacts[] {
  const script = fileURLToPath(new URL('command-facts.ts', import.meta.url))
  const output = execFileSync(process.execPath, ['--conditions=@berth/source', script, '--lang', language], {
    encoding: 'utf8',
  })
  return JSON.parse(output)
}
