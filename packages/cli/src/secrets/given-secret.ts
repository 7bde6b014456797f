import { BerthError, Secret } from '@berth/core'
import { say } from '../messages/say.ts'

const longestSecret = 65_536

/**
 * A secret that is typed, unseen, or comes through standard input without its last line break; never a parameter, which others on the
 * machine could read. Rejects with `PARAMETER_INVALID` where it is empty or longer than 64 KiB, `ABORTED` when the person gives up.
 */
export async function givenSecret(name: string): Promise<Secret> {
  const text = process.stdin.isTTY ? await asked(name) : await piped()
  if (text === '') throw new BerthError('PARAMETER_INVALID', { parameter: name, problem: say('secret.empty') })
  return new Secret(text)
}

async function asked(name: string): Promise<string> {
  const { password } = await import('@clack/prompts')
  const answer = await password({ message: say('secret.ask', { name }) })
  if (typeof answer === 'symbol') throw new BerthError('ABORTED', { call: 'berth secret set' })
  return answer ?? ''
}

async function piped(): Promise<string> {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of process.stdin as AsyncIterable<Buffer>) {
    bytes += part.length
    if (bytes > longestSecret)
      throw new BerthError('PARAMETER_INVALID', { parameter: 'stdin', problem: `> ${longestSecret} B` })
    parts.push(part)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(parts)).replace(/\r?\n$/, '')
  } catch {
    throw new BerthError('PARAMETER_INVALID', { parameter: 'stdin', problem: 'UTF-8' })
  }
}
