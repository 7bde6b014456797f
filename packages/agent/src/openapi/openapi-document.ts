import type { DockingManifest, Operation, Resource } from '@berth/manifest'
import { describedItem } from '../plan/mask-value.ts'
import { bilingual, itemSchema, type Schema, words } from './item-schema.ts'
import {
  components,
  maskedItems,
  queuedAnswer,
  queuedTimes,
  receiptReference,
  refusals,
  replicaTime,
} from './openapi-components.ts'

/**
 * The agent's interface as OpenAPI 3.1, made from the manifest: a path for each resource that may be asked by parameter
 * and each operation. Drafts and what a manifest keeps inside (connections, tables, columns) are not in it.
 */
export function openApiDocument(manifest: DockingManifest): Schema {
  const { system, digest } = manifest
  const paths: Record<string, Schema> = {}
  for (const resource of Object.values(manifest.resources)) {
    if (resource.draft || resource.sharing.type === 'none' || resource.provide.parameter === undefined) continue
    paths[`/resources/${resource.id}/lookup`] = { post: lookupOperation(resource, resource.provide.parameter) }
  }
  for (const operation of Object.values(manifest.operations)) {
    paths[`/operations/${operation.id}`] = { post: submitOperation(operation) }
    paths[`/operations/${operation.id}/submission`] = { post: submissionOperation(operation) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: bilingual(system.title),
      summary: words({ zh: `${system.owner.title.zh} 的对接代理`, en: `the docking agent of ${system.id}` }),
      description: words({
        zh: '由 berth.yaml 生成。请求由平台签名，并附共享授权。',
        en: 'Made from berth.yaml. Requests are signed by the platform and carry a grant.',
      }),
      version: digest.slice(0, 12),
    },
    servers: [{ url: '/' }],
    paths: { ...paths, ...operatorPaths },
    components,
  }
}

const none: Schema = { type: 'object', additionalProperties: false, properties: {} }

function lookupOperation(resource: Resource, mode: NonNullable<Resource['provide']['parameter']>): Schema {
  const schemas = new Map(resource.items.map(describedItem).map((item) => [item.id, itemSchema(item, !item.required)]))
  const asked = new Map(resource.items.map((item) => [item.id, itemSchema(item, false)]))
  const sets = mode.by.map((set) => ({
    type: 'object',
    additionalProperties: false,
    required: set,
    properties: Object.fromEntries(set.map((id) => [id, asked.get(id) ?? none])),
  }))
  const row = { type: 'object', additionalProperties: false, properties: Object.fromEntries(schemas) }
  return {
    operationId: `lookup-${resource.id}`,
    summary: bilingual(resource.title),
    ...(resource.summary === undefined ? {} : { description: bilingual(resource.summary) }),
    tags: ['resources'],
    security: [{ signature: [], grant: [] }],
    requestBody: jsonBody({
      type: 'object',
      additionalProperties: false,
      required: ['purpose', 'by'],
      properties: {
        purpose: purposeSchema(resource.sharing.purposes),
        by: sets.length === 1 ? sets[0] : { oneOf: sets },
      },
    }),
    responses: {
      200: jsonAnswer(words({ zh: '查到的记录', en: 'the records found' }), {
        type: 'object',
        required: ['resource', 'items', 'withheld', 'rows', 'more', 'receipt'],
        properties: {
          resource: { type: 'string' },
          items: { type: 'array', items: { enum: resource.items.map((item) => item.id) } },
          masked: maskedItems,
          withheld: { $ref: '#/components/schemas/Withheld' },
          rows: { type: 'array', maxItems: mode.limit, items: row },
          more: { type: 'boolean', description: words({ zh: '还有更多记录', en: 'there are more records' }) },
          ...(mode.replica === undefined ? {} : { asOf: replicaTime }),
          receipt: receiptReference,
        },
      }),
      ...refusals,
    },
  }
}

function submitOperation(operation: Operation): Schema {
  const properties = Object.fromEntries(operation.input.map((item) => [item.id, itemSchema(item, !item.required)]))
  const required = operation.input.filter((item) => item.required).map((item) => item.id)
  return {
    operationId: `submit-${operation.id}`,
    summary: bilingual(operation.title),
    ...(operation.summary === undefined ? {} : { description: bilingual(operation.summary) }),
    tags: ['operations'],
    security: [{ signature: [], grant: [] }],
    parameters: [{ $ref: '#/components/parameters/IdempotencyKey' }],
    requestBody: jsonBody({
      type: 'object',
      additionalProperties: false,
      required: ['purpose', 'input'],
      properties: {
        purpose: purposeSchema(operation.purposes),
        input: { type: 'object', additionalProperties: false, required, properties },
      },
    }),
    responses: {
      200: jsonAnswer(words({ zh: '已受理', en: 'accepted' }), {
        type: 'object',
        required: ['operation', 'accepted', 'repeated', 'receipt'],
        properties: {
          operation: { type: 'string' },
          accepted: { const: true },
          repeated: { type: 'boolean', description: words({ zh: '以前已受理', en: 'it was accepted before' }) },
          receipt: receiptReference,
        },
      }),
      ...(operation.accept.parameter.queue === undefined ? {} : { 202: queuedAnswer }),
      ...refusals,
    },
  }
}

/** What came of a submission that was made before. */
function submissionOperation(operation: Operation): Schema {
  return {
    operationId: `submission-${operation.id}`,
    summary: words({ zh: '查询提交的结果', en: 'what came of a submission' }),
    tags: ['operations'],
    security: [{ signature: [], grant: [] }],
    parameters: [{ $ref: '#/components/parameters/IdempotencyKey' }],
    requestBody: jsonBody({
      type: 'object',
      additionalProperties: false,
      required: ['purpose'],
      properties: { purpose: purposeSchema(operation.purposes) },
    }),
    responses: {
      200: jsonAnswer(words({ zh: '结果', en: 'what came of it' }), {
        type: 'object',
        required: ['operation', 'state'],
        properties: {
          operation: { type: 'string' },
          state: { enum: ['queued', 'running', 'accepted', 'failed', 'unknown'] },
          code: { type: 'string', description: words({ zh: '失败的原因', en: 'why it failed' }) },
          ...queuedTimes,
          receipt: receiptReference,
        },
      }),
      ...refusals,
    },
  }
}

function purposeSchema(purposes: readonly string[]): Schema {
  return purposes.length === 0 ? { type: 'string' } : { type: 'string', enum: purposes }
}

function jsonBody(schema: Schema): Schema {
  return { required: true, content: { 'application/json': { schema } } }
}

function jsonAnswer(description: string, schema: Schema): Schema {
  return { description, content: { 'application/json': { schema } } }
}

function plainAnswer(description: string, type: string): Schema {
  return {
    description,
    content: { [type]: { schema: type === 'application/json' ? { type: 'object' } : { type: 'string' } } },
  }
}

const operatorPaths: Readonly<Record<string, Schema>> = {
  '/health': {
    get: {
      operationId: 'health',
      tags: ['operator'],
      security: [],
      responses: { 200: plainAnswer(words({ zh: '进程在运行', en: 'the process runs' }), 'application/json') },
    },
  },
  '/ready': {
    get: {
      operationId: 'ready',
      tags: ['operator'],
      security: [],
      responses: {
        200: plainAnswer(words({ zh: '业务系统都有应答', en: 'the systems answer' }), 'application/json'),
        503: plainAnswer(words({ zh: '有业务系统没有应答', en: 'a system does not answer' }), 'application/json'),
      },
    },
  },
  '/metrics': {
    get: {
      operationId: 'metrics',
      tags: ['operator'],
      security: [],
      responses: { 200: plainAnswer('Prometheus', 'text/plain') },
    },
  },
  '/openapi.json': {
    get: {
      operationId: 'openapi',
      tags: ['operator'],
      security: [],
      responses: { 200: plainAnswer('OpenAPI 3.1', 'application/json') },
    },
  },
}
