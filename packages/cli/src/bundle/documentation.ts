import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const names = ['offline.md', 'operate.md', 'errors.md', 'cli.md']

/** The pages that an operator without a network needs, in both languages: inside the published package, or in the repository. */
export function bundledPages(): readonly { readonly from: string; readonly to: string }[] {
  const packed = fileURLToPath(new URL('../../docs', import.meta.url))
  const folder = existsSync(packed) ? packed : fileURLToPath(new URL('../../../../docs', import.meta.url))
  return ['', 'zh'].flatMap((language) =>
    names.map((name) => ({ from: join(folder, language, name), to: join(language, name) })),
  )
}
