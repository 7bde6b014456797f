import { readFile } from 'node:fs/promises'
import { type KnownGrant, knownGrants } from '@berth/agent'
import { BerthError, Secret } from '@berth/core'
import { dockingEnvironment } from '../connections/docking-environment.ts'
import { readSecret } from '../connections/read-secret.ts'
import { readingClient } from './reading-client.ts'

/** The secret that holds the administrator's token of a platform. */
const tokenName = 'PLATFORM_ADMIN_TOKEN'

/** The grants in a file that hold now. Rejects with `PARAMETER_INVALID`. */
export async function grantsInFile(file: string, now: number): Promise<readonly KnownGrant[]> {
  try {
    return holding(knownGrants(JSON.parse(await readFile(file, 'utf8'))), now)
  } catch (cause) {
    throw new BerthError('PARAMETER_INVALID', { parameter: '--grants', problem: problemOf(cause) }, { cause })
  }
}

/** The name of what is wrong, never the text of the file. */
function problemOf(error: unknown): string {
  if (BerthError.is(error)) return String(error.details['problem'])
  return error instanceof SyntaxError ? 'JSON' : String((error as NodeJS.ErrnoException).code ?? 'unknown')
}

/**
 * The grants for a system that hold now, as its platform lists them to the administrator. Rejects with `SECRET_MISSING`
 * where there is no token, or as the platform's client does.
 */
export async function grantsOfPlatform(
  url: string,
  system: string,
  folder: string,
  signal: AbortSignal,
): Promise<readonly KnownGrant[]> {
  const token = readSecret(tokenName, folder, dockingEnvironment(folder))
  if (token === undefined) throw new BerthError('SECRET_MISSING', { reference: `secret:${tokenName}` })
  return holding(await readingClient(url).grants(system, new Secret(token.trim()), { signal }), Date.now())
}

function holding(grants: readonly KnownGrant[], now: number): readonly KnownGrant[] {
  return grants.filter(({ revoked, expiresAt }) => !revoked && expiresAt > now)
}
