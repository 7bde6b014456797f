import { BerthError, Secret } from '@berth/core'
import { password, select, text } from '@clack/prompts'
import { say, tell } from '../messages/say.ts'
import { isNeededSecret, optionVariable } from './connection-options.ts'
import type { ConnectorFacts } from './connector-facts.ts'
import { ownerCodeProblem, systemIdProblem } from './docking-problems.ts'
import { connectorPackage, knownConnectors } from './known-connectors.ts'
import type { NearbySystem } from './nearby-systems.ts'

/** The questions of `berth init`, asked on a terminal. Each rejects with `ABORTED` when the person gives up. */
export interface AskDocking {
  /** Which of the systems that were found it is; undefined: another. */
  system(near: readonly NearbySystem[]): Promise<NearbySystem | undefined>
  connector(): Promise<string>
  systemId(guess: string | undefined): Promise<string>
  title(): Promise<string>
  owner(): Promise<string>
  ownerCode(): Promise<string>
  /** Asks for what the connector needs and is not given. Secrets are not among it. */
  options(manifest: ConnectorFacts, given: Readonly<Record<string, string>>): Promise<Record<string, string>>
  /** Asks, unseen, for the secrets that the connection needs, by the variable that the manifest refers to. */
  secrets(manifest: ConnectorFacts, given: Readonly<Record<string, string>>): Promise<Record<string, Secret>>
}

/** Asks on the terminal of this process. */
export const askOnTerminal: AskDocking = {
  async system(near) {
    const options = [
      ...near.map(({ found, connector }) => ({
        value: found,
        label: `${found} (${knownConnectors.find(({ name }) => name === connector)?.title ?? connector})`,
      })),
      { value: '', label: say('init.otherSystem') },
    ]
    const chosen = answered(await select({ message: say('init.askSystem'), options, showInstructions: false }))
    return near.find(({ found }) => found === chosen)
  },
  async connector() {
    const options = [
      ...knownConnectors.map(({ name, title }) => ({ value: name, label: title })),
      { value: '', label: say('init.otherConnector') },
    ]
    const name = answered(await select({ message: say('init.askConnector'), options, showInstructions: false }))
    return name === '' ? await line(say('init.askPackage')) : connectorPackage(name)
  },
  async systemId(guess) {
    return answered(
      await text({
        message: say('init.askSystemId'),
        validate: (answer) => systemIdProblem(answer ?? ''),
        ...(guess === undefined ? {} : { initialValue: guess }),
      }),
    )
  },
  title: () => line(say('init.askTitle')),
  owner: () => line(say('init.askOwner')),
  async ownerCode() {
    return answered(
      await text({ message: say('init.askOwnerCode'), validate: (answer) => ownerCodeProblem(answer ?? '') }),
    )
  },
  async options(manifest, given) {
    const answers: Record<string, string> = {}
    for (const [option, schema] of Object.entries(manifest.options)) {
      const secret = schema.type === 'string' && schema.secret === true
      if (schema.required !== true || secret || given[option] !== undefined) continue
      const message = say('init.askOption', { option, title: tell(schema.title) })
      const answer = answered(await text({ message, defaultValue: '' }))
      if (answer !== '') answers[option] = answer
    }
    return answers
  },
  async secrets(manifest, given) {
    const answers: Record<string, Secret> = {}
    for (const [option, schema] of Object.entries(manifest.options)) {
      if (!isNeededSecret(option, schema, given)) continue
      const message = say('init.askSecret', { option, title: tell(schema.title) })
      const answer = answered((await password({ message })) ?? '')
      if (answer !== '') answers[optionVariable(option)] = new Secret(answer)
    }
    return answers
  },
}

async function line(message: string): Promise<string> {
  const validate = (answer: string | undefined): string | undefined =>
    (answer ?? '').trim() === '' ? say('init.needed') : undefined
  return answered(await text({ message, validate })).trim()
}

function answered(answer: string | symbol): string {
  if (typeof answer === 'symbol') throw new BerthError('ABORTED', { call: 'berth init' })
  return answer
}
