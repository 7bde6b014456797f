import { BerthError, type ConnectorManifest } from '@berth/core'
import { select, text } from '@clack/prompts'
import { say, tell } from '../messages/say.ts'
import { ownerCodeProblem, systemIdProblem } from './docking-problems.ts'
import { knownConnectors } from './known-connectors.ts'

/** The questions of `berth init`, asked on a terminal. Each rejects with `ABORTED` when the person gives up. */
export interface AskDocking {
  connector(): Promise<string>
  systemId(guess: string | undefined): Promise<string>
  title(): Promise<string>
  owner(): Promise<string>
  ownerCode(): Promise<string>
  /** Asks for what the connector needs and is not given. Secrets are never asked for. */
  options(manifest: ConnectorManifest, given: Readonly<Record<string, string>>): Promise<Record<string, string>>
}

/** Asks on the terminal of this process. */
export const askOnTerminal: AskDocking = {
  async connector() {
    const options = [
      ...knownConnectors.map(({ name, title }) => ({ value: name, label: title })),
      { value: '', label: say('init.otherConnector') },
    ]
    const name = answered(await select({ message: say('init.askConnector'), options, showInstructions: false }))
    return name === '' ? await line(say('init.askPackage')) : name
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
