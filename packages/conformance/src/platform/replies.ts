import type { AgentReply, ArrivedRequest } from './kit-agent.ts'

type Document = Readonly<Record<string, unknown>>

/** A receipt of the kit's agent. */
export const agentReceipt: Readonly<{ number: number; hash: string }> = { number: 7, hash: 'f'.repeat(64) }

/** A reply of JSON. */
export function jsonReply(
  status: number,
  document: unknown,
  headers: Readonly<Record<string, string>> = {},
): AgentReply {
  return { status, body: JSON.stringify(document), headers }
}

/** An agent's answer to a question. */
export function lookupDocument(resource: string, rows: readonly Document[], change: Document = {}): Document {
  const items = ['personId', 'name']
  const withheld = [{ item: 'registeredOn', reason: 'NOT_GRANTED' }]
  return { resource, items, withheld, rows, more: false, receipt: agentReceipt, ...change }
}

/** An agent's answer to a submission. */
export function acceptedDocument(operation: string, change: Document = {}): Document {
  return { operation, accepted: true, repeated: false, receipt: agentReceipt, ...change }
}

/** A refusal of an agent. */
export const agentProblem = {
  type: 'urn:berth:error:SYSTEM_BUSY',
  title: 'busy',
  status: 503,
  code: 'SYSTEM_BUSY',
  origin: 'department-system',
  action: 'retry',
  message: 'the system is busy',
  next: 'try again later',
}

/** What a problem of an agent is sent as. */
export const problemHeaders = { 'content-type': 'application/problem+json' }

/** Answers submissions as an agent does that keeps what it did under each key, and counts what it did. */
export function keepingAgent(operation: string): {
  reply(request: ArrivedRequest): AgentReply
  readonly done: () => number
} {
  const kept = new Set<string>()
  let unnamed = 0
  return {
    done: () => kept.size + unnamed,
    reply: ({ headers }) => {
      const key = headers['idempotency-key']
      if (key === undefined) unnamed += 1
      const repeated = key !== undefined && kept.has(key)
      if (key !== undefined) kept.add(key)
      return jsonReply(200, acceptedDocument(operation, { repeated }))
    },
  }
}
