import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { SoapLogin } from '@berth/agent'
import { BerthError, Secret } from '@berth/core'
import { type DockingManifest, resolveOptions } from '@berth/manifest'
import { dockingEnvironment } from '../connections/docking-environment.ts'
import { readSecret } from '../connections/read-secret.ts'

/**
 * Who may log in to the SOAP service: their passwords now, their grants whenever they ask. Throws `SECRET_MISSING` or
 * `SECRET_EXPOSED`.
 */
export function soapLogins({ soap, folder }: DockingManifest): ReadonlyMap<string, SoapLogin> {
  const env = dockingEnvironment(folder)
  const secret = (name: string): string | undefined => readSecret(name, folder, env)
  return new Map(
    Object.values(soap?.consumers ?? {}).map(({ id, password: written, grants }) => {
      const { password } = resolveOptions({ options: { password: written } }, { env, secret })
      const login: SoapLogin = {
        password: password instanceof Secret ? password : new Secret(String(password)),
        grants: () => grantTokens(folder, grants),
      }
      return [id, login]
    }),
  )
}

/** The grants that there are: one whose file was removed is withdrawn. Rejects with `FILE_UNREADABLE`. */
async function grantTokens(folder: string, files: readonly string[]): Promise<string[]> {
  const tokens = await Promise.all(files.map((file) => grantToken(folder, file)))
  return tokens.filter((token) => token !== '')
}

async function grantToken(folder: string, file: string): Promise<string> {
  try {
    return (await readFile(resolve(folder, file), 'utf8')).trim()
  } catch (cause) {
    const nativeCode = cause instanceof Error && 'code' in cause ? String(cause.code) : 'UNKNOWN'
    if (nativeCode === 'ENOENT') return ''
    throw new BerthError('FILE_UNREADABLE', { file, nativeCode }, { cause })
  }
}
