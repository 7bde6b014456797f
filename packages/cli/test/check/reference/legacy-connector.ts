import { type SqliteOptions, connector as sqlite } from '@berth/connector-sqlite'
import { type Connector, defineConnector, type Secret } from '@berth/core'

interface LegacyOptions extends SqliteOptions {
  readonly password: Secret
}

/** SQLite behind a login that it does not have, so that there is a secret to be looked for. */
export const connector: Connector<LegacyOptions> = defineConnector<LegacyOptions>({
  manifest: {
    ...sqlite.manifest,
    name: 'legacy',
    options: {
      ...sqlite.manifest.options,
      password: { type: 'string', secret: true, required: true, title: { zh: '口令', en: 'password' } },
    },
  },
  open: async (options, context) => {
    if (options.password.reveal() === '') throw new Error('no password')
    // As the socket of a driver does that nobody listens to: outside of every call, in the driver's own words.
    const crash = process.env['LEGACY_CRASH']
    if (crash !== undefined)
      setTimeout(() => {
        throw new Error(`duplicate value (${crash}), password=${options.password.reveal()}`)
      }, 1)
    return await sqlite.open(options, context)
  },
})
