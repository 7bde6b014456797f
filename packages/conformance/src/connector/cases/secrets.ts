import { inspect } from 'node:util'
import { BerthError } from '@berth/core'
import { ConformanceFailure, expectThat } from '../../run/expect.ts'
import type { CaseContext, ConformanceCase } from '../case.ts'
import { disturbed } from '../line.ts'

const canary = 'Kanarienvogel-7Q2'

/** Everything that a log, a screen or a crash report might print of an error. */
function printed(error: unknown): string {
  const coded = BerthError.is(error) ? JSON.stringify([error.toJSON(), error.text('zh'), error.next('zh')]) : ''
  const own = error instanceof Error ? `${error.message}${error.stack ?? ''}` : ''
  return `${coded}${own}${String(error)}${inspect(error, { depth: 9 })}`
}

/** What is said where the connection is opened with these options, and asked for a sign of life. */
async function said({ open }: CaseContext, options: Readonly<Record<string, unknown>>, what: string): Promise<void> {
  let told = ''
  try {
    const session = await open('read', options)
    told = inspect(session, { depth: 4 })
    const facts = await session.ping()
    told += JSON.stringify(facts)
  } catch (error) {
    if (error instanceof ConformanceFailure) throw error
    told += printed(error)
  }
  expectThat(!told.includes(canary), `${what}: the secret stands in what is printed`)
}

/** Secrets of a connection. */
export const secretCases: readonly ConformanceCase[] = [
  {
    id: 'secrets/in-errors',
    clause: 'SEC-3',
    needs: [],
    run: async (context) => {
      const { connector, target, note } = context
      const schema = Object.entries(connector.manifest.options)
      const secrets = schema.flatMap(([name, option]) =>
        option.type === 'string' && option.secret === true ? [name] : [],
      )
      if (secrets.length === 0)
        return note({
          zh: '错误中的机密：该连接器没有机密选项',
          en: 'secrets in errors: the connector has no option that is one',
        })
      for (const name of secrets) {
        await said(context, { [name]: canary }, `connecting with another ${name}`)
        for (const other of ['host', 'database', 'user', 'file', 'url'])
          if (typeof target.options[other] === 'string' && connector.manifest.options[other]?.type === 'string')
            await said(
              context,
              { [name]: canary, [other]: wrong(other) },
              `connecting with another ${name} and a wrong ${other}`,
            )
        const line = target.line === undefined ? undefined : await disturbed(context)
        if (line === undefined) continue
        line.relay.order({ at: 'first-byte' }, { does: 'reset' })
        const through = target.line?.through(line.relay.host, line.relay.port)
        await said(context, { ...through, [name]: canary }, `connecting with another ${name} over a line that is cut`)
      }
    },
  },
]

function wrong(option: string): string {
  return option === 'host' ? '127.0.0.2' : option === 'url' ? 'http://127.0.0.2:9/' : 'kit_not_there'
}
