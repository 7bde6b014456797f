import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'

/**
 * The environment that references in the manifest are resolved from: the `.env` of the docking's folder, and over it
 * the real environment, which always wins.
 */
export function dockingEnvironment(
  folder: string,
  real: Readonly<Record<string, string | undefined>> = process.env,
): Readonly<Record<string, string | undefined>> {
  try {
    return { ...parseEnv(readFileSync(join(folder, '.env'), 'utf8')), ...real }
  } catch {
    return real
  }
}
