import { readFile, stat } from 'node:fs/promises'
import { BerthError } from '@berth/core'
import { decodeText, type OpenService, statusError } from '@berth/services'
import { parseDocument } from 'yaml'
import { isNode } from './schema.ts'

const maxBytes = 16 * 1024 * 1024

/**
 * Reads an OpenAPI 3.0 or 3.1 document, JSON or YAML, from a file or from an allowed host. Rejects with `OPTION_INVALID`
 * where it is none, or with what the client says.
 */
export async function loadDocument(
  place: string,
  { client, exchange }: OpenService,
  signal: AbortSignal,
): Promise<Readonly<Record<string, unknown>>> {
  const invalid = (problem: string, cause?: unknown): BerthError =>
    new BerthError('OPTION_INVALID', { connector: 'http', option: 'openapi', problem }, { cause })
  let bytes: Uint8Array
  if (/^https?:\/\//i.test(place)) {
    if (!URL.canParse(place)) throw invalid('no address')
    const url = new URL(place)
    const request = { call: 'openapi', method: 'GET', url, headers: {}, repeatable: true } as const
    // The proofs of the connection are for its own service.
    const own = url.origin === client.settings.url.origin
    const answer = await (own ? exchange(request, signal) : client.exchange(request, signal))
    if (answer.status !== 200) throw statusError(answer, 'openapi')
    bytes = answer.body
  } else {
    const size = await stat(place).then(
      (found) => found.size,
      (cause: unknown) => {
        throw invalid('it cannot be read', cause)
      },
    )
    if (size > maxBytes) throw invalid(`larger than ${maxBytes} bytes`)
    bytes = await readFile(place)
  }
  if (bytes.length > Math.min(maxBytes, client.settings.maxAnswerBytes)) throw invalid(`larger than ${maxBytes} bytes`)
  const text = decodeText(bytes, undefined, undefined, 'openapi')
  let root: unknown
  try {
    const document = parseDocument(text, { logLevel: 'error', prettyErrors: false })
    if (document.errors.length > 0) throw invalid('neither JSON nor YAML')
    root = document.toJS({ maxAliasCount: 100 })
  } catch (cause) {
    throw invalid('neither JSON nor YAML', cause)
  }
  if (!isNode(root) || !/^3\.[01](?:\.|$)/.test(String(root['openapi']))) throw invalid('no OpenAPI 3.0 or 3.1')
  return root
}
