import { existsSync } from 'node:fs'
import { chmod, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { BerthError } from '@berth/core'
import { NewFiles } from '../init/new-files.ts'
import { templateFolder } from '../init/template-files.ts'

/** The CI systems that there are ready files for, and where each looks for its own. */
export const ciSystems: Readonly<Record<string, { readonly from: string; readonly to: string }>> = {
  github: { from: 'github.yml', to: '.github/workflows/berth.yml' },
  gitlab: { from: 'gitlab.yml', to: '.gitlab-ci.yml' },
  jenkins: { from: 'Jenkinsfile', to: 'Jenkinsfile' },
  gitee: { from: 'gitee.yml', to: '.workflow/berth.yml' },
}

const script = { from: 'check.sh', to: 'ci/check.sh' }

/** What one CI system needs in a docking: its own file, and the script that all of them run, where that is not there yet. */
export function ciFiles(system: string, folder: string): readonly { readonly from: string; readonly to: string }[] {
  const own = ciSystems[system]
  if (own === undefined) throw new TypeError(`there is no CI system ${system}`)
  return existsSync(join(folder, script.to)) ? [own] : [own, script]
}

/**
 * Writes the files of one CI system into a docking; returns the paths of those written. A script that is there stays. Rejects with
 * `FILE_EXISTS` before anything is written, or with `FILE_UNWRITABLE`; then nothing of it is left.
 */
export async function writeCiFiles(system: string, folder: string): Promise<string[]> {
  const files = ciFiles(system, folder)
  for (const { to } of files) if (existsSync(join(folder, to))) throw new BerthError('FILE_EXISTS', { file: to })
  await using made = new NewFiles()
  for (const { from, to } of files) {
    const file = join(folder, to)
    const text = await readFile(join(templateFolder('ci'), from))
    try {
      await made.write(file, text)
      if (to === script.to) await chmod(file, 0o755)
    } catch (cause) {
      const nativeCode = cause instanceof Error && 'code' in cause ? String(cause.code) : 'UNKNOWN'
      throw new BerthError('FILE_UNWRITABLE', { file: to, nativeCode }, { cause })
    }
  }
  made.keep()
  return files.map(({ to }) => to)
}
