import type { GatewayDialect, RequestExplanation } from '@berth/trust'
import { say, tell } from '../messages/say.ts'
import { paint } from '../output/paint.ts'

/** What differs, each with its next step, and how sure that is. */
export function gatewayLines(dialect: GatewayDialect, { findings, holds, tried }: RequestExplanation): string[] {
  return [
    `${dialect.id}  ${tell(dialect.title)}`,
    ...findings.flatMap(({ ingredient, message, next }) => [
      `${paint('red', '✗')} ${paint('bold', ingredient)}  ${tell(message)}`,
      `    ${say('error.next')}  ${tell(next)}`,
    ]),
    holds
      ? paint('green', say('gateway.holds'))
      : paint('red', say('gateway.differs', { count: findings.length, tried })),
    say('gateway.unconfirmed'),
  ]
}
