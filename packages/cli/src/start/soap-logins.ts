import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { SoapLogin } from '@berth/agent'
import { Secret } from '@berth/core'
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
        grants: () => grantTokens(grants.map((file) => resolve(folder, file))),
      }
      return [id, login]
    }),
  )
}

/** The grants that there are: one whose file was removed is withdrawn. */
async function grantTokens(files: readonly string[]): Promise<string[]> {
  const tokens = await Promise.all(files.map((file) => readFile(file, 'utf8').catch(() => '')))
  return tokens.map((token) => token.trim()).filter((token) => token !== '')
}
