import { text } from 'node:stream/consumers'
import { type ApplyRequest, openSession } from '@berth/core'
import { connector } from '../src/index.ts'

/** Applies the batch that it is told, until somebody kills it. */
const { options, request } = JSON.parse(await text(process.stdin)) as {
  readonly options: Readonly<Record<string, unknown>>
  readonly request: ApplyRequest
}
await using session = await openSession(connector, options, { access: 'write', callTimeoutMs: 60_000 })
await session.apply(request)
