import { type FactState, unheld } from '@berth/conformance'
import type { MessageKey } from '../messages/catalogue.ts'
import { say } from '../messages/say.ts'
import { padToWidth } from '../output/display-width.ts'
import { type Paint, paint } from '../output/paint.ts'
import type { Fact } from './verify-facts.ts'

const colours: Readonly<Record<FactState, readonly [Paint, string]>> = {
  proven: ['green', '✓'],
  open: ['yellow', '?'],
  refuted: ['red', '✗'],
}

/** A line for each fact, and what it comes to. */
export function verifyLines(facts: readonly Fact[]): string[] {
  const refuted = unheld(facts).map(({ fact }) => say(`report.fact.${fact}`))
  return [
    ...facts.map(factLine),
    refuted.length === 0
      ? paint('green', say('report.holds'))
      : paint('red', say('report.holdsNot', { facts: refuted.join(', ') })),
  ]
}

function factLine({ fact, state, found, details }: Fact): string {
  const [colour, mark] = colours[state]
  const level = (name: string | number | undefined): string =>
    name === undefined ? '' : say(`level.${name}` as MessageKey)
  const shown = { ...details, level: level(details['level']), wanted: level(details['wanted']) }
  const sentence = say(`report.${fact}.${found}` as MessageKey, shown)
  return `${paint(colour, `${mark} ${say(`report.state.${state}`)}`)}  ${padToWidth(say(`report.fact.${fact}`), 10)}  ${sentence}`
}
