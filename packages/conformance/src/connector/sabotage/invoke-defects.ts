import { BerthError, type InvokeRequest, type Value } from '@berth/core'
import type { Defect, WholeSession } from './defect.ts'

type Invoke = WholeSession['invoke']

function invokeDefect(id: string, caughtBy: readonly string[], make: (invoke: Invoke) => Invoke): Defect {
  return {
    id,
    caughtBy,
    alter: (session) => ({ invoke: make((request, signal) => session.invoke(request, signal)) }),
  }
}

let calls = 0

function withInput(request: InvokeRequest, change: (value: Value) => Value): InvokeRequest {
  return { ...request, input: request.input.map((given) => ({ ...given, value: change(given.value) })) }
}

function lenient(code: 'PROCEDURE_UNKNOWN' | 'COLUMN_UNKNOWN'): (invoke: Invoke) => Invoke {
  return (invoke) => async (request, signal) => {
    try {
      return await invoke(request, signal)
    } catch (error) {
      if (!BerthError.is(error) || error.code !== code) throw error
      return { repeated: false, fields: [], rows: [] }
    }
  }
}

/** Faults in calls of operations. */
export const invokeDefects: readonly Defect[] = [
  invokeDefect(
    'key-ignored',
    ['invoke/once', 'invoke/aborted-and-repeated'],
    (invoke) => (request, signal) =>
      invoke({ ...request, idempotencyKey: `${request.idempotencyKey}-${++calls}` }, signal),
  ),
  invokeDefect(
    'key-of-the-operation',
    ['invoke/once'],
    (invoke) => (request, signal) => invoke({ ...request, idempotencyKey: request.operation }, signal),
  ),
  invokeDefect('repetition-not-told', ['invoke/once'], (invoke) => async (request, signal) => {
    return { ...(await invoke(request, signal)), repeated: false }
  }),
  invokeDefect('answer-dropped', ['invoke/once'], (invoke) => async (request, signal) => {
    return { ...(await invoke(request, signal)), rows: [] }
  }),
  invokeDefect('failure-remembered-as-done', ['invoke/failing-leaves-nothing'], (invoke) => {
    const failed = new Set<string>()
    return async (request, signal) => {
      if (failed.has(request.idempotencyKey)) return { repeated: true, fields: [], rows: [] }
      try {
        return await invoke(request, signal)
      } catch (error) {
        failed.add(request.idempotencyKey)
        throw error
      }
    }
  }),
  {
    id: 'failed-operation-half-done',
    caughtBy: ['invoke/failing-leaves-nothing'],
    alter: (session) => ({
      invoke: async (request, signal) => {
        try {
          return await session.invoke(request, signal)
        } catch (error) {
          const code = BerthError.is(error) ? error.code : undefined
          if (code !== 'QUERY_FAILED') throw error
          const dataset = request.idempotencyKey.replace(/-.*/, '')
          const fields = [{ name: 'ID', type: { name: 'integer' as const } }]
          const written = { dataset, fields, rows: [[1]], key: [], batch: `half-${++calls}` }
          await session.apply({ ...written, mode: 'insert', onReject: 'abort' }, signal)
          throw error
        }
      },
    }),
  },
  invokeDefect('unknown-operation-accepted', ['invoke/unknown'], lenient('PROCEDURE_UNKNOWN')),
  invokeDefect('unknown-parameter-accepted', ['invoke/unknown'], lenient('COLUMN_UNKNOWN')),
  invokeDefect(
    'ill-typed-value-made-a-number',
    ['invoke/ill-typed'],
    (invoke) => (request, signal) =>
      invoke(
        withInput(request, (value) =>
          typeof value === 'string' && value !== '甲' ? Number.parseInt(value, 10) || 0 : value,
        ),
        signal,
      ),
  ),
  invokeDefect(
    'values-escaped-instead-of-bound',
    ['invoke/hostile-values'],
    (invoke) => (request, signal) =>
      invoke(
        withInput(request, (value) => (typeof value === 'string' ? value.replaceAll("'", "''") : value)),
        signal,
      ),
  ),
]
