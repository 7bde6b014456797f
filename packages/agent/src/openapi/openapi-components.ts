import { errorCatalogue, withheldReasons } from '@berth/core'
import { type Schema, words } from './item-schema.ts'

/** What every signed route may answer instead: the statuses that its codes have. */
export const refusals: Readonly<Record<string, Schema>> = Object.fromEntries(
  [400, 401, 403, 404, 409, 413, 422, 500, 502, 503, 504, 507].map((status) => [
    String(status),
    { $ref: '#/components/responses/Problem' },
  ]),
)

export const receiptReference: Schema = {
  type: 'object',
  description: words({ zh: '存证在链中的位置', en: "the receipt's place in its chain" }),
  required: ['number', 'hash'],
  properties: { number: { type: 'integer', minimum: 1 }, hash: { type: 'string', pattern: '^[0-9a-f]{64}$' } },
}

/** Names the items of an answer that are masked. */
export const maskedItems: Schema = {
  type: 'array',
  items: { type: 'string' },
  description: words({ zh: '经遮盖的数据项', en: 'the items that are masked' }),
}

/** When a submission that waits is tried, and until when. */
export const queuedTimes: Schema = {
  tryAt: {
    type: 'string',
    format: 'date-time',
    description: words({ zh: '何时尝试办理', en: 'when it is tried' }),
  },
  expiresAt: {
    type: 'string',
    format: 'date-time',
    description: words({ zh: '最迟何时，逾期作为失败', en: 'until when; then it has failed' }),
  },
}

/** The answer to a submission that waits for the system. */
export const queuedAnswer: Schema = {
  description: words({ zh: '业务系统不在线，已排队', en: 'the system is down: it is queued' }),
  content: {
    'application/json': {
      schema: {
        type: 'object',
        required: ['operation', 'accepted', 'repeated', 'tryAt', 'expiresAt', 'receipt'],
        properties: {
          operation: { type: 'string' },
          accepted: { const: 'queued' },
          repeated: { type: 'boolean', description: words({ zh: '以前已提交', en: 'it was submitted before' }) },
          ...queuedTimes,
          receipt: receiptReference,
        },
      },
    },
  },
}

/** The time of the data of an answer. */
export const replicaTime: Schema = {
  type: 'string',
  format: 'date-time',
  description: words({
    zh: '业务系统不在线，由副本回答：数据截至此时',
    en: 'the system is down and a replica answers: the time of its data',
  }),
}

/** The parts that the paths refer to. */
export const components: Schema = {
  securitySchemes: {
    signature: {
      type: 'apiKey',
      in: 'header',
      name: 'Berth-Signature',
      description: words({
        zh: '平台对方法、地址、正文与时间的签名，JWS（EdDSA 或 SM2），一分钟内只用一次',
        en: "the platform's signature over method, address, body and time, a JWS (EdDSA or SM2), good once within a minute",
      }),
    },
    grant: {
      type: 'apiKey',
      in: 'header',
      name: 'Berth-Grant',
      description: words({ zh: '平台签发的共享授权，JWT', en: 'the grant that the platform gave, a JWT' }),
    },
  },
  parameters: {
    IdempotencyKey: {
      name: 'Idempotency-Key',
      in: 'header',
      required: true,
      description: words({ zh: '同一编号只办一次', en: 'what has the same key is done once' }),
      schema: { type: 'string', pattern: '^[!-~]{1,200}$' },
    },
  },
  responses: {
    Problem: {
      description: words({ zh: '没有办成，以及原因和下一步 (RFC 9457)', en: 'why not, and what next (RFC 9457)' }),
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    },
  },
  schemas: {
    Withheld: {
      type: 'array',
      description: words({ zh: '未提供的数据项与原因', en: 'the items held back, and why' }),
      items: {
        type: 'object',
        required: ['item', 'reason'],
        properties: { item: { type: 'string' }, reason: { enum: withheldReasons } },
      },
    },
    Problem: {
      type: 'object',
      required: ['type', 'title', 'status', 'detail', 'code', 'origin', 'action', 'message', 'next'],
      properties: {
        type: { type: 'string', format: 'uri' },
        title: { type: 'string' },
        status: { type: 'integer' },
        detail: { type: 'string' },
        code: { enum: Object.keys(errorCatalogue) },
        origin: { type: 'string' },
        action: { enum: ['retry', 'fail', 'skip', 'unknown-outcome'] },
        message: { type: 'string' },
        next: { type: 'string' },
      },
    },
  },
}
